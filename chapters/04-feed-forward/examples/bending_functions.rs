//! ReLU and GELU, their slopes, and how far GELU is from ReLU and from its own exact form.

use feed_forward::Activation::{Gelu, Relu};
use figures::{Colour, Figure, Plot};

/// `Φ(x)`: the share of a normal distribution that lies below `x`, by Simpson's rule from
/// 0.
fn normal_share_below(x: f64) -> f64 {
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let h = x / 200.0;
    let strip = |i: i32| {
        let z = f64::from(i) * h;
        h / 6.0 * (density(z) + 4.0 * density(z + h / 2.0) + density(z + h))
    };
    0.5 + (0..200).map(strip).sum::<f64>()
}

fn grid() -> impl Iterator<Item = f64> {
    (-400..=400).map(|i| f64::from(i) / 100.0)
}

/// The largest distance of a difference from 0, and where it is.
fn furthest(difference: impl Fn(f64) -> f64) -> (f64, f64) {
    grid()
        .map(|x| (difference(x).abs(), x))
        .fold((0.0, 0.0), |worst, at| if at.0 > worst.0 { at } else { worst })
}

fn main() -> std::io::Result<()> {
    println!("    x    ReLU     GELU   slopes:  ReLU     GELU");
    for x in [-3.0, -1.0, -0.1, 0.0, 0.1, 1.0, 3.0] {
        let (relu, gelu) = (Relu.value(x), Gelu.value(x));
        println!(
            "{x:5.1}  {relu:6.2}  {gelu:7.4}  {:13.0}  {:7.4}",
            Relu.slope(x),
            Gelu.slope(x)
        );
    }

    let to_relu = |x: f64| Gelu.value(x) - Relu.value(x);
    let to_exact = |x: f64| Gelu.value(x) - x * normal_share_below(x);
    let (relu_distance, relu_at) = furthest(to_relu);
    let (exact_distance, exact_at) = furthest(to_exact);
    println!(
        "\nGELU is at most {relu_distance:.3} from ReLU, at x = ±{:.2}",
        relu_at.abs()
    );
    println!(
        "and at most {exact_distance:.5} from its exact form x·Φ(x), at x = ±{:.1}",
        exact_at.abs()
    );
    assert!((relu_distance - 0.170).abs() < 5e-4 && (relu_at.abs() - 0.75).abs() < 0.011);
    assert!(
        (exact_distance - 0.00047).abs() < 5e-6 && (exact_at.abs() - 2.7).abs() < 0.011
    );

    // GELU's slope: beyond 0 and 1 on the way, and fading where a unit is far off.
    let slopes = || grid().map(|x| Gelu.slope(x));
    assert!(slopes().fold(0.0, f64::min) < -0.1 && slopes().fold(0.0, f64::max) > 1.1);
    assert!(Gelu.slope(-1.0_f64).abs() > 0.05 && Gelu.slope(-4.0_f64).abs() < 1e-3);
    assert!(grid().all(|x| [0.0, 1.0].contains(&Relu.slope(x))));

    let curve = |f: &dyn Fn(f64) -> f64| grid().map(|x| (x, f(x))).collect::<Vec<_>>();
    let both = |plot: Plot, relu: &dyn Fn(f64) -> f64, gelu: &dyn Fn(f64) -> f64| {
        plot.x("x").line("ReLU", Colour::nth(0), curve(relu)).line(
            "GELU",
            Colour::nth(1),
            curve(gelu),
        )
    };
    Figure::new(
        "activations",
        "ReLU is 0, then x; its slope steps from 0 to 1. GELU rounds the corner.",
    )
    .panel(both(Plot::new().y("value"), &|x| Relu.value(x), &|x| Gelu.value(x)))
    .panel(both(Plot::new().y("slope"), &|x| Relu.slope(x), &|x| Gelu.slope(x)))
    .save()?;
    let distance = |y: &str, f: &dyn Fn(f64) -> f64| {
        Plot::new().x("x").y(y).line("", Colour::nth(1), curve(f))
    };
    Figure::new(
        "gelu-distance",
        "GELU dips 0.17 below ReLU; the tanh form leaves the exact one by 0.0005 at most.",
    )
    .panel(distance("GELU − ReLU", &to_relu).height(150.0))
    .panel(
        distance("(tanh form − exact form) · 1000", &|x| 1e3 * to_exact(x)).height(150.0),
    )
    .save()?;
    Ok(())
}
