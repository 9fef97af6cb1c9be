//! LayerNorm beside RMSNorm: what the mean is worth.

use std::f64::consts::{SQRT_2, TAU};

use figures::{Colour, Figure, Plane, Plot};
use foundations::{Layer, normal};
use ndarray::{Array1, Array3, ArrayRef1, Axis, s};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::LayerNorm;
use since_gpt2::RmsNorm;

/// A token through a fresh norm of either kind.
fn both(x: &Array1<f64>) -> [Array1<f64>; 2] {
    let row: Array3<f64> = x.clone().insert_axis(Axis(0)).insert_axis(Axis(0));
    let layer = LayerNorm { epsilon: 0.0, ..LayerNorm::new(x.len()) }.forward(&row).0;
    let root = RmsNorm { epsilon: 0.0, ..RmsNorm::new(x.len()) }.forward(&row).0;
    [layer, root].map(|y| y.slice_move(s![0, 0, ..]))
}

/// The cosine of the angle between two vectors.
fn cosine(a: &ArrayRef1<f64>, b: &ArrayRef1<f64>) -> f64 {
    a.dot(b) / (a.dot(a) * b.dot(b)).sqrt()
}

fn main() -> std::io::Result<()> {
    println!("two channels      LayerNorm        RMSNorm");
    let mut plane = Plane::new().x("channel 0").y("channel 1");
    for x in [[2.0, 0.5], [1.0, 1.6], [-0.5, 1.8], [-1.5, -0.5], [0.6, -2.0]] {
        let x = Array1::from(x.to_vec());
        let [layer, root] = both(&x);
        println!("{x:5.1}   {layer:6.2}   {root:6.2}");
        assert!(layer.iter().all(|y| (y.abs() - 1.0).abs() < 1e-12), "one of two points");
        assert!((root.dot(&root) - 2.0).abs() < 1e-12, "on the circle of radius √2");
        assert!((cosine(&x, &root) - 1.0).abs() < 1e-12, "in the direction of the token");
        plane = plane
            .dot("", Colour::nth(0), (x[0], x[1]))
            .arrow_from("", Colour::nth(1), (x[0], x[1]), (root[0], root[1]))
            .dot("", Colour::nth(2), (layer[0], layer[1]));
    }
    let circle = (0..=60).map(|i| (f64::from(i) * TAU / 60.0).sin_cos());
    let circle = circle.map(|(sin, cos)| (SQRT_2 * cos, SQRT_2 * sin));
    let plane = plane.path(Colour::Muted, circle);
    let alternative = "Five dots. Arrows bring each to a circle, along the line to the \
        origin. Two squares, on the diagonal: the only two answers of LayerNorm.";
    Figure::new("two-norms", alternative).panel(plane).save()?;

    println!("\nmean / deviation   angle between the two answers");
    let unit: Array1<f64> = normal(768, 1.0, &mut StdRng::seed_from_u64(1));
    let centred = &unit - unit.mean().expect("channels");
    let spread = &centred / centred.std(0.0); // mean 0, deviation 1
    let mut dots = Vec::new();
    for mean in [0.0, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0] {
        let [layer, root] = both(&(&spread + mean));
        let angle = cosine(&layer, &root).min(1.0).acos().to_degrees();
        println!("{mean:16.2}   {angle:10.1}°");
        let theory = f64::atan(mean).to_degrees();
        assert!((angle - theory).abs() < 1e-4, "{angle}, by the formula {theory}");
        dots.push((mean, angle));
    }
    let plot = Plot::new()
        .x("mean of the channels / their standard deviation")
        .y("angle (degrees)")
        .theory(
            "arctan",
            (0..=60).map(|i| f64::from(i) / 20.0).map(|m| (m, m.atan().to_degrees())),
        )
        .dots("768 channels", Colour::nth(0), dots);
    let alternative = "The angle between the two norms' answers rises from 0 along the \
        arctangent: 6 degrees where the mean is a tenth of the deviation, 45 where it is \
        as large.";
    Figure::new("angle-of-the-norms", alternative).panel(plot).save()?;
    Ok(())
}
