//! The laws of the decoder, each under the name that the book gives it; those of the choice
//! are in `sampling.rs`, those of writing in `writing.rs`.

use approx::assert_abs_diff_eq;
use decoder::{BytePairs, Config, Embedding, Gpt, PositionKind, Vocabulary};
use foundations::{Params, naive::softmax, normal};
use ndarray::{Array3, Axis, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::drawn;

proptest! {
    #[test]
    fn a_later_token_changes_no_earlier_logit(number in 0_usize..16, t in 2_usize..10, cut in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [7, t, 2, 2, 3]), &mut rng);
        let (mut tokens, cut) = (drawn::tokens(2, t, 7, &mut rng), cut.min(t - 1));
        let logits = model.forward(&tokens).0;
        tokens.slice_mut(s![.., cut..]).mapv_inplace(|token| (token + 1) % 7);
        let changed = model.forward(&tokens).0;
        // Not close: the same bits.
        prop_assert_eq!(logits.slice(s![.., ..cut, ..]), changed.slice(s![.., ..cut, ..]));
        // And the later rows did notice.
        prop_assert!(logits.slice(s![.., cut.., ..]) != changed.slice(s![.., cut.., ..]));
    }

    #[test]
    fn each_block_shows_where_its_heads_look(number in 0_usize..16, t in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model: Gpt<f64> = drawn::model(drawn::config(number, [7, t, 3, 2, 4]), &mut rng);
        let (_, cache) = model.forward(&drawn::tokens(2, t, 7, &mut rng));
        prop_assert_eq!(cache.blocks().len(), 3);
        for block in cache.blocks() {
            prop_assert_eq!(block.weights().dim(), (2, 2, t, t)); // (B, H, T, T)
            assert_abs_diff_eq!(block.weights().sum_axis(Axis(3)), Array3::ones((2, 2, t)), epsilon = 1e-14);
        }
    }

    #[test]
    fn sequences_of_a_batch_do_not_see_each_other(number in 0_usize..16, t in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [7, t, 2, 2, 3]), &mut rng);
        let mut tokens = drawn::tokens(3, t, 7, &mut rng);
        let logits = model.forward(&tokens).0;
        tokens.row_mut(1).mapv_inplace(|token| (token + 1) % 7);
        let changed = model.forward(&tokens).0;
        prop_assert_eq!(logits.slice(s![0, .., ..]), changed.slice(s![0, .., ..]));
        prop_assert_eq!(logits.slice(s![2, .., ..]), changed.slice(s![2, .., ..]));
    }

    #[test]
    fn renaming_the_tokens_renames_the_logits(number in 0_usize..16, shift in 0_usize..7, seed: u64) {
        // The model does not know what a token's number means: move the rows of E and the
        // columns of W, and all moves.
        let mut rng = StdRng::seed_from_u64(seed);
        let model = drawn::model(drawn::config(number, [7, 6, 2, 2, 3]), &mut rng);
        let tokens = drawn::tokens(2, 6, 7, &mut rng);
        let old: Vec<usize> = (0..7).map(|new| (new + 7 - shift) % 7).collect(); // the old number of each new one
        let mut renamed = model.clone();
        renamed.embedding.table = model.embedding.table.select(ndarray::Axis(0), &old);
        renamed.head = model.head.as_ref().map(|head| head.select(ndarray::Axis(1), &old));
        let logits = renamed.forward(&tokens.mapv(|token| (token + shift) % 7)).0;
        assert_abs_diff_eq!(logits, model.forward(&tokens).0.select(ndarray::Axis(2), &old), epsilon = 1e-12);
    }

    #[test]
    fn rows_of_unused_tokens_get_exactly_0(t in 1_usize..9, c in 1_usize..6, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let embedding = Embedding::new(9, c, 1.0, &mut rng);
        let (tokens, dx): (_, Array3<f64>) = (drawn::tokens(2, t, 5, &mut rng), normal((2, t, c), 1.0, &mut rng));
        let gradient = embedding.backward(&tokens, &dx).table;
        for token in 0..9 {
            let used = tokens.iter().any(|&other| other == token);
            prop_assert_eq!(gradient.row(token).iter().any(|&g| g != 0.0), used);
        }
    }

    #[test]
    fn a_tied_tables_gradient_is_the_sum_of_its_two_uses(number in 0_usize..16, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let config = Config { tied: true, ..drawn::config(number, [7, 6, 2, 2, 3]) };
        let tied = drawn::model(config, &mut rng);
        let config = Config { tied: false, ..tied.config };
        let untied = Gpt { config, head: Some(tied.embedding.table.t().to_owned()), ..tied.clone() };
        let tokens = drawn::tokens(2, 6, 7, &mut rng);
        let ((logits, cache), (same, untied_cache)) = (tied.forward(&tokens), untied.forward(&tokens));
        assert_abs_diff_eq!(logits, same, epsilon = 1e-12);
        let dlogits = normal(logits.raw_dim(), 1.0, &mut rng);
        let (one, two) = (tied.backward(cache, &dlogits), untied.backward(untied_cache, &dlogits));
        let both = two.embedding.table + two.head.expect("untied").t();
        assert_abs_diff_eq!(one.embedding.table, both, epsilon = 1e-11);
        assert_abs_diff_eq!(one.blocks[0].attention.inner.qkv.w, two.blocks[0].attention.inner.qkv.w, epsilon = 1e-11);
    }

    #[test]
    fn the_gradient_has_the_models_tensors(number in 0_usize..16, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut model = drawn::model(drawn::config(number, [7, 6, 2, 2, 3]), &mut rng);
        let (logits, cache) = model.forward(&drawn::tokens(2, 4, 7, &mut rng));
        let gradient = model.backward(cache, &logits);
        model.accumulate(&gradient); // panics if a tensor differs
        prop_assert_eq!(gradient.parameter_count(), model.parameter_count());
    }

    #[test]
    fn decoding_undoes_encoding(text in "[a-zäöü .,猫]{0,40}") {
        let vocabulary = Vocabulary::of(&text);
        prop_assert_eq!(vocabulary.decode(&vocabulary.encode(&text).expect("its own characters")), &text[..]);
        for merges in [0, 3, 20] {
            let pairs = BytePairs::learn(&text, merges);
            for other in [&text[..], "a text it did not learn from: 猫"] {
                let bytes: Vec<u8> = pairs.encode(other).into_iter().flat_map(|token| pairs.bytes(token)).collect();
                prop_assert_eq!(bytes, other.as_bytes());
            }
        }
    }

    #[test]
    fn each_merge_makes_its_own_text_shorter(text in "[a-e ]{0,60}", merges in 0_usize..12) {
        let (before, after) = (BytePairs::learn(&text, merges), BytePairs::learn(&text, merges + 1));
        let shorter = before.encode(&text).len() as isize - after.encode(&text).len() as isize;
        let learned = after.vocab() > before.vocab(); // or there was no pair left that occurs twice
        prop_assert_eq!(shorter >= 1, learned);
    }
}

#[test]
fn at_the_start_all_tokens_are_about_equally_likely_and_the_loss_is_about_ln_v() {
    for number in 0..16 {
        let mut rng = StdRng::seed_from_u64(number as u64);
        let model = Gpt::<f64>::new(drawn::config(number, [65, 32, 4, 4, 16]), &mut rng);
        let (tokens, targets) =
            (drawn::tokens(8, 32, 65, &mut rng), drawn::tokens(8, 32, 65, &mut rng));
        let logits = model.forward(&tokens).0;
        let surprise = logits
            .rows()
            .into_iter()
            .zip(&targets)
            .map(|(row, &next)| -softmax(&row.to_owned())[next].ln());
        let loss = surprise.sum::<f64>() / targets.len() as f64;
        assert!(
            (loss - 65_f64.ln()).abs() < 0.1,
            "loss {loss}, ln V = {}, {:?}",
            65_f64.ln(),
            model.config
        );
    }
}

#[test]
fn a_gpt2_has_learned_positions_and_one_table_for_both_ends() {
    let config = Config {
        positions: PositionKind::Learned,
        tied: true,
        ..Config::article(7, 6, 1, 2, 4)
    };
    let model = Gpt::<f32>::new(config, &mut StdRng::seed_from_u64(1));
    let names: Vec<String> = model.tensors().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names[..3],
        ["embedding.table", "positions", "blocks.0.attention.norm.gain"]
    );
    assert!(!names.contains(&"head".to_owned()));
}

#[test]
fn every_normalisation_has_the_configurations_epsilon() {
    for number in 0..16 {
        let model = Gpt::<f32>::new(
            drawn::config(number, [7, 6, 2, 2, 3]),
            &mut StdRng::seed_from_u64(1),
        );
        let of_blocks = model
            .blocks
            .iter()
            .flat_map(|block| [&block.attention.norm, &block.feed_forward.norm]);
        assert!(of_blocks.chain(&model.norm).all(|norm| norm.epsilon == 0.1));
    }
}

#[test]
fn an_unknown_character_is_named_with_its_place() {
    let error = Vocabulary::of("abc").encode("abxc").expect_err("no x");
    assert_eq!(
        error.to_string(),
        "the character 'x' (number 3) is not in the model's vocabulary"
    );
}

#[test]
fn only_a_vocabulary_without_characters_is_empty() {
    assert!(Vocabulary::of("").is_empty() && !Vocabulary::of("a").is_empty());
}

#[test]
#[should_panic(expected = "the shape of dx, and (B, T, C)")]
fn a_gradient_has_a_row_for_each_token() {
    let embedding = Embedding::<f64>::new(5, 3, 1.0, &mut StdRng::seed_from_u64(1));
    embedding.backward(
        &drawn::tokens(2, 4, 5, &mut StdRng::seed_from_u64(1)),
        &Array3::zeros((2, 3, 3)),
    );
}
