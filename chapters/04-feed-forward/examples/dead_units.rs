//! Units that no token switches on any more: how many there are after training with ever
//! larger steps.

mod fitting;

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, normal};
use ndarray::{Array3, Axis, arr2};
use rand::{SeedableRng, rngs::StdRng};

const RATES: [f64; 6] = [0.0, 0.5, 0.75, 1.0, 1.25, 1.5];

/// The share of units that are off for every token.
fn off(network: &FeedForward<f64>, x: &Array3<f64>) -> f64 {
    let (hidden, _) = network.up.forward(x); // (1, T, 4C)
    let units = hidden.axis_iter(Axis(2));
    units.map(|unit| f64::from(unit.iter().all(|&h| h <= 0.0))).sum::<f64>()
        / hidden.dim().2 as f64
}

/// Trains towards what a network with ReLU does with 128 tokens; returns the share of units
/// that are off, the error, and the share after a second training with small steps.
fn train(activation: Activation, rate: f64, seed: u64) -> [f64; 3] {
    let mut rng = StdRng::seed_from_u64(seed);
    let x: Array3<f64> = normal((1, 128, 8), 1.0, &mut rng);
    let (target, _) = FeedForward::new(8, Activation::Relu, &mut rng).forward(&x);
    let mut network = FeedForward::new(8, activation, &mut rng);
    let errors = fitting::descend(&mut network, (&x, &target), (rate, 0.0, 200));
    let dead = off(&network, &x);
    fitting::descend(&mut network, (&x, &target), (0.1, 0.0, 100));
    [dead, errors[errors.len() - 1], off(&network, &x)]
}

fn main() -> std::io::Result<()> {
    println!("means of four runs    off at the end   after 100 small steps   error");
    let (mut share, mut error) =
        (Plot::new().y("units off (%)").x("rate"), Plot::new().y("error").x("rate"));
    for (k, (activation, name)) in
        [(Activation::Relu, "ReLU"), (Activation::Gelu, "GELU")].into_iter().enumerate()
    {
        let rows = RATES.map(|rate| {
            // (4, 3)
            let runs = arr2(&[1, 2, 3, 4].map(|seed| train(activation, rate, seed)));
            let mean = runs.mean_axis(Axis(0)).expect("four");
            let [dead, after] = [100.0 * mean[0], 100.0 * mean[2]];
            println!(
                "{name}  rate {rate:4.2}  {dead:14.1} %  {after:20.1} %  {:8.2}",
                mean[1]
            );
            assert!(rate > 0.75 || dead == 0.0, "steps of a sensible size kill no unit");
            assert!(
                activation == Activation::Gelu || after >= dead,
                "small steps wake no unit"
            );
            (rate, mean, runs)
        });
        let (sensible, large) = (&rows[2].1, &rows[5].1);
        if activation == Activation::Relu {
            assert!(
                large[0] > 0.75 && large[1] > 2.0 * sensible[1],
                "most units are dead, and it shows"
            );
        } else {
            assert!(large[0] < 0.1 && large[1] < sensible[1], "GELU goes on learning");
        }
        let add = |plot: Plot, j: usize, unit: f64| {
            let mean = rows.iter().map(|(rate, mean, _)| (*rate, unit * mean[j]));
            let runs = rows.iter().flat_map(|(rate, _, runs)| {
                runs.column(j).into_iter().map(|run| (*rate, unit * run))
            });
            plot.dots(name, Colour::nth(k), runs).line("", Colour::nth(k), mean)
        };
        (share, error) = (add(share, 0, 100.0), add(error, 1, 1.0));
    }
    let seen = "Past a rate of 1 more and more units of ReLU die and its error rises; \
        GELU goes on learning.";
    Figure::new("dead-units", seen).panels(1, [share, error]).save()?;
    Ok(())
}
