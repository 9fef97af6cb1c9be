//! A step along the sequence turns every pair of channels by an angle of its own, wherever
//! the step begins.

use std::f64::consts::TAU;

use figures::{Colour, Figure, Plot};
use ndarray::s;
use positional_encoding::{BASE, frequency, rotation, sinusoids};

const CONTEXT: usize = 100;
const C: usize = 64;
const STEP: usize = 2;
const STARTS: [usize; 3] = [0, 4, 8];

/// The circle of one pair, and in it the wedge from each start to the position a step
/// further.
fn circle(i: usize) -> Plot {
    let at = |angle: f64, radius: f64| (radius * angle.sin(), radius * angle.cos());
    let arc = |from: f64, to: f64, radius: f64| {
        (0..=60).map(move |n| at(from + (to - from) * n as f64 / 60.0, radius))
    };
    let axes = Plot::new().title(&format!("pair {i}")).x("sine").y("cosine").height(196.0);
    let mut plot = axes
        .x_range(-1.4, 1.4)
        .y_range(-1.4, 1.4)
        .x_ticks([-1.0, 0.0, 1.0])
        .theory("", arc(0.0, TAU, 1.0));
    for (n, p) in STARTS.into_iter().enumerate() {
        let [from, to] = [p, p + STEP].map(|p| p as f64 * frequency(i, C, BASE));
        let wedge = [at(from, 1.0), (0.0, 0.0), at(to, 1.0)];
        let labels = [p, p + STEP].map(|p| p.to_string());
        let words = [wedge[0], wedge[2]]
            .into_iter()
            .zip(&labels)
            .map(|((x, y), label)| (x, y, label.as_str()));
        plot = plot.line("", Colour::nth(n), wedge).words(Colour::nth(n), words);
        plot = plot.line("", Colour::nth(n), arc(from, to, 0.35));
    }
    plot
}

fn main() -> std::io::Result<()> {
    let table = sinusoids::<f64>(CONTEXT, C, BASE); // (T, C)
    let angle = |p: usize, i: usize| table[[p, 2 * i]].atan2(table[[p, 2 * i + 1]]);
    let turn = |p: usize, i: usize| (angle(p + STEP, i) - angle(p, i)).rem_euclid(TAU);
    println!("turned in {STEP} steps      pair 0    pair 2    pair 4   pair 31");
    for p in STARTS {
        let degrees = [0, 2, 4, 31].map(|i| format!("{:8.3}°", turn(p, i).to_degrees()));
        println!("from position {p}    {}", degrees.join(" "));
    }
    for i in 0..C / 2 {
        assert!(
            (0..50)
                .all(|p| (turn(p, i) - STEP as f64 * frequency(i, C, BASE)).abs() < 1e-12)
        );
    }
    let moved = table.slice(s![..CONTEXT - STEP, ..]).dot(&rotation(STEP, C, BASE));
    let error =
        (moved - table.slice(s![STEP.., ..])).fold(0.0_f64, |most, d| most.max(d.abs()));
    println!("one matrix for all {} positions, off by at most {error:.1e}", CONTEXT - STEP);
    assert!(error < 1e-13);

    let [left, right] = [2, 4].map(|i| turn(0, i).to_degrees());
    assert!((left - 64.4).abs() < 0.1 && (right - 36.2).abs() < 0.1);
    let alternative = "Two circles. In each, three wedges stand at different places and \
        have the same angle: 64 degrees on the left, 36 on the right.";
    Figure::new("step-as-rotation", alternative)
        .panels(2, [circle(2), circle(4)])
        .save()?;
    Ok(())
}
