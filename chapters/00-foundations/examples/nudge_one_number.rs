//! What a gradient is: nudge one number a little, and see how much the loss moves.

use figures::{Colour, Figure, Plot};
use foundations::{Layer, Linear};
use ndarray::array;

/// The smallest linear layer: y = w·x + b with b = ½.
fn line(w: f64) -> Linear<f64> {
    Linear { w: array![[w]], b: array![0.5] }
}

/// L = (y − 4)² at x = 2.
fn loss(w: f64) -> f64 {
    let (y, _) = line(w).forward(&array![[[2.0]]]);
    (y[[0, 0, 0]] - 4.0).powi(2)
}

fn main() -> std::io::Result<()> {
    let layer = line(1.0);
    let (y, cache) = layer.forward(&array![[[2.0]]]);
    let dy = 2.0 * (&y - 4.0); // ∂L/∂y
    let (_, gradient) = layer.backward(cache, &dy);
    let slope = gradient.w[[0, 0]];
    println!("y = {}, L = {}, ∂L/∂w = {slope}\n", y[[0, 0, 0]], loss(1.0));
    assert_eq!((y[[0, 0, 0]], loss(1.0), slope), (2.5, 2.25, -6.0));

    println!("nudge h   L(1 + h) − L(1)   divided by h");
    for h in [1.0, 0.1, 0.01, 0.001] {
        let moved = loss(1.0 + h) - loss(1.0);
        println!("{h:7}   {moved:15.6}   {:12.4}", moved / h);
        assert!(
            (moved / h - (slope + 4.0 * h)).abs() < 1e-9,
            "what remains is 4h, half of L'' times h"
        );
    }

    let at = |w: f64| (w, loss(w));
    let tangent = |w: f64| (w, loss(1.0) + slope * (w - 1.0));
    let plot = Plot::new()
        .x("weight w")
        .y("loss L")
        .line("L(w)", Colour::nth(0), (0..=60).map(|i| at(0.3 + 0.05 * f64::from(i))))
        .line("tangent, slope −6", Colour::Gradient, [tangent(0.4), tangent(1.35)])
        .dots("w = 1", Colour::Gradient, [at(1.0)]);
    let alternative = "The loss against the weight is a parabola with its lowest point, 0, \
        at 1.75. At weight 1 the loss is 2.25, and the tangent there falls with slope \
        minus 6.";
    Figure::new("nudge-one-number", alternative).panel(plot).save()?;
    Ok(())
}
