//! The fast layer is the loops of `naive`, for any size, and any hidden width.

use feed_forward::{Activation, FeedForward, naive};
use foundations::{Layer, Linear, normal};
use ndarray::{Array3, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

/// Compares every token's output, weights and biases drawn from `seed`.
fn compare(
    batch: usize,
    t: usize,
    c: usize,
    hidden: usize,
    activation: Activation,
    seed: u64,
) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut linear = |c_in, c_out| Linear {
        w: normal((c_in, c_out), 1.0, &mut rng),
        b: normal(c_out, 1.0, &mut rng),
    };
    let layer: FeedForward<f64> =
        FeedForward { up: linear(c, hidden), down: linear(hidden, c), activation };
    let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);

    let (y, _) = layer.forward(&x);
    assert_eq!(y.dim(), (batch, t, c));
    for b in 0..batch {
        for t in 0..t {
            let expected = naive::feed_forward(&layer, &x.slice(s![b, t, ..]).to_owned());
            for (c, (&fast, &slow)) in
                y.slice(s![b, t, ..]).iter().zip(&expected).enumerate()
            {
                let error = (fast - slow).abs() / slow.abs().max(1.0);
                assert!(error < 1e-12, "y[{b}, {t}, {c}] is {fast}, expected {slow}");
            }
        }
    }
}

/// One of the two, drawn.
fn activation() -> impl Strategy<Value = Activation> {
    prop_oneof![Just(Activation::Relu), Just(Activation::Gelu)]
}

proptest! {
    #[test]
    fn the_layer_is_its_loops(
        batch in 1_usize..4, t in 1_usize..9, c in 1_usize..9, hidden in 1_usize..30,
        activation in activation(), seed: u64,
    ) {
        compare(batch, t, c, hidden, activation, seed);
    }
}

/// Fast products work in blocks of a few hundred rows and columns: cross their borders
/// once.
#[test]
fn wider_than_a_block_of_the_product() {
    compare(2, 70, 17, 300, Activation::Relu, 1);
    compare(2, 70, 17, 300, Activation::Gelu, 2);
}
