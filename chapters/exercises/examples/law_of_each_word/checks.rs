//! The student's law, tried on layers that keep to it and on three that don't.

use exercises::{Verdict, checks, normal, tells_apart};
use feed_forward::{Activation, FeedForward, naive::feed_forward};
use foundations::Linear;
use ndarray::{Array2, Axis, array};
use rand::rngs::StdRng;

use super::student::{Layer, law};

checks![
    it_sees_a_layer_that_hears_the_token_before,
    it_sees_a_layer_that_does_more_for_later_tokens,
    it_sees_a_layer_that_adds_the_mean_of_all_tokens,
];

fn it_sees_a_layer_that_hears_the_token_before(rng: &mut StdRng) -> Verdict {
    let before: Layer = |x| {
        let mut y = with_relu(x);
        for t in 1..x.nrows() {
            let heard = &x.row(t - 1) * 0.1;
            y.row_mut(t).zip_mut_with(&heard, |y, heard| *y += heard);
        }
        y
    };
    tried("a layer that hears the token before", before, rng)
}

fn it_sees_a_layer_that_does_more_for_later_tokens(rng: &mut StdRng) -> Verdict {
    let later: Layer = |x| {
        let mut y = with_relu(x);
        y.rows_mut()
            .into_iter()
            .enumerate()
            .for_each(|(t, mut row)| row *= 1.0 + 0.1 * t as f64);
        y
    };
    tried("a layer that does more for later tokens", later, rng)
}

fn it_sees_a_layer_that_adds_the_mean_of_all_tokens(rng: &mut StdRng) -> Verdict {
    let mean: Layer =
        |x| with_relu(x) + x.mean_axis(Axis(0)).expect("at least one token") * 0.1;
    tried("a layer that adds the mean of all tokens", mean, rng)
}

fn tried(mistake: &str, wrong: Layer, rng: &mut StdRng) -> Verdict {
    let cases: Vec<Array2<f64>> =
        (1..=5).flat_map(|t| [t, t]).map(|t| normal((t, 2), rng)).collect();
    let rights: [Layer; 4] = [
        with_relu,
        with_gelu,
        |x| x.dot(&array![[2.0, -1.0], [0.5, 1.0]]),
        |x| with_relu(x) * (1.0 + 1e-12 * x.nrows() as f64), // rounds otherwise in company
    ];
    let law = |layer: &Layer, x: &Array2<f64>| law(*layer, x);
    tells_apart(mistake, law, &rights, &wrong, &cases, rng)
}

fn with_relu(x: &Array2<f64>) -> Array2<f64> {
    network(Activation::Relu, x)
}

fn with_gelu(x: &Array2<f64>) -> Array2<f64> {
    network(Activation::Gelu, x)
}

fn network(activation: Activation, x: &Array2<f64>) -> Array2<f64> {
    let up =
        Linear { w: array![[1.0, -0.5, 0.3], [0.2, 0.7, -1.0]], b: array![0.1, 0.2, -0.3] };
    let down =
        Linear { w: array![[0.5, -1.0], [1.0, 0.4], [-0.6, 0.9]], b: array![0.3, -0.1] };
    let layer = FeedForward { up, down, activation };
    let mut y = Array2::zeros(x.raw_dim());
    for (x, mut y) in x.rows().into_iter().zip(y.rows_mut()) {
        y.assign(&feed_forward(&layer, &x.to_owned()));
    }
    y
}
