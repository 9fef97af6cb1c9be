//! What the two remedies are for: 24 layers learn a small task, or do not, depending on the
//! scale g with which their weights were drawn.

mod training;

use figures::{Colour, Figure, Plot};
use training::{likeness, train};

const LAYERS: usize = 24;
const SCALES: [f64; 5] = [0.0625, 0.25, 1.0, 4.0, 16.0]; // g
const RATES: [f32; 4] = [1e-4, 4e-3, 1.2e-2, 4e-2];
const KINDS: [&str; 4] = ["neither", "residual", "post-LN", "pre-LN"];

/// The size of the numbers after all layers, before training: the page's laws.
fn size(kind: &str, g: f64) -> f64 {
    match kind {
        "neither" => g.powf(LAYERS as f64 / 2.0),
        "residual" => (1.0 + g).powf(LAYERS as f64 / 2.0),
        "post-LN" => 1.0,
        _ => (1.0 + g * LAYERS as f64).sqrt(),
    }
}

fn main() -> std::io::Result<()> {
    let steps = if figures::quick() { 20 } else { 200 };
    println!("error left, of a constant answer's, after {steps} steps at the best rate");
    println!("g         {}", SCALES.map(|g| format!("{g:>8}")).concat());
    let axes = || Plot::new().x("scale g of the weights").log_x();
    let mut learnt =
        axes().y("error left").y_range(0.0, 1.1).horizontal(1.0, "a constant answer");
    let mut sizes = axes().y("size after 24 layers").log_y();
    let mut rows = Vec::new();
    for (i, kind) in KINDS.into_iter().enumerate() {
        let row = SCALES.map(|g| {
            let runs = RATES.map(|rate| train(kind, g, rate, steps));
            runs.into_iter().fold(f64::INFINITY, f64::min)
        });
        println!("{kind:10}{}", row.map(|left| format!("{left:8.3}")).concat());
        let points: Vec<_> =
            SCALES.into_iter().zip(row).filter(|point| point.1 < 1.1).collect();
        if !points.is_empty() {
            learnt = learnt.line(kind, Colour::nth(i), points.clone());
            learnt = learnt.dots("", Colour::nth(i), points);
        }
        sizes = sizes.line(kind, Colour::nth(i), SCALES.map(|g| (g, size(kind, g))));
        rows.push(row);
    }
    let stacks = [1, 2, 3, 4, 5, 6, 7, 8].map(likeness);
    let [before, behind] =
        [0, 1].map(|end| stacks.iter().map(|stack| stack[end]).sum::<f32>() / 8.0);
    println!(
        "cosine of two tokens, the mean of eight plain stacks with g = 1: {before:.2} \
         before, {behind:.2} behind"
    );
    assert!(before.abs() < 0.05 && behind > 0.8, "the tokens become alike");
    if !figures::quick() {
        let (neither, residual, post, pre) = (rows[0], rows[1], rows[2], rows[3]);
        assert!(neither.iter().all(|&left| left > 0.6), "it learns little at best");
        assert!(neither[2] < 0.95, "at g = 1 it learns a little");
        assert!(size("residual", 1.0) > 1000.0, "thousands, before training begins");
        assert!([0, 1, 3, 4].into_iter().all(|i| neither[i] > 0.95), "and nowhere else");
        assert!(residual[0] < 0.5 && residual[1..].iter().all(|&left| left > 0.95));
        assert!(post.iter().zip(pre).all(|(&post, pre)| pre < post && post < 0.99));
    }
    let alternative = "Above, the error left against g. Neither stays near that of a \
        constant answer, the residual alone learns where g is small, post-LN and pre-LN \
        learn at each g, pre-LN more. Below, the sizes on a logarithmic axis.";
    Figure::new("deep-training", alternative).panel(learnt).panel(sizes).save()?;
    Ok(())
}
