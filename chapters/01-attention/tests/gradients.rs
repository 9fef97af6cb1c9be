//! Every gradient against central differences, element by element, in `f64`.

use attention::{Mask, SelfAttention, attend, attend_backward};
use foundations::{check_gradient, check_layer, normal};
use ndarray::{Array2, Array3};
use rand::{SeedableRng, rngs::StdRng};

/// Checks dq, dk and dv of `attend`, for T queries, S keys, and the loss `Σ r ∘ y`.
fn check(t: usize, s: usize, d: usize, d_v: usize, mask: Mask) {
    let mut rng = StdRng::seed_from_u64(7);
    let mut draw = |shape| -> Array2<f64> { normal(shape, 1.0, &mut rng) };
    let (q, k, v, r) = (draw((t, d)), draw((s, d)), draw((s, d_v)), draw((t, d_v)));
    let loss = |q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>| {
        (attend(q, k, v, mask).0 * &r).sum()
    };

    let (_, a) = attend(&q, &k, &v, mask);
    let (dq, dk, dv) = attend_backward(&q, &k, &v, &a, &r);
    check_gradient("q", &q, &dq, |q| loss(q, &k, &v)).assert_below(1e-8);
    check_gradient("k", &k, &dk, |k| loss(&q, k, &v)).assert_below(1e-8);
    check_gradient("v", &v, &dv, |v| loss(&q, &k, v)).assert_below(1e-8);
}

#[test]
fn full_attention() {
    check(5, 5, 3, 4, Mask::Full);
}

#[test]
fn full_attention_with_fewer_keys_than_queries() {
    check(6, 2, 3, 4, Mask::Full);
}

#[test]
fn causal_attention() {
    check(5, 5, 3, 4, Mask::Causal);
}

#[test]
fn causal_attention_after_a_past() {
    check(3, 7, 4, 2, Mask::Causal);
}

#[test]
fn one_query_and_one_key() {
    check(1, 1, 1, 1, Mask::Causal);
}

/// The input and all six parameter tensors; the biases are drawn too, or a wrong one could
/// hide at 0.
fn check_self_attention(mask: Mask) {
    let mut rng = StdRng::seed_from_u64(8);
    let mut layer: SelfAttention<f64> = SelfAttention::new(4, 3, mask, &mut rng);
    for linear in [&mut layer.query, &mut layer.key, &mut layer.value] {
        linear.b = normal(3, 0.3, &mut rng);
    }
    let x: Array3<f64> = normal((2, 5, 4), 1.0, &mut rng);
    let check = check_layer(&layer, &x, &mut rng);
    assert_eq!(
        check.checked,
        2 * 5 * 4 + 3 * (4 * 3 + 3),
        "every element of x and of the parameters"
    );
    check.assert_below(1e-8);
}

#[test]
fn self_attention_full() {
    check_self_attention(Mask::Full);
}

#[test]
fn self_attention_causal() {
    check_self_attention(Mask::Causal);
}
