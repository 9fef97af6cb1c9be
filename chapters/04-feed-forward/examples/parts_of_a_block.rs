//! What the two halves of a block cost: parameters, operations, and time against the number
//! of tokens.

use std::hint::black_box;
use std::time::Instant;

use attention::Mask;
use feed_forward::{Activation, FeedForward};
use figures::{Bars, Colour, Figure, Plot};
use foundations::{Layer, Params, normal};
use multi_head::MultiHead;
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};

const C: usize = 64;

/// Milliseconds of a forward, the quickest of five.
fn time(layer: &impl Layer<f32>, x: &Array3<f32>) -> f64 {
    let run = |_| {
        let start = Instant::now();
        black_box(layer.forward(x));
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..5).map(run).fold(f64::INFINITY, f64::min)
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    println!("    C   attention  feed-forward  its share of the parameters");
    for c in [64, 128, 384, 768] {
        let attention =
            MultiHead::<f32>::new(c, 4, Mask::Causal, &mut rng).parameter_count();
        let network =
            FeedForward::<f32>::new(c, Activation::Relu, &mut rng).parameter_count();
        println!(
            "{c:5}  {attention:10}  {network:12}  {:.3}",
            network as f64 / (attention + network) as f64
        );
        assert_eq!((attention, network), (4 * c * c + 4 * c, 8 * c * c + 5 * c));
    }

    let attention = MultiHead::<f32>::new(C, 4, Mask::Causal, &mut rng);
    let network = FeedForward::<f32>::new(C, Activation::Relu, &mut rng);
    let parts = [&attention.qkv, &attention.out, &network.up, &network.down]
        .map(Params::parameter_count);
    let [qkv, out, up, down] = parts.map(|count| count as f64);
    let bars = Bars::new(["W_Q, W_K, W_V", "W_O", "W_1", "W_2"])
        .title("parameters")
        .stacked()
        .series("attention", Colour::Weight, [qkv, out, 0.0, 0.0])
        .series("feed-forward", Colour::nth(0), [0.0, 0.0, up, down]);
    Figure::new("parts-of-a-block", "Four bars: 3, 1, 4 and 4 times C².")
        .panel(bars)
        .save()?;

    println!(
        "\nC = {C}: millions of operations, and milliseconds here\n    T   \
        attention        feed-forward"
    );
    let lengths = [16, 32, 64, 128, 256, 512, 1024];
    let rows = lengths.map(|t| {
        let x = normal((1, t, C), 1.0, &mut rng);
        let [ours, theirs] = [16 * t * C * C, 8 * t * C * C + 4 * t * t * C];
        assert_eq!(theirs > ours, t > 2 * C);
        let row = [
            theirs as f64 / 1e6,
            time(&attention, &x),
            ours as f64 / 1e6,
            time(&network, &x),
        ];
        println!("{t:5}  {:7.2}  {:6.2}  {:9.2}  {:6.2}", row[0], row[1], row[2], row[3]);
        row
    });
    let plot = |what: &str, k: usize| {
        let part =
            |k: usize| lengths.iter().zip(&rows).map(move |(&t, row)| (t as f64, row[k]));
        let plot = Plot::new()
            .x("tokens T")
            .y(what)
            .log_x()
            .log_y()
            .x_ticks([16.0, 64.0, 256.0, 1024.0]);
        plot.line("attention", Colour::Weight, part(k)).line(
            "feed-forward",
            Colour::nth(0),
            part(k + 2),
        )
    };
    Figure::new(
        "cost-against-length",
        "Attention costs less than the network up to T = 2C, and more beyond.",
    )
    .panel(plot("operations (millions)", 0).vertical(2.0 * C as f64, "2C"))
    .panel(plot("time (ms)", 1))
    .save()?;
    Ok(())
}
