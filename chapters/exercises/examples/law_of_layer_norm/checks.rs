//! The student's law, tried on layer normalisation and on four false friends.

use exercises::{Verdict, checks, tells_apart};
use foundations::Layer;
use ndarray::Array3;
use rand::{RngExt, rngs::StdRng};
use residual_norm::LayerNorm;

use super::student::{Norm, law};

checks![
    it_sees_a_mean_that_is_left,
    it_sees_a_size_that_is_left,
    it_sees_a_token_turned_around,
    it_sees_a_wrong_denominator,
];

const RIGHT: Norm = |token| {
    let norm = LayerNorm { epsilon: 0.0, ..LayerNorm::new(token.len()) };
    let x = Array3::from_shape_vec((1, 1, token.len()), token.to_vec()).expect("one token");
    norm.forward(&x).0.into_raw_vec_and_offset().0
};

fn it_sees_a_mean_that_is_left(rng: &mut StdRng) -> Verdict {
    let root_mean_square: Norm = |token| {
        let mean_square = token.iter().map(|x| x * x).sum::<f64>() / token.len() as f64;
        token.iter().map(|x| x / mean_square.sqrt()).collect()
    };
    tried(
        "a norm that only divides by the root mean square, and leaves the mean",
        root_mean_square,
        rng,
    )
}

fn it_sees_a_size_that_is_left(rng: &mut StdRng) -> Verdict {
    let centred: Norm = |token| {
        let mean = token.iter().sum::<f64>() / token.len() as f64;
        token.iter().map(|x| x - mean).collect()
    };
    tried("a norm that only subtracts the mean, and leaves the size", centred, rng)
}

fn it_sees_a_token_turned_around(rng: &mut StdRng) -> Verdict {
    let turned: Norm = |token| RIGHT(token).iter().map(|y| -y).collect();
    tried("a norm that turns the token around", turned, rng)
}

fn it_sees_a_wrong_denominator(rng: &mut StdRng) -> Verdict {
    let of_a_sample: Norm = |token| {
        let channels = token.len() as f64;
        RIGHT(token).iter().map(|y| y * ((channels - 1.0) / channels).sqrt()).collect()
    };
    tried("a norm that divides the sum of the squares by C − 1", of_a_sample, rng)
}

fn tried(mistake: &str, wrong: Norm, rng: &mut StdRng) -> Verdict {
    let token = |c: usize, size: f64, rng: &mut StdRng| {
        (0..c).map(|_| rng.random_range(-size..size)).collect()
    };
    let mut cases: Vec<Vec<f64>> = vec![vec![10.0, 30.0], vec![3.0, 1.0, 2.0]];
    cases.extend((2..=8).map(|c| token(c, 1.0, rng)));
    cases.extend((2..=8).map(|c| token(c, 1000.0, rng)));
    let rounded: Norm = |token| RIGHT(token).iter().map(|y| y * (1.0 + 1e-12)).collect();
    tells_apart(
        mistake,
        |norm: &Norm, token: &Vec<f64>| law(*norm, token),
        &[RIGHT, rounded],
        &wrong,
        &cases,
        rng,
    )
}
