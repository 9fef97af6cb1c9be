//! The size of the gradient that reaches the input, against depth: with neither remedy,
//! with the residual, with both.

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, Params, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{NormPlace, Residual};

const C: usize = 48;
const SEEDS: u64 = 24;
const DEPTHS: [usize; 9] = [0, 3, 6, 9, 12, 15, 18, 21, 24];
const KINDS: [&str; 3] = ["neither", "residual", "both"];

/// ∂L/∂x through these layers, for L = Σ r ∘ y.
fn gradient(
    kind: &str,
    layers: &[FeedForward<f64>],
    x: &Array3<f64>,
    r: &Array3<f64>,
) -> Array3<f64> {
    let Some((first, rest)) = layers.split_first() else { return r.clone() };
    if kind == "both" {
        let block = Residual::new(first.clone(), C, NormPlace::Pre);
        let (y, cache) = block.forward(x);
        return block.backward(cache, &gradient(kind, rest, &y, r)).0;
    }
    let keep = if kind == "residual" { 1.0 } else { 0.0 };
    let (fx, cache) = first.forward(x);
    let dy = gradient(kind, rest, &(fx + keep * x), r);
    first.backward(cache, &dy).0 + keep * dy
}

/// |dx|/|dy| for one seed, with weights such that a layer alone multiplies the mean |dx|²
/// by `g`.
fn ratio(kind: &str, depth: usize, g: f64, seed: u64) -> f64 {
    let mut rng = StdRng::seed_from_u64(seed);
    let (x, r) = (normal((1, 4, C), 1.0, &mut rng), normal((1, 4, C), 1.0, &mut rng));
    let mut layers: Vec<_> =
        (0..depth).map(|_| FeedForward::new(C, Activation::Relu, &mut rng)).collect();
    layers.iter_mut().for_each(|layer| layer.down.scale(g.sqrt()));
    let length = |a: &Array3<f64>| a.mapv(|a| a * a).sum().sqrt();
    length(&gradient(kind, &layers, &x, &r)) / length(&r)
}

fn main() -> std::io::Result<()> {
    for (name, word, g) in
        [("gradient-vanishes", "half", 0.5_f64), ("gradient-explodes", "double", 2.0)]
    {
        println!("each layer alone would {word} |dx|²;  |dx|/|dy| after 24 layers:");
        let mut plot = Plot::new()
            .x("layers")
            .y("|dx| / |dy|")
            .log_y()
            .x_ticks(DEPTHS.map(|d| d as f64));
        for (i, kind) in KINDS.into_iter().enumerate() {
            let theory = |depth: usize| match kind {
                "neither" => g.powf(depth as f64 / 2.0),
                "residual" => (1.0 + g).powf(depth as f64 / 2.0),
                _ => (1.0 + g * depth as f64).sqrt(),
            };
            let points = DEPTHS.map(|depth| {
                let mut ratios: Vec<f64> =
                    (0..SEEDS).map(|seed| ratio(kind, depth, g, seed)).collect();
                ratios.sort_by(f64::total_cmp);
                let mean_square = ratios.iter().map(|r| r * r).sum::<f64>() / SEEDS as f64;
                (depth as f64, mean_square.sqrt(), ratios[0], ratios[SEEDS as usize - 1])
            });
            let (_, measured, low, high) = points[8];
            // A product of 24 random factors has a long tail: the plain stack's mean is the
            // least certain.
            let tolerance = if kind == "neither" { 0.35 } else { 0.15 };
            assert!(
                (measured / theory(24) - 1.0).abs() < tolerance,
                "{kind}: {measured}, theory {}",
                theory(24)
            );
            println!(
                "  {kind:9} {measured:10.3e}   theory {:10.3e}   seeds from {low:.1e} to \
                {high:.1e}",
                theory(24)
            );
            plot = plot
                .theory(
                    if i == 0 { "theory" } else { "" },
                    DEPTHS.map(|d| (d as f64, theory(d))),
                )
                .band("", Colour::nth(i), points.map(|(d, _, low, high)| (d, low, high)))
                .dots(kind, Colour::nth(i), points.map(|(d, y, _, _)| (d, y)));
        }
        let alternative = format!(
            "The gradient at the input against depth, logarithmic, when a layer alone \
            would {word} its square. Neither and the residual run on straight lines, far \
            apart; both together bend, their dots below 10. Dots lie on dashed lines."
        );
        Figure::new(name, &alternative).panel(plot).save()?;
    }
    Ok(())
}
