//! The student's law, tried on chapter 6's kept keys and on three readers whose memory is
//! at fault.

use decoder::{Config, Gpt, PositionKind};
use exercises::{Verdict, checks, normal, tells_apart};
use ndarray::{Array2, s};
use positional_encoding::Positions;
use rand::{RngExt, rngs::StdRng};

use super::student::{Reader, law};

checks![
    it_sees_a_forgotten_past,
    it_sees_positions_that_begin_again,
    it_sees_a_token_kept_twice
];

const V: usize = 6;
const CONTEXT: usize = 12;

/// Reads pieces one after the other; returns the logits of the last one.
fn in_pieces(
    model: &Gpt<f64>,
    past: &[usize],
    after: &Gpt<f64>,
    new: &[usize],
) -> Array2<f64> {
    let row = |tokens: &[usize]| {
        Array2::from_shape_vec((1, tokens.len()), tokens.to_vec()).expect("one row")
    };
    let mut kept = model.kv_cache(1);
    model.forward_cached(&row(past), &mut kept);
    after.forward_cached(&row(new), &mut kept).slice_move(s![0, .., ..])
}

const RIGHT: Reader = |model, past, new| in_pieces(model, past, model, new);

fn it_sees_a_forgotten_past(rng: &mut StdRng) -> Verdict {
    let forgetful: Reader = |model, _, new| {
        let new = Array2::from_shape_vec((1, new.len()), new.to_vec()).expect("one row");
        model.forward(&new).0.slice_move(s![0, .., ..])
    };
    tried("a reader that has forgotten the past", forgetful, rng)
}

fn it_sees_positions_that_begin_again(rng: &mut StdRng) -> Verdict {
    let beginning_again: Reader = |model, past, new| {
        let mut shifted = model.clone();
        let from = |t: usize| if t < past.len() { t } else { t - past.len() };
        let table = model.positions.table();
        shifted.positions =
            Positions::Sinusoidal(Array2::from_shape_fn(table.raw_dim(), |(t, c)| {
                table[[from(t), c]]
            }));
        in_pieces(model, past, &shifted, new)
    };
    tried("a reader that lets the positions begin at 0 again", beginning_again, rng)
}

fn it_sees_a_token_kept_twice(rng: &mut StdRng) -> Verdict {
    let twice: Reader = |model, past, new| {
        let again = [&past[past.len() - 1..], new].concat();
        in_pieces(model, past, model, &again).slice_move(s![1.., ..])
    };
    tried("a reader that keeps the last token of the past twice", twice, rng)
}

fn tried(mistake: &str, wrong: Reader, rng: &mut StdRng) -> Verdict {
    let config =
        Config { positions: PositionKind::Learned, ..Config::article(V, CONTEXT, 2, 2, 8) };
    let mut model = Gpt::new(config, rng);
    model.embedding.table = normal((V, 8), rng);
    model.positions = Positions::Learned(normal((CONTEXT, 8), rng));
    let tokens = |t: usize, rng: &mut StdRng| {
        (0..t).map(|_| rng.random_range(0..V)).collect::<Vec<usize>>()
    };
    let sizes = [(1, 1), (2, 1), (1, 2), (3, 2), (2, 4), (6, 1), (5, 6)];
    let cases: Vec<_> =
        sizes.iter().map(|&(past, new)| (tokens(past, rng), tokens(new, rng))).collect();
    let holds = |reader: &Reader, (past, new): &(Vec<usize>, Vec<usize>)| {
        law(*reader, &model, past, new)
    };
    let rounded: Reader =
        |model, past, new| RIGHT(model, past, new) * (1.0 + 1e-13 * past.len() as f64);
    tells_apart(mistake, holds, &[RIGHT, rounded], &wrong, &cases, rng)
        .map_err(|said| said.replace("on this case:", "on these past and new tokens:"))
}
