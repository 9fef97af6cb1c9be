//! Chapter 9: two gated units multiply two numbers; a ReLU network beside them learns to.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear, normal};
use ndarray::{Array3, ArrayRef3, array, s};
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use since_gpt2::SwiGlu;
use training_loss::AdamW;

const MOST_UNITS: usize = 32;
const RATE: f64 = 0.01;

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// How many units a new ReLU network shall have, and its random weights; without it the last one goes on.
    start: Option<(usize, u64)>,
    steps: usize,
    /// How steeply the gates open.
    steepness: f64,
    /// The numbers along the line are x and slope·x.
    slope: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    steps: usize,
    product: Vec<(f64, f64)>,
    relu: Vec<(f64, f64)>,
    /// What each of the two gated units says, and their sum.
    units: [Vec<(f64, f64)>; 2],
    gated: Vec<(f64, f64)>,
    /// The roots of the mean square errors over the whole square.
    relu_off: f64,
    gated_off: f64,
}

/// The network in training, once there is one.
pub(crate) type State = Option<Training>;

/// A ReLU network that learns to multiply.
pub(crate) struct Training {
    network: FeedForward<f64>,
    optimizer: AdamW<FeedForward<f64>>,
    steps: usize,
}

pub(crate) fn answer(training: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { start, steps, steepness, slope } = *settings;
    if steepness <= 0.0 {
        return Err("a gate opens with a steepness above 0".into());
    }
    if let Some((units, seed)) = start {
        if units == 0 || units > MOST_UNITS {
            return Err(format!("a network here has 1 to {MOST_UNITS} units"));
        }
        *training = Some(Training::new(units, seed));
    }
    let training = training.as_mut().ok_or("no network has been started")?;
    // Pairs of numbers all over the square, and along the line.
    let square = Array3::from_shape_fn((1, 441, 2), |(_, n, c)| [n % 21, n / 21][c] as f64 / 10.0 - 1.0);
    let x = |n: usize| n as f64 / 60.0 - 1.0;
    let line = Array3::from_shape_fn((1, 121, 2), |(_, n, c)| [1.0, slope][c] * x(n));
    (0..steps).for_each(|_| training.step(&square));

    let [one, other] = [1.0, -1.0].map(|sign| unit(sign, steepness));
    let gated = |x: &ArrayRef3<f64>| one.forward(x).0 + other.forward(x).0;
    let points = |y: &Array3<f64>| y.iter().enumerate().map(|(n, &y)| (x(n), y)).collect::<Vec<_>>();
    let off = |y: Array3<f64>| (y - product(&square)).pow2().mean().expect("numbers").sqrt();
    Ok(Answer {
        steps: training.steps,
        product: points(&product(&line)),
        relu: points(&training.network.forward(&line).0),
        units: [&one, &other].map(|unit| points(&unit.forward(&line).0)),
        gated: points(&gated(&line)),
        relu_off: off(training.network.forward(&square).0),
        gated_off: off(gated(&square)),
    })
}

/// `SiLU(±k·x)·(±y)/k`; the two together are `x·y` for every k, as `SiLU(g) − SiLU(−g) = g`.
fn unit(sign: f64, k: f64) -> SwiGlu<f64> {
    SwiGlu { gate: array![[sign * k], [0.0]], up: array![[0.0], [sign]], down: array![[1.0 / k]] }
}

/// The product of the two channels: `(1, N, 1)`.
fn product(x: &ArrayRef3<f64>) -> Array3<f64> {
    &x.slice(s![.., .., 0..1]) * &x.slice(s![.., .., 1..2])
}

impl Training {
    fn new(units: usize, seed: u64) -> Training {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut up, down) = (Linear::new(2, units, 1.0, &mut rng), Linear::new(units, 1, 0.3, &mut rng));
        up.b = normal(units, 0.5, &mut rng);
        let network = FeedForward { up, down, activation: Activation::Relu };
        let optimizer = AdamW { decay: 0.0, ..AdamW::new(&network) };
        Training { network, optimizer, steps: 0 }
    }

    /// A step down the mean square error.
    fn step(&mut self, x: &Array3<f64>) {
        let (y, cache) = self.network.forward(x);
        let dy = (y - product(x)) * (2.0 / x.len() as f64);
        let (_, gradient) = self.network.backward(cache, &dy);
        self.optimizer.step(&mut self.network, &gradient, RATE);
        self.steps += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_gated_units_are_the_product_and_relu_comes_near() {
        for steepness in [0.5, 1.0, 20.0] {
            for seed in 1..=3 {
                let mut training = None;
                let settings = Settings { start: Some((16, seed)), steps: 1500, steepness, slope: 1.0 };
                let answer = answer(&mut training, &settings).unwrap();
                assert!(answer.gated_off < 1e-14, "{}", answer.gated_off);
                assert!((1e-3..0.1).contains(&answer.relu_off), "{}", answer.relu_off);
            }
        }
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        let ask = |start, steepness| {
            answer(&mut None, &Settings { start, steps: 1, steepness, slope: 1.0 }).err().unwrap()
        };
        assert_eq!(ask(None, 1.0), "no network has been started");
        assert_eq!(ask(Some((33, 1)), 1.0), "a network here has 1 to 32 units");
        assert_eq!(ask(Some((2, 1)), 0.0), "a gate opens with a steepness above 0");
    }
}
