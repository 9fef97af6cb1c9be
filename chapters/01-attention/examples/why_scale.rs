//! Why divide by √D: without it, long queries and keys make the softmax all or nothing, and
//! it stops learning.

use figures::{Colour, Figure, Plot};
use foundations::{normal, softmax_backward, softmax_in_place};
use ndarray::Array1;
use rand::{SeedableRng, rngs::StdRng};

const KEYS: usize = 32;
const QUERIES: usize = 400; // each with keys of its own
const WIDTHS: [usize; 6] = [1, 4, 16, 64, 256, 1024];

/// In nats: ln 32 if all keys weigh alike, 0 if one has all the weight.
fn entropy(a: &Array1<f64>) -> f64 {
    a.iter().filter(|&&a| a > 0.0).map(|&a| -a * a.ln()).sum()
}

/// How much the scores can still move the weights: the length of all ∂a[i]/∂s[j] taken as
/// one vector.
fn sensitivity(a: &Array1<f64>) -> f64 {
    let unit = |i| Array1::from_shape_fn(KEYS, |j| if i == j { 1.0 } else { 0.0 });
    (0..KEYS).map(|i| softmax_backward(a, &unit(i)).pow2().sum()).sum::<f64>().sqrt()
}

/// The median of a measure over the rows of scores, divided by `scale`.
fn median(measure: fn(&Array1<f64>) -> f64, scores: &[Array1<f64>], scale: f64) -> f64 {
    let of = |scores: &Array1<f64>| {
        let mut a = scores / scale;
        softmax_in_place(&mut a);
        measure(&a)
    };
    let mut list: Vec<f64> = scores.iter().map(of).collect();
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    println!("                entropy (nats)     sensitivity");
    println!("   D  √D  std q·k  scaled   not  scaled      not");
    let table = WIDTHS.map(|d| {
        let mut draw = |n: usize| normal::<f64, _, _>((n, d), 1.0, &mut rng);
        let scores: Vec<Array1<f64>> =
            (0..QUERIES).map(|_| draw(KEYS).dot(&draw(1).row(0))).collect();
        let root = (d as f64).sqrt();
        let std = (scores.iter().map(|s| s.pow2().sum()).sum::<f64>()
            / (QUERIES * KEYS) as f64)
            .sqrt();
        let [h, raw_h] = [root, 1.0].map(|scale| median(entropy, &scores, scale));
        let [j, raw_j] = [root, 1.0].map(|scale| median(sensitivity, &scores, scale));
        println!("{d:4} {root:3.0} {std:8.2} {h:7.2} {raw_h:5.2} {j:7.3} {raw_j:8.1e}");
        assert!((std / root - 1.0).abs() < 0.05, "the standard deviation of q·k is √D");
        assert!(
            (3.0..3.3).contains(&h) && (0.2..0.25).contains(&j),
            "scaled: much the same for every D"
        );
        [std, h, raw_h, j, raw_j]
    });
    assert!(
        table[5][2] < 0.01 && table[5][4] < 0.002,
        "unscaled, D = 1024: no choice left, and no gradient"
    );

    let line = |column: usize| {
        WIDTHS.iter().zip(table).map(move |(&d, row)| (d as f64, row[column]))
    };
    let plot = |y: &str| {
        Plot::new().x("channels D").y(y).log_x().x_ticks(WIDTHS.map(|d| d as f64))
    };
    let pair = |plot: Plot, column: usize, colour| {
        plot.line("scaled", colour, line(column)).line(
            "unscaled",
            Colour::Muted,
            line(column + 1),
        )
    };
    let roots = WIDTHS.map(|d| (d as f64, (d as f64).sqrt()));
    Figure::new(
        "why-scale-spread",
        "The standard deviation of q·k, measured, lies on the line √D.",
    )
    .panel(
        plot("std of q·k")
            .log_y()
            .dots("measured", Colour::Query, line(0))
            .theory("√D", roots),
    )
    .save()?;
    let most = (KEYS as f64).ln();
    let seen = "Scaled: entropy and sensitivity stay level. Unscaled: both fall towards 0 as D grows.";
    Figure::new("why-scale", seen)
        .panel(
            pair(plot("entropy (nats)"), 1, Colour::Weight)
                .horizontal(most, "ln 32: all alike")
                .y_range(0.0, 4.0),
        )
        .panel(pair(plot("sensitivity").log_y(), 3, Colour::Gradient))
        .save()?;
    Ok(())
}
