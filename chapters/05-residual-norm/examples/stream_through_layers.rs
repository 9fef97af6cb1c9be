//! The size of the numbers on their way up through 24 layers: with the residual alone, in
//! pre-LN, in post-LN.

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{NormPlace, Residual};

const C: usize = 64;
const LAYERS: usize = 24;
const SEEDS: u64 = 20;

/// The mean square of the stream before the first layer and after each, for one seed.
fn mean_squares(kind: &str, seed: u64) -> Vec<f64> {
    let mut rng = StdRng::seed_from_u64(seed);
    let place = if kind == "post-LN" { NormPlace::Post } else { NormPlace::Pre };
    let mut x: Array3<f64> = normal((1, 4, C), 1.0, &mut rng);
    let mean_square = |x: &Array3<f64>| x.mapv(|x| x * x).mean().expect("numbers");
    let mut sizes = vec![mean_square(&x)];
    for _ in 0..LAYERS {
        let block =
            Residual::new(FeedForward::new(C, Activation::Relu, &mut rng), C, place);
        x = if kind == "residual" {
            block.inner.forward(&x).0 + &x
        } else {
            block.forward(&x).0
        };
        sizes.push(mean_square(&x));
    }
    sizes
}

fn main() -> std::io::Result<()> {
    println!("root mean square of the stream after");
    println!("              0 layers   6 layers   24 layers   theory at 24");
    let mut plot = Plot::new()
        .x("layers")
        .y("size of the stream (rms)")
        .log_y()
        .x_ticks((0..=24).step_by(6).map(f64::from));
    for (i, kind) in ["residual", "pre-LN", "post-LN"].into_iter().enumerate() {
        // A fresh layer answers a token of variance 1 with numbers of variance 1,
        // independent of the token.
        let theory = |l: usize| match kind {
            "residual" => 2.0_f64.powf(l as f64 / 2.0), // each layer doubles the variance
            "pre-LN" => (1.0 + l as f64).sqrt(),        // each layer adds 1
            _ => 1.0,                                   // each layer ends at 1
        };
        let runs: Vec<Vec<f64>> = (0..SEEDS).map(|seed| mean_squares(kind, seed)).collect();
        let size =
            |l: usize| (runs.iter().map(|run| run[l]).sum::<f64>() / SEEDS as f64).sqrt();
        let spread = |l: usize| {
            (runs.iter().map(|run| (run[l].sqrt() - size(l)).powi(2)).sum::<f64>()
                / SEEDS as f64)
                .sqrt()
        };
        println!(
            "{kind:10} {:11.2} {:10.2} {:11.2} {:14.2}",
            size(0),
            size(6),
            size(24),
            theory(24)
        );
        let tolerance = if kind == "residual" { 0.25 } else { 0.05 };
        assert!(
            (0..=LAYERS).all(|l| (size(l) / theory(l) - 1.0).abs() < tolerance),
            "{kind}"
        );
        plot = plot
            .theory(
                if i == 0 { "theory" } else { "" },
                (0..=LAYERS).map(|l| (l as f64, theory(l))),
            )
            .measured(
                kind,
                Colour::nth(i),
                (0..=LAYERS).step_by(2).map(|l| (l as f64, size(l), spread(l))),
            );
    }
    let alternative = "The size of the stream against the layer, logarithmic. The residual \
        alone rises on a straight line to 4096, pre-LN bends to 5, post-LN stays at 1. The \
        dots lie on dashed lines.";
    Figure::new("stream-size", alternative).panel(plot).save()?;
    Ok(())
}
