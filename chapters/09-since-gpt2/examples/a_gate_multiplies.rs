//! Two gated units multiply two numbers exactly. A network of chapter 4 has to approximate.

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, Linear, normal};
use ndarray::{Array3, ArrayRef3, array, s};
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{SwiGlu, silu};
use training_loss::{AdamW, Schedule};

/// The root mean square error of `y` as the product of the two channels of `x`.
fn error(x: &ArrayRef3<f64>, y: &ArrayRef3<f64>) -> f64 {
    let missing =
        &y.slice(s![.., .., 0]) - &(&x.slice(s![.., .., 0]) * &x.slice(s![.., .., 1]));
    (&missing * &missing).mean().expect("numbers").sqrt()
}

/// `SiLU(x)·y + SiLU(−x)·(−y) = x·y`
fn gated() -> SwiGlu<f64> {
    SwiGlu {
        gate: array![[1.0, -1.0], [0.0, 0.0]],
        up: array![[0.0, 0.0], [1.0, -1.0]],
        down: array![[1.0], [1.0]],
    }
}

/// A ReLU network of so many units, trained to multiply, and its error afterwards.
fn trained(units: usize, seed: u64, steps: usize, x: &Array3<f64>) -> f64 {
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut up, down) =
        (Linear::new(2, units, 1.0, &mut rng), Linear::new(units, 1, 0.3, &mut rng));
    up.b = normal(units, 0.5, &mut rng);
    let mut network = FeedForward { up, down, activation: Activation::Relu };
    let mut optimizer = AdamW::new(&network);
    optimizer.decay = 0.0;
    let schedule = Schedule { peak: 2e-2, last: 1e-4, warm_up: 10, steps };
    for step in 0..steps {
        let (y, cache) = network.forward(x);
        let right = &x.slice(s![.., .., 0..1]) * &x.slice(s![.., .., 1..2]);
        let dy = (y - right) * (2.0 / x.len() as f64);
        let (_, gradient) = network.backward(cache, &dy);
        optimizer.step(&mut network, &gradient, schedule.lr(step));
    }
    error(x, &network.forward(x).0)
}

fn main() -> std::io::Result<()> {
    let curve = |f: fn(f64) -> f64| {
        (-40..=40).map(move |i| f64::from(i) / 10.0).map(move |x| (x, f(x)))
    };
    let curves = Plot::new().x("g").y("f(g)").label_ends();
    let curves = curves
        .line("ReLU", Colour::nth(0), curve(|x| Activation::Relu.value(x)))
        .line("GELU", Colour::nth(1), curve(|x| Activation::Gelu.value(x)))
        .line("SiLU", Colour::nth(2), curve(silu));
    // SiLU is lowest at −1.28, and goes no lower than −0.28.
    let least =
        curve(silu).fold((0.0, 0.0), |least, at| if at.1 < least.1 { at } else { least });
    assert!((least.0 + 1.3).abs() < 1e-9 && (-0.279..-0.278).contains(&least.1));
    assert!(curve(|x| Activation::Gelu.value(x)).all(|(_, gelu)| gelu > 0.7 * least.1));
    let alternative = "Three curves that are about 0 on the left and about g on the right. \
        ReLU has a corner at 0; GELU and SiLU dip below 0 first, SiLU deeper and wider.";
    Figure::new("gate-curves", alternative).panel(curves).save()?;

    // A grid of 21 by 21 pairs of numbers between −1 and 1.
    let x = Array3::from_shape_fn((1, 441, 2), |(_, n, c)| {
        [n % 21, n / 21][c] as f64 / 10.0 - 1.0
    });
    let exact = error(&x, &gated().forward(&x).0);
    println!("2 gated units,  10 numbers   error {exact:.0e}");
    assert!(exact < 1e-15);
    let steps = if figures::quick() { 100 } else { 3000 };
    let mut dots = Vec::new();
    for units in [2, 4, 8, 16, 32] {
        let mut errors = [1, 2, 3].map(|seed| trained(units, seed, steps, &x));
        errors.sort_by(f64::total_cmp);
        let [least, _, most] = errors;
        println!(
            "{units:2} ReLU units, {:3} numbers   error {least:.4} to {most:.4}",
            4 * units + 1
        );
        assert!(least > 1e-3, "a ReLU network only comes near");
        dots.extend(errors.map(|error| (units as f64, error)));
    }
    let (few, many) = (&dots[..3], &dots[12..]);
    let nearer = many.iter().all(|many| few.iter().all(|few| many.1 < 0.25 * few.1));
    assert!(figures::quick() || nearer, "and nearer with more units");
    let plot = Plot::new().x("units").y("root mean square error").log_x().log_y();
    let plot = plot.x_ticks([2.0, 4.0, 8.0, 16.0, 32.0]);
    let plot = plot.dots("ReLU, trained", Colour::nth(0), dots);
    let alternative = "On logarithmic axes the error of the trained ReLU networks falls as \
        they get more units, from some tenths for two units to about a hundredth for 32.";
    Figure::new("product-error", alternative).panel(plot).save()?;
    Ok(())
}
