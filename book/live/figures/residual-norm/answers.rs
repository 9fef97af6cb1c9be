//! Chapter 5: a gradient on its way down through a stack of feed-forward networks.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Params, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{LayerNorm, NormPlace, Residual};
use serde::{Deserialize, Serialize};

const C: usize = 32;
const MOST_LAYERS: usize = 48;

#[derive(Deserialize)]
pub(crate) struct Settings {
    layers: usize,
    residual: bool,
    norm: bool,
    /// What a layer alone multiplies the mean square of a gradient by.
    gain: f64,
    /// Which random weights.
    draw: u64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    /// |dx| / |dy| at the top and under each layer, from the top down.
    measured: Vec<f64>, // (layers + 1)
    /// What the chapter's derivation expects; none for the norm without the residual.
    theory: Option<Vec<f64>>, // (layers + 1)
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    if settings.layers > MOST_LAYERS {
        return Err(format!("at most {MOST_LAYERS} layers"));
    }
    let mut rng = StdRng::seed_from_u64(settings.draw);
    let (x, dy) = (normal((1, 4, C), 1.0, &mut rng), normal((1, 4, C), 1.0, &mut rng));
    let mut layers: Vec<_> =
        (0..settings.layers).map(|_| FeedForward::new(C, Activation::Relu, &mut rng)).collect();
    layers.iter_mut().for_each(|layer| layer.down.scale(settings.gain.sqrt()));
    let mut gradients = vec![dy.clone()];
    descend(settings, &layers, &x, &mut gradients);
    let measured = gradients.iter().map(|dx| length(dx) / length(&dy)).collect();
    Ok(Answer { measured, theory: theory(settings) })
}

/// Goes up through the layers and comes down again with the gradient, which is noted under each layer.
fn descend(
    settings: &Settings,
    layers: &[FeedForward<f64>],
    x: &Array3<f64>,
    gradients: &mut Vec<Array3<f64>>,
) {
    let Some((first, rest)) = layers.split_first() else { return };
    let mut through = |y: Array3<f64>| {
        descend(settings, rest, &y, gradients);
        gradients[gradients.len() - 1].clone()
    };
    let dx = match (settings.residual, settings.norm) {
        (true, true) => {
            let block = Residual::new(first.clone(), C, NormPlace::Pre);
            let (y, cache) = block.forward(x);
            block.backward(cache, &through(y)).0
        }
        (true, false) => {
            let (fx, cache) = first.forward(x);
            let dy = through(fx + x);
            first.backward(cache, &dy).0 + dy
        }
        (false, true) => {
            let norm = LayerNorm::new(C);
            let (normal, norm_cache) = norm.forward(x);
            let (y, cache) = first.forward(&normal);
            norm.backward(norm_cache, &first.backward(cache, &through(y)).0).0
        }
        (false, false) => {
            let (y, cache) = first.forward(x);
            first.backward(cache, &through(y)).0
        }
    };
    gradients.push(dx);
}

fn length(a: &Array3<f64>) -> f64 {
    a.iter().map(|a| a * a).sum::<f64>().sqrt()
}

/// Of pre-LN: the stream's variance is 1 + g·l under layer l, so that layer multiplies |dx|² by 1 + g/(1 + g·l).
fn theory(&Settings { layers, residual, norm, gain, .. }: &Settings) -> Option<Vec<f64>> {
    let below = |n: usize| match (residual, norm) {
        (true, true) => Some(((1.0 + gain * layers as f64) / (1.0 + gain * (layers - n) as f64)).sqrt()),
        (true, false) => Some((1.0 + gain).powf(n as f64 / 2.0)),
        (false, false) => Some(gain.powf(n as f64 / 2.0)),
        (false, true) => None,
    };
    (0..=layers).map(below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_lies_about_the_theory() {
        for (residual, norm, tolerance) in [(true, true, 0.15), (true, false, 0.3), (false, false, 0.5)] {
            for gain in [0.5, 2.0] {
                // The mean square over some draws: that of one alone is far off at times.
                let runs: Vec<Answer> = (0..16)
                    .map(|draw| {
                        answer(&mut (), &Settings { layers: 12, residual, norm, gain, draw }).unwrap()
                    })
                    .collect();
                let mean =
                    |n: usize| (runs.iter().map(|run| run.measured[n].powi(2)).sum::<f64>() / 16.0).sqrt();
                let theory = runs[0].theory.as_ref().unwrap();
                for n in [0, 6, 12] {
                    assert!(
                        (mean(n) / theory[n] - 1.0).abs() < tolerance,
                        "{residual} {norm} {gain} {n}: {} {}",
                        mean(n),
                        theory[n]
                    );
                }
            }
        }
    }
}
