//! The fast loss and the fast optimizer are the loops of `naive`, for any size.

use foundations::{Linear, normal};
use ndarray::{Array1, Array2, Array3};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{AdamW, cross_entropy, log_probabilities, naive};

fn assert_close(name: &str, fast: f64, slow: f64) {
    let error = (fast - slow).abs() / slow.abs().max(1.0);
    assert!(error < 1e-12, "{name} is {fast}, expected {slow}");
}

proptest! {
    #[test]
    fn the_loss_is_its_loops(batch in 1_usize..4, t in 1_usize..9, vocab in 1_usize..12, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let logits: Array3<f64> = normal((batch, t, vocab), 3.0, &mut rng);
        let targets = Array2::from_shape_simple_fn((batch, t), || rng.random_range(0..vocab));
        let weights: Array2<f64> = normal((batch, t), 1.0, &mut rng);
        let slow = naive::cross_entropy(&logits, &targets, &weights);
        assert_close("the loss", cross_entropy(&logits, &targets, &weights).0, slow);
        assert_close("−Σ w·log p", -(log_probabilities(&logits, &targets) * &weights).sum(), slow);
    }

    #[test]
    fn adamw_is_its_loops(rows in 1_usize..5, columns in 1_usize..5, steps in 1_i32..30, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let draw = |rng: &mut StdRng| -> Linear<f64> {
            Linear { w: normal((rows, columns), 1.0, rng), b: normal(columns, 1.0, rng) }
        };
        let mut model = draw(&mut rng);
        let mut optimizer = AdamW::new(&model);
        // (θ, m, v) of every number: of the matrix, which decays, and of the bias, which
        // does not.
        let start = |theta: &f64| (*theta, 0.0, 0.0);
        let mut w: Array1<_> = model.w.iter().map(start).collect();
        let mut b: Array1<_> = model.b.iter().map(start).collect();
        for step in 1..=steps {
            let (gradient, lr) = (draw(&mut rng), rng.random_range(1e-4..0.1));
            optimizer.step(&mut model, &gradient, lr);
            let slow = |(theta, m, v), g, decay| naive::adamw(theta, g, m, v, step, lr, (0.9, 0.99), 1e-8, decay);
            w.zip_mut_with(&gradient.w.flatten(), |at, &g| *at = slow(*at, g, 0.1));
            b.zip_mut_with(&gradient.b, |at, &g| *at = slow(*at, g, 0.0));
        }
        for (&fast, (slow, ..)) in model.w.iter().zip(w).chain(model.b.iter().zip(b)) {
            assert_close("a parameter", fast, slow);
        }
    }
}
