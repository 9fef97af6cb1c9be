//! What layer normalisation costs, beside the feed-forward network that it serves:
//! operations and time.

use std::time::Instant;

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plot};
use foundations::{Layer, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::LayerNorm;

const TOKENS: usize = 256;

/// The time of one forward and backward in microseconds per token, the best of seven.
fn time<L: Layer<f32>>(layer: &L, x: &Array3<f32>) -> f64 {
    let once = |_| {
        let start = Instant::now();
        let (y, cache) = layer.forward(x);
        std::hint::black_box(layer.backward(cache, &y));
        start.elapsed().as_secs_f64() * 1e6 / TOKENS as f64
    };
    (0..7).map(once).fold(f64::INFINITY, f64::min)
}

fn main() -> std::io::Result<()> {
    println!(
        "        operations per token, forward    time per token, forward and backward (µs)"
    );
    println!("   C        norm   feed-forward            norm   feed-forward      share");
    let mut rng = StdRng::seed_from_u64(1);
    let rows = [32, 64, 128, 256, 512].map(|c| {
        // Sum, subtract, square, add, scale, gain, bias: 7 each; two products of C by 4C, a
        // multiply and an add each.
        let (of_norm, of_network) = (7 * c, 2 * 2 * c * 4 * c);
        let x: Array3<f32> = normal((1, TOKENS, c), 1.0, &mut rng);
        let norm = time(&LayerNorm::new(c), &x);
        let network = time(&FeedForward::new(c, Activation::Relu, &mut rng), &x);
        let share = 100.0 * norm / network;
        println!(
            "{c:4} {of_norm:11} {of_network:14} {norm:15.3} {network:14.3} {share:8.1} %"
        );
        assert!(of_network * 7 == of_norm * 16 * c, "16·C/7 times the operations");
        figures::expect_of_this_machine(
            norm < network,
            "the norm is the cheaper of the two",
        );
        (c as f64, norm, network)
    });
    let plot = Plot::new()
        .x("channels C")
        .y("time per token (µs)")
        .log_x()
        .log_y()
        .x_ticks(rows.map(|(c, _, _)| c))
        .dots(
            "feed-forward network",
            Colour::nth(0),
            rows.map(|(c, _, network)| (c, network)),
        )
        .dots("layer norm", Colour::nth(1), rows.map(|(c, norm, _)| (c, norm)))
        .theory("∝ C and ∝ C²", rows.map(|(c, _, _)| (c, rows[4].1 * c / 512.0)))
        .theory("", rows.map(|(c, _, _)| (c, rows[4].2 * (c / 512.0).powi(2))));
    let alternative = "The time per token against the channels, both logarithmic. The \
        feed-forward network rises with the square of the channels, layer norm with the \
        channels: the wider the model, the smaller its share.";
    Figure::new("norm-cost", alternative).panel(plot).save()?;
    Ok(())
}
