//! What hidden units carve out of the plane: one makes a fold, a few together make regions.

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, normal};
use ndarray::array;
use rand::{SeedableRng, rngs::StdRng};
use std::collections::BTreeSet;

/// Which units are on for the token (x₁, x₂).
fn pattern(layer: &FeedForward<f64>, [x1, x2]: [f64; 2]) -> Vec<bool> {
    layer.up.forward(&array![[[x1, x2]]]).0.iter().map(|&h| h > 0.0).collect()
}

/// Where unit `i` has the value `height` before the activation: a line.
fn line(layer: &FeedForward<f64>, i: usize, height: f64) -> Vec<(f64, f64)> {
    let (w1, w2, b) = (layer.up.w[[0, i]], layer.up.w[[1, i]], layer.up.b[i]);
    let along = (-400..=400).map(|x| f64::from(x) / 200.0);
    along.map(|x| (x, (height - b - w1 * x) / w2)).collect()
}

/// The same, cut to the window.
fn contour(layer: &FeedForward<f64>, i: usize, height: f64) -> Vec<(f64, f64)> {
    line(layer, i, height).into_iter().filter(|(_, y)| y.abs() <= 2.0).collect()
}

/// All patterns there are: each region has a corner, so look at the four around every
/// crossing of two folds.
fn patterns(layer: &FeedForward<f64>) -> BTreeSet<Vec<bool>> {
    let (w, b) = (&layer.up.w, &layer.up.b);
    let mut found = BTreeSet::new();
    for (i, j) in (0..b.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
        let det = w[[0, i]] * w[[1, j]] - w[[1, i]] * w[[0, j]];
        let (x1, x2) =
            (w[[1, i]] * b[j] - w[[1, j]] * b[i], w[[0, j]] * b[i] - w[[0, i]] * b[j]);
        let mut around = pattern(layer, [x1 / det, x2 / det]);
        for (on_i, on_j) in [(false, false), (false, true), (true, false), (true, true)] {
            (around[i], around[j]) = (on_i, on_j);
            found.insert(around.clone());
        }
    }
    found
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut layer: FeedForward<f64> = FeedForward::new(2, Activation::Relu, &mut rng);
    println!("units n   2^n  regions  1 + n + n(n − 1)/2");
    for n in 2..=12 {
        (layer.up.w, layer.up.b) =
            (normal((2, n), 1.0, &mut rng), normal(n, 1.0, &mut rng));
        let (regions, theory) = (patterns(&layer).len(), 1 + n + n * (n - 1) / 2);
        println!("{n:7}  {:4}  {regions:7}  {theory:18}", 1 << n);
        assert_eq!(regions, theory);
    }

    (layer.up.w, layer.up.b) =
        (array![[1.0, -1.0, 0.1], [0.8, 0.8, -1.0]], array![0.3, 0.3, 0.5]);
    let window =
        || Plot::new().x("x₁").y("x₂").x_range(-2.0, 2.0).y_range(-2.0, 2.0).height(330.0);
    assert_eq!(patterns(&layer).len(), 7);
    assert!(!patterns(&layer).contains(&vec![false; 3]), "some unit is always on");
    let one = (0..4).fold(window(), |plot, height| {
        let above = line(&layer, 0, height as f64).into_iter();
        let above = above.map(|(x, y)| (x, y.clamp(-2.0, 2.0), 2.0));
        let plot = plot.band("", Colour::nth(0), above);
        let contour = contour(&layer, 0, height as f64);
        plot.line(&format!("height {height}"), Colour::nth(height), contour)
    });
    let alternative = "Parallel lines, evenly spaced, from height 0 up to 3; the plane is \
        shaded more strongly beyond each of them.";
    Figure::new("one-unit", alternative).panel(one).save()?;

    let lines = (0..3)
        .fold(window(), |plot, i| plot.line("", Colour::nth(i), contour(&layer, i, 0.0)));
    let steps = || (0..40).map(|i| f64::from(i) / 10.0 - 1.95);
    let regions = patterns(&layer).into_iter().map(|region| {
        let all = steps().flat_map(|x1| steps().map(move |x2| [x1, x2]));
        let inside: Vec<_> = all.filter(|&x| pattern(&layer, x) == region).collect();
        let middle =
            |c: usize| inside.iter().map(|x| x[c]).sum::<f64>() / inside.len() as f64;
        let name: String = region.iter().map(|&on| if on { '1' } else { '0' }).collect();
        (middle(0), middle(1), name)
    });
    let regions: Vec<_> = regions.collect();
    let names = regions.iter().map(|(x1, x2, name)| (*x1, *x2, name.as_str()));
    let alternative = "Three lines cut the plane into seven regions, each with its three \
        digits: 001, 010, 011, 100, 101, 110 and 111.";
    Figure::new("three-units", alternative)
        .panel(lines.words(Colour::Text, names))
        .save()?;
    Ok(())
}
