//! A gradient sent through three real stacks.

use exercises::{Verdict, checks, chosen, normal};
use feed_forward::{Activation, FeedForward};
use foundations::Layer;
use ndarray::Array3;
use rand::rngs::StdRng;
use residual_norm::{NormPlace, Residual};

use super::student::{ALONE, WITH_RESIDUALS, WITH_RESIDUALS_AND_NORMS};

checks![the_layers_alone, with_residuals, with_residuals_and_norms];

const C: usize = 16;
const LAYERS: usize = 48;

/// The choices, and how many times as long the gradient is.
const CHOICES: [(char, f64); 4] = [('a', 1.0), ('b', 7.0), ('c', 50.0), ('d', 1e7)];

fn the_layers_alone(rng: &mut StdRng) -> Verdict {
    let others = [
        ('b', "nothing is added to anything here: each layer multiplies by 1, on average"),
        ('c', "nothing is added to anything here: each layer multiplies by 1, on average"),
        ('d', "1 to the power of 48 is 1: these weights were chosen for that"),
    ];
    chosen(
        ALONE,
        measured(
            rng,
            |layer, x| layer.forward(x),
            |layer, cache, dy| layer.backward(cache, dy).0,
        ),
        &others,
    )
}

fn with_residuals(rng: &mut StdRng) -> Verdict {
    let others = [
        (
            'a',
            "the straight road alone brings all of it; what comes through f is added to that",
        ),
        (
            'b',
            "that is a sum over the layers; but each layer multiplies what the one above it sends",
        ),
        (
            'c',
            "that is a sum over the layers; but each layer multiplies what the one above it sends",
        ),
    ];
    let forward = |layer: &FeedForward<f64>, x: &Array3<f64>| {
        let (fx, cache) = layer.forward(x);
        (fx + x, cache)
    };
    chosen(
        WITH_RESIDUALS,
        measured(rng, forward, |layer, cache, dy| layer.backward(cache, dy).0 + dy),
        &others,
    )
}

fn with_residuals_and_norms(rng: &mut StdRng) -> Verdict {
    let others = [
        ('a', "the straight road alone brings all of it, and every layer adds a little"),
        ('c', "that is the mean square, 1 + 48; the length goes with its root"),
        (
            'd',
            "each layer reads a normalised copy: its part is small beside a large stream, so it multiplies by less and less",
        ),
    ];
    let block = |layer: &FeedForward<f64>| Residual::new(layer.clone(), C, NormPlace::Pre);
    let backward = |layer: &FeedForward<f64>, cache, dy: &Array3<f64>| {
        block(layer).backward(cache, dy).0
    };
    chosen(
        WITH_RESIDUALS_AND_NORMS,
        measured(rng, |layer, x| block(layer).forward(x), backward),
        &others,
    )
}

/// The choice that is nearest to what stacks do to a random gradient: the middle one of
/// seven, because a product of 48 random factors has a long tail.
fn measured<Cache>(
    rng: &mut StdRng,
    forward: impl Fn(&FeedForward<f64>, &Array3<f64>) -> (Array3<f64>, Cache),
    backward: impl Fn(&FeedForward<f64>, Cache, &Array3<f64>) -> Array3<f64>,
) -> char {
    let mut ratios: [f64; 7] = std::array::from_fn(|_| ratio(rng, &forward, &backward));
    ratios.sort_by(f64::total_cmp);
    let far = |factor: f64| (ratios[3] / factor).ln().abs();
    let nearest =
        CHOICES.into_iter().min_by(|one, other| far(one.1).total_cmp(&far(other.1)));
    nearest.expect("four choices").0
}

/// How many times as long a gradient is at the bottom of one stack.
fn ratio<Cache>(
    rng: &mut StdRng,
    forward: impl Fn(&FeedForward<f64>, &Array3<f64>) -> (Array3<f64>, Cache),
    backward: impl Fn(&FeedForward<f64>, Cache, &Array3<f64>) -> Array3<f64>,
) -> f64 {
    let layers: Vec<_> =
        (0..LAYERS).map(|_| FeedForward::new(C, Activation::Relu, rng)).collect();
    let mut x: Array3<f64> = normal((1, 4, C), rng);
    let mut caches = Vec::new();
    for layer in &layers {
        let (y, cache) = forward(layer, &x);
        x = y;
        caches.push((layer, cache));
    }
    let top: Array3<f64> = normal((1, 4, C), rng);
    let bottom = caches
        .into_iter()
        .rev()
        .fold(top.clone(), |dy, (layer, cache)| backward(layer, cache, &dy));
    let size = |a: &Array3<f64>| a.mapv(|a| a * a).sum().sqrt();
    size(&bottom) / size(&top)
}
