//! The fast functions are the formula, for any size and all sixteen choices: one token, one
//! channel, one layer included.

use decoder::{Embedding, naive};
use foundations::{Layer, naive as plain, normal, rows};
use ndarray::{Array3, ArrayRef2, Axis};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::drawn;

/// Every number of `actual` is the one of `expected`, to `tolerance`.
fn assert_same(
    what: &str,
    actual: &ArrayRef2<f64>,
    expected: &ArrayRef2<f64>,
    tolerance: f64,
) {
    assert_eq!(actual.dim(), expected.dim(), "the shape of {what}");
    for ((at, &fast), &slow) in actual.indexed_iter().zip(expected) {
        let error = (fast - slow).abs() / slow.abs().max(1.0);
        assert!(error < tolerance, "{what}{at:?} is {fast}, expected {slow}");
    }
}

proptest! {
    #[test]
    fn the_model_is_its_loops(
        number in 0_usize..16, vocab in 1_usize..9, layers in 1_usize..4, heads in 1_usize..4, d in 1_usize..4,
        batch in 1_usize..4, t in 1_usize..9, spare in 0_usize..4, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [vocab, t + spare, layers, heads, d]), &mut rng);
        let tokens = drawn::tokens(batch, t, vocab, &mut rng);
        let (logits, _) = model.forward(&tokens);
        for (b, row) in tokens.rows().into_iter().enumerate() {
            let expected = naive::gpt(&model, &row.to_vec());
            assert_same("logits", &logits.index_axis(Axis(0), b), &expected, 1e-12);
        }
    }

    #[test]
    fn a_block_is_its_loops(
        number in 0_usize..4, heads in 1_usize..5, d in 1_usize..5, batch in 1_usize..4, t in 1_usize..9, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [2, t, 1, heads, d]), &mut rng);
        let x: Array3<f64> = normal((batch, t, heads * d), 1.0, &mut rng);
        let (y, _) = model.blocks[0].forward(&x);
        for (b, x) in x.axis_iter(Axis(0)).enumerate() {
            let expected = naive::block(&model.blocks[0], &x.to_owned());
            assert_same("y", &y.index_axis(Axis(0), b), &expected, 1e-12);
        }
    }

    #[test]
    fn the_embedding_is_one_hot_times_matrix(
        vocab in 1_usize..9, c in 1_usize..9, batch in 1_usize..4, t in 1_usize..9, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let embedding = Embedding::new(vocab, c, 1.0, &mut rng);
        let tokens = drawn::tokens(batch, t, vocab, &mut rng);
        let (x, dx): (_, Array3<f64>) = (embedding.forward(&tokens), normal((batch, t, c), 1.0, &mut rng));
        for (b, row) in tokens.rows().into_iter().enumerate() {
            // Not close: the same numbers, for every product but one is with 0, and that
            // one is with 1.
            prop_assert_eq!(&x.index_axis(Axis(0), b), &naive::embedding(&embedding, &row.to_vec()));
        }
        let all: Vec<usize> = tokens.iter().copied().collect();
        let one_hot = naive::one_hot(&all, vocab).t().to_owned();
        let expected = plain::product(&one_hot, &rows(&dx).into_owned()); // onehotᵀ·dx
        prop_assert_eq!(embedding.backward(&tokens, &dx).table, expected);
    }
}
