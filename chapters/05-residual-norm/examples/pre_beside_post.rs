//! Pre-LN beside post-LN before any training: each layer's gradient, and what is left of
//! the straight road.

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{LayerNorm, NormPlace, Residual};

const C: usize = 64;
const LAYERS: usize = 24;
const TOKENS: usize = 16;
const SEEDS: u64 = 12;

/// Per layer: the mean square gradient of its `down` weights for one token, and the share
/// of `dy` in its `dx`.
fn backward(place: NormPlace, seed: u64) -> Vec<(f64, f64)> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut x: Array3<f64> = normal((1, TOKENS, C), 1.0, &mut rng);
    let r: Array3<f64> = normal((1, TOKENS, C), 1.0, &mut rng); // ∂L/∂y
    let mut passed = Vec::new();
    for _ in 0..LAYERS {
        let block =
            Residual::new(FeedForward::new(C, Activation::Relu, &mut rng), C, place);
        let (y, cache) = block.forward(&x);
        passed.push((block, cache));
        x = y;
    }
    let last = LayerNorm::new(C); // pre-LN ends with one more normalisation, as in GPT-2
    let dy =
        if place == NormPlace::Pre { last.backward(last.forward(&x).1, &r).0 } else { r };
    let (mut dx, mut rows) = (dy.clone(), Vec::new());
    for (block, cache) in passed.into_iter().rev() {
        let (d, gradient) = block.backward(cache, &dx);
        dx = d;
        let squares = gradient.inner.down.w.mapv(|w| w * w);
        rows.push((
            squares.mean().expect("weights") / TOKENS as f64,
            (&dx * &dy).sum() / (&dy * &dy).sum(),
        ));
    }
    rows
}

fn main() -> std::io::Result<()> {
    let mut sizes =
        Plot::new().x("layer").y("gradient of its weights (rms)").y_range(0.0, 1.6);
    let mut shares = Plot::new().x("layers passed on the way back").y("share of dy in dx");
    for (i, (kind, place)) in
        [("pre-LN", NormPlace::Pre), ("post-LN", NormPlace::Post)].into_iter().enumerate()
    {
        let runs: Vec<_> = (0..SEEDS).map(|seed| backward(place, seed)).collect();
        let mean = |n: usize, of: fn((f64, f64)) -> f64| {
            runs.iter().map(|run| of(run[n - 1])).sum::<f64>() / SEEDS as f64
        };
        let size = |l: usize| mean(LAYERS + 1 - l, |row| row.0).sqrt();
        let share = |passed: usize| mean(passed, |row| row.1);
        let pre = place == NormPlace::Pre;
        let size_theory =
            |l: usize| if pre { 1.0 / (1.0 + l as f64).sqrt() } else { 0.5_f64.sqrt() };
        let share_theory = |n: usize| if pre { 1.0 } else { 0.5_f64.powf(n as f64 / 2.0) };
        println!(
            "{kind:7}   gradient at layers 1, 12, 24:      {:.3}   {:.3}   {:.3}",
            size(1),
            size(12),
            size(24)
        );
        println!(
            "          share of dy after 1, 4, 8 layers:  {:.3}   {:.3}   {:.3}",
            share(1),
            share(4),
            share(8)
        );
        assert!((1..=LAYERS).all(|l| (size(l) / size_theory(l) - 1.0).abs() < 0.15));
        assert!((1..=12).all(|n| (share(n) - share_theory(n)).abs() < 0.03));
        let theory = if pre { "theory, wide layers" } else { "" };
        let points = |of: &dyn Fn(usize) -> f64, to| {
            (1..=to).map(|l| (l as f64, of(l))).collect::<Vec<_>>()
        };
        let spread = (1..=LAYERS).map(|l| {
            let sizes = runs.iter().map(|run| run[LAYERS - l].0.sqrt());
            let least = sizes.clone().fold(f64::INFINITY, f64::min);
            (l as f64, least, sizes.fold(0.0, f64::max))
        });
        sizes = sizes.theory(theory, points(&size_theory, LAYERS));
        sizes = sizes.band("", Colour::nth(i), spread).dots(
            kind,
            Colour::nth(i),
            points(&size, LAYERS),
        );
        shares = shares.theory(theory, points(&share_theory, 12)).dots(
            kind,
            Colour::nth(i),
            points(&share, 12),
        );
    }
    let of_sizes = "The gradient of a layer's weights against the layer. Post-LN is level \
        near 0.7. Pre-LN falls from 0.8 at layer 1 to 0.2 at layer 24.";
    Figure::new("gradient-per-layer", of_sizes).panel(sizes).save()?;
    let of_shares = "The share of the output's gradient in the input's, against the layers \
        passed. Pre-LN stays at 1; post-LN halves every two layers.";
    Figure::new("straight-road", of_shares).panel(shares).save()?;
    Ok(())
}
