//! Chapter 4: a network of one channel that learns to go through the reader's points.

use feed_forward::{FeedForward, curve};
use foundations::{Layer, Params};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

const MOST_UNITS: usize = 64;

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// How many hidden units a new network shall have, and its random weights; without it the last one goes on.
    start: Option<(usize, u64)>,
    points: Vec<(f64, f64)>,
    /// Steps of gradient descent.
    steps: usize,
    rate: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    line: Vec<(f64, f64)>,
    /// Where a hidden unit bends the line.
    kinks: Vec<(f64, f64)>,
    /// The root of the mean square error.
    off: f64,
    steps: usize,
}

/// The network in training, once there is one.
pub(crate) type State = Option<Fit>;

/// A network in training.
#[derive(Debug)]
pub(crate) struct Fit {
    network: FeedForward<f64>,
    velocity: FeedForward<f64>,
    steps: usize,
}

pub(crate) fn answer(fit: &mut State, settings: &Settings) -> Result<Answer, String> {
    if let Some((units, seed)) = settings.start {
        if units == 0 || units > MOST_UNITS {
            return Err(format!("a network here has 1 to {MOST_UNITS} units"));
        }
        let network = curve(units, &mut StdRng::seed_from_u64(seed));
        *fit = Some(Fit { velocity: network.zeros_like(), network, steps: 0 });
    }
    let fit = fit.as_mut().ok_or("no network has been started")?;
    if settings.points.is_empty() {
        return Err("there is no point to go through".into());
    }
    let column = |pick: fn(&(f64, f64)) -> f64| {
        Array3::from_shape_fn((1, settings.points.len(), 1), |(_, i, _)| pick(&settings.points[i]))
    };
    let (x, target) = (column(|point| point.0), column(|point| point.1));
    (0..settings.steps).for_each(|_| fit.step(&x, &target, settings.rate));
    Ok(fit.show(&x, &target))
}

impl Fit {
    /// Gradient descent on the mean square error; nine tenths of each step are kept for the next.
    fn step(&mut self, x: &Array3<f64>, target: &Array3<f64>, rate: f64) {
        let (y, cache) = self.network.forward(x);
        let (_, mut gradient) = self.network.backward(cache, &((y - target) * (2.0 / x.len() as f64)));
        gradient.scale(-rate);
        self.velocity.scale(0.9);
        self.velocity.accumulate(&gradient);
        self.network.accumulate(&self.velocity);
        self.steps += 1;
    }

    fn show(&self, x: &Array3<f64>, target: &Array3<f64>) -> Answer {
        let on_line = |x: Array3<f64>| {
            let y = self.network.forward(&x).0;
            x.into_iter().zip(y).collect::<Vec<_>>()
        };
        let up = &self.network.up;
        let kinks = up.b.iter().zip(&up.w).map(|(b, w)| -b / w).filter(|kink| kink.abs() < 1.0);
        let off = (self.network.forward(x).0 - target).pow2().mean().expect("there are points").sqrt();
        Answer {
            line: on_line(column((0..240).map(|i| (f64::from(i) + 0.5) / 120.0 - 1.0).collect())),
            kinks: on_line(column(kinks.collect())),
            off,
            steps: self.steps,
        }
    }
}

fn column(numbers: Vec<f64>) -> Array3<f64> {
    Array3::from_shape_vec((1, numbers.len(), 1), numbers).expect("a token for each number")
}
