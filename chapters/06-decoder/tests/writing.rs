//! Writing with kept keys and values gives what writing without gives, up to the context
//! and past it.

use approx::assert_abs_diff_eq;
use decoder::{Config, Gpt, Sampling, Writer, naive};
use ndarray::{Array2, s};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::drawn;

/// Sizes that sum to `t`, each at least 1, drawn from a seed.
fn pieces(t: usize, seed: u64) -> Vec<usize> {
    let (mut rng, mut left, mut sizes) = (StdRng::seed_from_u64(seed), t, Vec::new());
    while left > 0 {
        sizes.push(rng.random_range(1..=left));
        left -= sizes[sizes.len() - 1];
    }
    sizes
}

proptest! {
    #[test]
    fn kept_keys_in_any_pieces_give_the_logits_of_the_whole(
        number in 0_usize..16, batch in 1_usize..4, t in 1_usize..12, spare in 0_usize..4, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [7, t + spare, 2, 2, 3]), &mut rng);
        let tokens = drawn::tokens(batch, t, 7, &mut rng);
        let (logits, mut kept, mut from) = (model.forward(&tokens).0, model.kv_cache(batch), 0);
        for size in pieces(t, seed) {
            let piece = model.forward_cached(&tokens.slice(s![.., from..from + size]), &mut kept);
            assert_abs_diff_eq!(piece, logits.slice(s![.., from..from + size, ..]), epsilon = 1e-12);
            from += size;
        }
    }

    #[test]
    fn generation_with_kept_keys_equals_generation_without(
        number in 0_usize..16, context in 1_usize..10, prompt in 1_usize..14, seed: u64,
    ) {
        // Twice the context: the window moves on the way. A prompt may be longer than the
        // context to begin with.
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [7, context, 2, 2, 3]), &mut rng);
        let prompt = drawn::tokens(1, prompt, 7, &mut rng).into_raw_vec_and_offset().0;
        let mut writer = Writer::new(&model, &prompt);
        for _ in 0..2 * context + 2 {
            let window = &writer.tokens()[writer.tokens().len().saturating_sub(context)..];
            let again = Array2::from_shape_vec((1, window.len()), window.to_vec()).expect("one row");
            let again = model.forward(&again).0;
            assert_abs_diff_eq!(writer.next_logits(), again.slice(s![0, -1, ..]), epsilon = 1e-12);
            writer.write(&Sampling::PLAIN, &mut rng);
        }
    }

    #[test]
    fn the_writer_writes_what_the_loops_write(
        number in 0_usize..16, context in 1_usize..8, prompt in 1_usize..10, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [7, context, 2, 2, 3]), &mut rng);
        let prompt = drawn::tokens(1, prompt, 7, &mut rng).into_raw_vec_and_offset().0;
        let n = 2 * context + 2;
        for sampling in [Sampling::PLAIN, Sampling::GREEDY, Sampling { top_k: Some(3), ..Sampling::PLAIN }] {
            let (mut one, mut other) = (StdRng::seed_from_u64(seed), StdRng::seed_from_u64(seed));
            let mut writer = Writer::new(&model, &prompt);
            for _ in 0..n {
                writer.write(&sampling, &mut one);
            }
            let expected = naive::write(&model, &prompt, n, &sampling, &mut other);
            prop_assert_eq!(writer.tokens(), &expected[..]);
        }
    }

    #[test]
    fn a_token_that_is_pushed_is_seen(context in 1_usize..8, pushes in 1_usize..12, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(0, [7, context, 2, 2, 3]), &mut rng);
        let tokens = drawn::tokens(1, pushes + 1, 7, &mut rng).into_raw_vec_and_offset().0;
        let mut pushed = Writer::new(&model, &tokens[..1]);
        pushed.next_logits();
        tokens[1..].iter().for_each(|&token| pushed.push(token)); // several at once, and past the context too
        let expected = Writer::new(&model, &tokens).next_logits();
        assert_abs_diff_eq!(pushed.next_logits(), expected, epsilon = 1e-12);
    }
}

/// A small random model and a text that it wrote from `seed`.
fn text(seed: u64) -> Vec<usize> {
    let model =
        drawn::model(drawn::config(0, [7, 5, 2, 2, 3]), &mut StdRng::seed_from_u64(1));
    let (mut writer, mut rng) = (Writer::new(&model, &[0]), StdRng::seed_from_u64(seed));
    (0..30).map(|_| writer.write(&Sampling::PLAIN, &mut rng)).collect()
}

#[test]
fn the_same_seed_gives_the_same_text() {
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

fn small() -> Gpt<f64> {
    Gpt::new(Config::article(5, 4, 1, 2, 4), &mut StdRng::seed_from_u64(1))
}

#[test]
#[should_panic(expected = "an empty prompt")]
fn a_text_starts_with_a_token() {
    Writer::new(&small(), &[]);
}

#[test]
#[should_panic(expected = "token 5 has no position: the table holds 4")]
fn a_position_beyond_the_context_has_no_vector() {
    small().forward(&Array2::zeros((1, 5)));
}

#[test]
#[should_panic(expected = "token 5 has no position: the table holds 4")]
fn nor_has_it_with_kept_keys() {
    let model = small();
    let mut kept = model.kv_cache(1);
    model.forward_cached(&Array2::zeros((1, 3)), &mut kept);
    model.forward_cached(&Array2::zeros((1, 2)), &mut kept);
}

#[test]
#[should_panic(expected = "token 5 is not in a vocabulary of 5")]
fn a_token_outside_the_vocabulary_has_no_vector() {
    small().forward(&Array2::from_elem((1, 1), 5));
}

#[test]
#[should_panic(expected = "a model with 0 blocks has nowhere to keep")]
fn a_model_without_blocks_keeps_nothing() {
    Gpt::<f64>::new(Config::article(5, 4, 0, 2, 4), &mut StdRng::seed_from_u64(1))
        .kv_cache(1);
}
