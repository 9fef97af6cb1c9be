//! Real models, counted.

use decoder::{Config, Gpt, PositionKind};
use exercises::{Verdict, checks, predicted};
use foundations::Params;
use rand::rngs::StdRng;

use super::student::{AS_IN_GPT_2, AS_IN_THE_ARTICLE, TWICE_AS_WIDE};

checks![
    the_articles_model_is_counted_right,
    gpt_2s_way_is_counted_right,
    the_factor_of_the_width_is_right
];

const V: f64 = 100.0;
const T: f64 = 64.0;
const C: f64 = 32.0;

fn model(channels: usize, rng: &mut StdRng) -> Gpt<f64> {
    Gpt::new(Config::article(100, 64, 3, 4, channels), rng)
}

fn the_articles_model_is_counted_right(rng: &mut StdRng) -> Verdict {
    let right = model(32, rng).parameter_count() as f64;
    let mistakes = [
        (right - V * C, "the embedding and the head are two tables here, one at each end"),
        (right - 2.0 * C, "there is one more norm, after the last block"),
        (right + V, "the head has no bias"),
        (right + T * C, "sines and cosines are not learned"),
        (right - 3.0 * 4.0 * C, "each block has two norms, of 2C numbers each"),
        (right - 3.0 * 9.0 * C, "the matrices of the blocks have biases"),
        (
            right - 2.0 * V * C - 2.0 * C,
            "those are the blocks; what is below and above them?",
        ),
    ];
    predicted(AS_IN_THE_ARTICLE, right, 0.5, &mistakes)
}

fn gpt_2s_way_is_counted_right(rng: &mut StdRng) -> Verdict {
    let config =
        Config { positions: PositionKind::Learned, tied: true, ..model(32, rng).config };
    let right = Gpt::<f64>::new(config, rng).parameter_count() as f64;
    let mistakes = [
        (right + V * C, "a tied head is the embedding's table: it is counted once"),
        (right - T * C, "a table of positions, T rows of C numbers, is learned as well"),
        (
            right - T * C + V * C,
            "nothing has changed with that: learned positions cost a table, a tied head saves one",
        ),
        (right - V * C, "the embedding's table still has to be learned, once"),
    ];
    predicted(AS_IN_GPT_2, right, 0.5, &mistakes)
}

fn the_factor_of_the_width_is_right(rng: &mut StdRng) -> Verdict {
    let mut blocks = |channels| model(channels, rng).blocks.parameter_count() as f64;
    let right = blocks(64) / blocks(32);
    let mistakes = [
        (2.0, "a matrix has C rows and C columns: both are doubled"),
        (8.0, "a matrix has two sides, not three"),
        (1.0, "wider vectors need wider matrices"),
    ];
    predicted(TWICE_AS_WIDE, right, 0.2, &mistakes)
}
