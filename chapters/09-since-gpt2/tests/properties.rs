//! The laws of the chapter, each under the name that the book gives it.

use approx::assert_abs_diff_eq;
use attention::Mask;
use decoder::{Config, LanguageModel};
use foundations::{Layer, Linear, Params, normal};
use multi_head::{KvCache, MultiHead};
use ndarray::{Array1, Array2, Array3, Axis, concatenate, s};
use positional_encoding::rotation;
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::LayerNorm;
use since_gpt2::{
    Choice, Decoder, GroupedQueries, Recipe, RmsNorm, Rotary, SwiGlu, kept_bytes, silu,
    slopes, with_places,
};

use crate::draw;

fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// Queries or keys, turned.
fn turned(x: &Array2<f64>, past: usize, base: f64) -> Array2<f64> {
    let mut y = x.clone();
    Rotary::new(past + x.nrows(), x.ncols(), base).turn(past, &mut y);
    y
}

proptest! {
    #[test]
    fn at_position_0_nothing_turns(pairs in 1_usize..9, base in 2.0_f64..1e5, seed: u64) {
        let x = normal((1, 2 * pairs), 1.0, &mut rng(seed));
        prop_assert_eq!(turned(&x, 0, base), x);
    }

    #[test]
    fn a_turn_is_the_rotation_of_chapter_3(past in 0_usize..200, pairs in 1_usize..9, base in 2.0_f64..1e5, seed: u64) {
        // Chapter 3's matrix carries (sin, cos) on; with (cos, sin) its transpose does.
        let x = normal((1, 2 * pairs), 1.0, &mut rng(seed));
        let by_matrix = x.dot(&rotation(past, 2 * pairs, base).t());
        assert_abs_diff_eq!(turned(&x, past, base), by_matrix, epsilon = 1e-12);
    }

    #[test]
    fn a_turn_keeps_every_length(past in 0_usize..200, t in 1_usize..9, pairs in 1_usize..9, seed: u64) {
        let x: Array2<f64> = normal((t, 2 * pairs), 1.0, &mut rng(seed));
        let squares = |x: &Array2<f64>| (x * x).sum_axis(Axis(1));
        assert_abs_diff_eq!(squares(&turned(&x, past, 1e4)), squares(&x), epsilon = 1e-12);
    }

    #[test]
    fn the_score_depends_on_the_distance_alone(
        early in 0_usize..99, distance in 0_usize..99, moved in 0_usize..99, pairs in 1_usize..9, seed: u64,
    ) {
        let mut rng = rng(seed);
        let q = normal((1, 2 * pairs), 1.0, &mut rng);
        let k = normal((1, 2 * pairs), 1.0, &mut rng);
        let score = |early: usize| (turned(&q, early + distance, 1e4) * turned(&k, early, 1e4)).sum();
        prop_assert!((score(early) - score(early + moved)).abs() < 1e-11);
    }

    #[test]
    fn turning_back_undoes_a_turn(past in 0_usize..200, t in 1_usize..9, pairs in 1_usize..9, seed: u64) {
        let x: Array2<f64> = normal((t, 2 * pairs), 1.0, &mut rng(seed));
        let mut y = turned(&x, past, 1e4);
        Rotary::new(past + t, 2 * pairs, 1e4).turn_back(past, &mut y);
        assert_abs_diff_eq!(y, x, epsilon = 1e-12);
    }

    #[test]
    fn alibi_s_price_depends_on_the_distance_alone(
        t in 1_usize..9, s in 1_usize..99, d in 1_usize..9, slope in 0.0_f64..2.0, seed: u64,
    ) {
        // Against the scores without a price: a step further back costs the slope, everywhere.
        let (q, k) = (normal((t, d), 1.0, &mut rng(seed)), normal((s, d), 1.0, &mut rng(!seed)));
        let scores = |q: &Array2<f64>, k: &Array2<f64>| q.dot(&k.t()) / (q.ncols() as f64).sqrt();
        let (near_q, near_k) = with_places(&q, &k, slope);
        let price = scores(&near_q, &near_k) - scores(&q, &k);
        for row in price.rows() {
            for pair in row.to_vec().windows(2) {
                prop_assert!((pair[1] - pair[0] - slope).abs() < 1e-11);
            }
        }
    }

    #[test]
    fn with_slope_0_it_is_attention_without_positions(
        t in 1_usize..9, groups in 1_usize..4, each in 1_usize..4, seed: u64,
    ) {
        let layer = draw::attention(4, [groups, each, 1], false, &mut rng(seed));
        let free = GroupedQueries { slopes: Some(vec![0.0; layer.heads]), ..layer.clone() };
        let x: Array3<f64> = normal((2, t, 4), 1.0, &mut rng(seed));
        assert_abs_diff_eq!(free.forward(&x).0, layer.forward(&x).0, epsilon = 1e-12);
    }

    #[test]
    fn rms_norm_gives_every_token_the_mean_square_1(t in 1_usize..6, c in 1_usize..40, epsilon in 1e-6_f64..2.0, seed: u64) {
        let x: Array3<f64> = normal((2, t, c), 1.0, &mut rng(seed));
        let (y, _) = RmsNorm { epsilon, ..RmsNorm::new(c) }.forward(&x);
        for (x, y) in x.lanes(Axis(2)).into_iter().zip(y.lanes(Axis(2))) {
            let (before, after) = (x.dot(&x) / c as f64, y.dot(&y) / c as f64);
            prop_assert!((after - before / (before + epsilon)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_positive_scale_changes_nothing_when_epsilon_scales_too(
        t in 1_usize..6, c in 1_usize..40, power in -20_i32..20, seed: u64,
    ) {
        let norm = draw::norm(c, 1e-5, &mut rng(seed));
        let x: Array3<f64> = normal((2, t, c), 1.0, &mut rng(seed));
        let k = 2_f64.powi(power); // only moves the exponent: the same bits
        let scaled = RmsNorm { epsilon: k * k * 1e-5, ..norm.clone() };
        prop_assert_eq!(scaled.forward(&(k * &x)).0, norm.forward(&x).0);
    }

    #[test]
    fn without_a_mean_both_norms_agree(t in 1_usize..6, c in 1_usize..40, seed: u64) {
        let mut x: Array3<f64> = normal((2, t, c), 1.0, &mut rng(seed));
        let mean = x.mean_axis(Axis(2)).expect("a channel").insert_axis(Axis(2));
        x -= &mean;
        let (layer, _) = LayerNorm::new(c).forward(&x);
        assert_abs_diff_eq!(RmsNorm::new(c).forward(&x).0, layer, epsilon = 1e-10);
    }

    #[test]
    fn layer_norm_is_rms_norm_of_the_token_less_its_mean(t in 1_usize..6, c in 2_usize..40, shift in -9.0_f64..9.0, seed: u64) {
        let x = shift + normal::<f64, _, _>((2, t, c), 1.0, &mut rng(seed));
        let centred = &x - &x.mean_axis(Axis(2)).expect("a channel").insert_axis(Axis(2));
        let (layer, _) = LayerNorm::new(c).forward(&x);
        assert_abs_diff_eq!(RmsNorm::new(c).forward(&centred).0, layer, epsilon = 1e-9);
    }

    #[test]
    fn the_gradient_of_the_input_has_almost_no_part_along_the_token(
        t in 1_usize..6, c in 2_usize..40, epsilon in 0.0_f64..2.0, seed: u64,
    ) {
        let norm = draw::norm(c, epsilon, &mut rng(seed));
        let x: Array3<f64> = normal((2, t, c), 1.0, &mut rng(seed));
        let dy: Array3<f64> = normal((2, t, c), 1.0, &mut rng(!seed));
        let (_, cache) = norm.forward(&x);
        let (dx, _) = norm.backward(cache, &dy);
        for ((x, dy), dx) in x.lanes(Axis(2)).into_iter().zip(dy.lanes(Axis(2))).zip(dx.lanes(Axis(2))) {
            let mean_square = x.dot(&x) / c as f64;
            let scale = 1.0 / (mean_square + epsilon).sqrt();
            // what is left of it is ε's: 0 when ε is 0
            let left = scale * (&dy * &norm.gain).dot(&x) * epsilon / (mean_square + epsilon);
            prop_assert!((dx.dot(&x) - left).abs() < 1e-11 * scale.max(1.0));
        }
    }

    #[test]
    fn silu_of_x_and_of_minus_x_differ_by_x(x in -700.0_f64..700.0) {
        prop_assert!((silu(x) - silu(-x) - x).abs() <= 1e-15 * x.abs());
    }

    #[test]
    fn two_gated_units_multiply_any_two_numbers(x in -30.0_f64..30.0, y in -30.0_f64..30.0) {
        let gate = ndarray::array![[1.0, -1.0], [0.0, 0.0]];
        let up = ndarray::array![[0.0, 0.0], [1.0, -1.0]];
        let times = SwiGlu { gate, up, down: ndarray::array![[1.0], [1.0]] };
        let (product, _) = times.forward(&ndarray::array![[[x, y]]]);
        prop_assert!((product[[0, 0, 0]] - x * y).abs() < 1e-15 * (x * y).abs().max(1.0) * 4.0);
    }

    #[test]
    fn a_scale_of_what_units_say_scales_the_answer(c in 1_usize..9, m in 1_usize..9, scale in -9.0_f64..9.0, seed: u64) {
        let network = draw::network(c, m, &mut rng(seed));
        let x: Array3<f64> = normal((2, 3, c), 1.0, &mut rng(seed));
        let louder = SwiGlu { up: scale * &network.up, ..network.clone() };
        assert_abs_diff_eq!(louder.forward(&x).0, scale * network.forward(&x).0, epsilon = 1e-11);
    }

    #[test]
    fn permuting_the_units_changes_nothing(c in 1_usize..9, m in 1_usize..9, seed: u64) {
        use rand::seq::SliceRandom;
        let network = draw::network(c, m, &mut rng(seed));
        let mut order: Vec<usize> = (0..m).collect();
        order.shuffle(&mut rng(seed));
        let permuted = SwiGlu {
            gate: network.gate.select(Axis(1), &order),
            up: network.up.select(Axis(1), &order),
            down: network.down.select(Axis(0), &order),
        };
        let x: Array3<f64> = normal((2, 3, c), 1.0, &mut rng(seed));
        assert_abs_diff_eq!(permuted.forward(&x).0, network.forward(&x).0, epsilon = 1e-11);
    }

    #[test]
    fn with_a_group_for_each_head_it_is_multi_head_attention(
        t in 1_usize..9, heads in 1_usize..5, pairs in 1_usize..4, seed: u64,
    ) {
        let c = 2 * heads * pairs;
        let layer = draw::attention(c, [heads, 1, pairs], false, &mut rng(seed));
        let qkv = concatenate![Axis(1), layer.query, layer.key, layer.value];
        let without_biases = |w: Array2<f64>| Linear { b: Array1::zeros(w.ncols()), w };
        let many = MultiHead {
            qkv: without_biases(qkv),
            out: without_biases(layer.out.clone()),
            heads,
            mask: Mask::Causal,
        };
        let x: Array3<f64> = normal((2, t, c), 1.0, &mut rng(seed));
        assert_abs_diff_eq!(layer.forward(&x).0, many.forward(&x).0, epsilon = 1e-12);
    }

    #[test]
    fn groups_are_heads_with_equal_keys_and_values(
        t in 1_usize..9, groups in 1_usize..4, each in 1_usize..4, turned: bool, seed: u64,
    ) {
        let layer = draw::attention(4, [groups, each, 1], turned, &mut rng(seed));
        let d = 2;
        let repeated = |w: &Array2<f64>| {
            let copies: Vec<_> = (0..groups * each).map(|h| w.slice(s![.., h / each * d..h / each * d + d])).collect();
            concatenate(Axis(1), &copies).expect("equal rows")
        };
        let alone = GroupedQueries {
            key: repeated(&layer.key),
            value: repeated(&layer.value),
            groups: groups * each,
            ..layer.clone()
        };
        let x: Array3<f64> = normal((2, t, 4), 1.0, &mut rng(seed));
        let dy: Array3<f64> = normal((2, t, 4), 1.0, &mut rng(!seed));
        let ((y, cache), (y_alone, cache_alone)) = (layer.forward(&x), alone.forward(&x));
        assert_abs_diff_eq!(y, y_alone, epsilon = 1e-12);
        // and the gradient of a shared key is the sum over those that share it
        let (shared, own) = (layer.backward(cache, &dy).1.key, alone.backward(cache_alone, &dy).1.key);
        for g in 0..groups {
            let sum = (g * each..(g + 1) * each).fold(Array2::zeros((4, d)), |sum: Array2<f64>, h| sum + own.slice(s![.., h * d..(h + 1) * d]));
            assert_abs_diff_eq!(shared.slice(s![.., g * d..(g + 1) * d]), sum, epsilon = 1e-11);
        }
    }

    #[test]
    fn a_later_token_changes_no_earlier_row(t in 2_usize..9, turned: bool, seed: u64) {
        let layer = draw::attention(4, [2, 2, 1], turned, &mut rng(seed));
        let mut x: Array3<f64> = normal((1, t, 4), 1.0, &mut rng(seed));
        let (y, _) = layer.forward(&x);
        x.slice_mut(s![.., t - 1, ..]).fill(7.0);
        let (changed, _) = layer.forward(&x);
        prop_assert_eq!(changed.slice(s![.., ..t - 1, ..]), y.slice(s![.., ..t - 1, ..]));
    }

    #[test]
    fn kept_keys_in_two_pieces_give_the_rows_of_the_full_forward(
        first in 1_usize..8, second in 1_usize..8, groups in 1_usize..4, each in 1_usize..4,
        turned: bool, priced: bool, seed: u64,
    ) {
        let mut layer = draw::attention(4, [groups, each, 1], turned, &mut rng(seed));
        layer.slopes = priced.then(|| slopes(layer.heads));
        let x: Array3<f64> = normal((2, first + second, 4), 1.0, &mut rng(seed));
        let (y, _) = layer.forward(&x);
        let mut kept = KvCache::new(2, first + second, 2 * groups);
        for piece in [s![.., ..first, ..], s![.., first.., ..]] {
            let rows = layer.forward_cached(&x.slice(piece), &mut kept);
            assert_abs_diff_eq!(rows, y.slice(piece), epsilon = 1e-13);
        }
    }

    #[test]
    fn a_decoder_with_kept_keys_is_the_decoder(t in 2_usize..9, recipe in 0_usize..3, seed: u64) {
        let recipe = [Recipe::THEN, Recipe { groups: Some(2), ..Recipe::NOW }, Recipe::NOW][recipe];
        let model: Decoder<f64> = Decoder::new(&Config::article(7, 9, 2, 4, 8), &recipe, &mut rng(seed));
        let tokens = draw::tokens(2, t, 7, seed);
        let (logits, _) = model.forward(&tokens);
        let mut kept = model.kv_cache(2);
        for at in 0..t {
            let row = model.forward_cached(&tokens.slice(s![.., at..at + 1]), &mut kept);
            assert_abs_diff_eq!(row, logits.slice(s![.., at..at + 1, ..]), epsilon = 1e-12);
        }
    }

    #[test]
    fn turned_attention_does_not_care_where_the_text_stands(t in 1_usize..9, past in 1_usize..9, seed: u64) {
        // The same tokens further on see each other as before: turn both with a past.
        let layer = draw::attention(4, [2, 2, 1], true, &mut rng(seed));
        let rotary = Rotary::new(20, 2, draw::BASE);
        let q: Array2<f64> = normal((t, 2), 1.0, &mut rng(seed));
        let scores = |past: usize| {
            let mut turned = q.clone();
            rotary.turn(past, &mut turned);
            turned.dot(&turned.t())
        };
        assert_abs_diff_eq!(scores(0), scores(past), epsilon = 1e-12);
        prop_assert_eq!(layer.rotary, Some(rotary));
    }
}

#[test]
fn the_article_s_recipe_is_the_gpt_of_chapter_6() {
    let config = Config::article(7, 9, 2, 2, 8);
    let model: Decoder<f64> = Decoder::new(&config, &Recipe::THEN, &mut rng(1));
    let mut gpt: decoder::Gpt<f64> = decoder::Gpt::new(config, &mut rng(2));
    assert_eq!(gpt.parameter_count(), model.parameter_count());
    gpt.embedding = model.embedding.clone();
    gpt.head = model.head.clone();
    for (theirs, ours) in gpt.blocks.iter_mut().zip(&model.blocks) {
        let (Choice::Then(attention), Choice::Then(network)) =
            (&ours.attention, &ours.network)
        else {
            panic!("the article's parts");
        };
        theirs.attention.inner = attention.clone();
        theirs.feed_forward.inner = network.clone();
    }
    let tokens = draw::tokens(2, 9, 7, 3);
    assert_abs_diff_eq!(model.forward(&tokens).0, gpt.forward(&tokens).0, epsilon = 1e-13);
}

#[test]
fn as_many_parameters_gated_or_not() {
    use feed_forward::{Activation, FeedForward};
    for c in [3, 48, 96, 128, 768, 4096] {
        let gated = SwiGlu::<f32>::units(c) * 3 * c;
        let plain = 2 * c * 4 * c;
        assert!(gated <= plain && plain - gated < 3 * c, "{c}");
    }
    let plain: FeedForward<f32> = FeedForward::new(48, Activation::Relu, &mut rng(1));
    let gated: SwiGlu<f32> = SwiGlu::new(48, SwiGlu::<f32>::units(48), &mut rng(1));
    assert_eq!(plain.parameter_count() - gated.parameter_count(), 5 * 48, "the biases");
}

#[test]
fn a_new_gated_network_answers_about_as_loudly_as_it_is_asked() {
    let network: SwiGlu<f64> = SwiGlu::new(96, 256, &mut rng(1));
    let x: Array3<f64> = normal((1, 200, 96), 1.0, &mut rng(2));
    let loudness = network.forward(&x).0.mapv(|y| y * y).mean().expect("numbers");
    assert!((0.8..1.35).contains(&loudness), "{loudness}");
}

#[test]
fn kept_bytes_of_known_models() {
    assert_eq!(kept_bytes(12, 12, 64, 2), 36 * 1024); // GPT-2, small
    assert_eq!(kept_bytes(32, 32, 128, 2), 512 * 1024); // Llama 2 7B
    assert_eq!(kept_bytes(32, 8, 128, 2), 128 * 1024); // Llama 3 8B
}

#[test]
#[should_panic(expected = "a head of 3 channels can't be turned in pairs")]
fn an_odd_head_does_not_turn() {
    Rotary::<f64>::new(4, 3, 1e4);
}

#[test]
#[should_panic(expected = "token 5 has no turn: the table holds 4")]
fn there_are_no_turns_beyond_the_table() {
    Rotary::<f64>::new(4, 2, 1e4).turn(3, &mut Array2::zeros((2, 2)));
}

#[test]
#[should_panic(expected = "the channels of a head (left) and of the turns (right)")]
fn a_head_of_another_width_does_not_turn() {
    Rotary::<f64>::new(4, 2, 1e4).turn(0, &mut Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "6 heads can't be split evenly into 4 groups")]
fn uneven_groups_are_refused() {
    GroupedQueries::<f64>::new(12, 6, 4, &mut rng(1));
}

#[test]
#[should_panic(expected = "12 channels can't be split into 5 heads")]
fn uneven_heads_are_refused() {
    GroupedQueries::<f64>::new(12, 5, 1, &mut rng(1));
}

#[test]
#[should_panic(expected = "RMSNorm: the channels of x (left) and of the gain (right)")]
fn a_gain_of_length_1_is_not_stretched() {
    RmsNorm::<f64>::new(1).forward(&Array3::zeros((1, 2, 4)));
}

#[test]
#[should_panic(expected = "this cache is of another layer")]
fn a_cache_goes_back_through_its_own_layer() {
    let (then, now) = (LayerNorm::<f64>::new(2), RmsNorm::<f64>::new(2));
    let x = Array3::ones((1, 1, 2));
    let (_, cache) = Choice::<_, RmsNorm<f64>>::Then(then).forward(&x);
    Choice::<LayerNorm<f64>, _>::Now(now).backward(cache, &x);
}
