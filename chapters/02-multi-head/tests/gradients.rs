//! Every gradient against central differences, element by element, in `f64`.

use attention::Mask;
use foundations::{check_layer, normal};
use multi_head::MultiHead;
use rand::{SeedableRng, rngs::StdRng};

/// Checks the input and all four parameter tensors; the biases are drawn too, or a wrong
/// one could hide at 0.
fn check(batch: usize, t: usize, c: usize, heads: usize, mask: Mask) {
    let mut rng = StdRng::seed_from_u64(7);
    let mut layer: MultiHead<f64> = MultiHead::new(c, heads, mask, &mut rng);
    layer.qkv.b = normal(3 * c, 0.3, &mut rng);
    layer.out.b = normal(c, 0.3, &mut rng);
    let check = check_layer(&layer, &normal((batch, t, c), 1.0, &mut rng), &mut rng);
    assert_eq!(
        check.checked,
        batch * t * c + 4 * c * c + 4 * c,
        "every element of x and of the parameters"
    );
    check.assert_below(1e-8);
}

#[test]
fn every_number_of_heads_causal() {
    for heads in [1, 2, 3, 6] {
        check(2, 5, 6, heads, Mask::Causal);
    }
}

#[test]
fn every_number_of_heads_full() {
    for heads in [1, 2, 3, 6] {
        check(2, 5, 6, heads, Mask::Full);
    }
}

#[test]
fn one_token() {
    check(3, 1, 4, 2, Mask::Causal);
}

#[test]
fn one_channel() {
    check(1, 4, 1, 1, Mask::Full);
}

#[test]
fn more_tokens_than_channels() {
    check(1, 12, 4, 2, Mask::Causal);
}
