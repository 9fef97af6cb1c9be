//! How large an embedding is beside the sinusoid that is added to it, and what the first
//! normalisation sees of it.

use decoder::Embedding;
use figures::{Colour, Figure, Plot};
use foundations::Layer;
use ndarray::{Array1, array};
use positional_encoding::Positions;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::LayerNorm;

const SIZES: [usize; 7] = [16, 32, 64, 128, 256, 512, 1024];

fn cosine(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    x.dot(y) / (x.dot(x) * y.dot(y)).sqrt()
}

/// The root mean square of the rows' lengths in a table of 1000 tokens.
fn mean_length(c: usize, std: f64) -> f64 {
    let table = Embedding::<f64>::new(1000, c, std, &mut StdRng::seed_from_u64(1)).table;
    (table.rows().into_iter().map(|row| row.dot(&row)).sum::<f64>() / 1000.0).sqrt()
}

fn main() -> std::io::Result<()> {
    println!("C = 64          length of x   two words in   one word in   the word's");
    println!("                before PE     one place      two places    share");
    for (what, std) in [("std 0.02", 0.02), ("times √C", 0.02 * 8.0), ("std 1", 1.0)] {
        let embedding: Embedding<f64> =
            Embedding::new(1000, 64, std, &mut StdRng::seed_from_u64(1));
        let positions = Positions::sinusoidal(16, 64);
        let first_read = |token: usize, place: usize| {
            let x = embedding.forward(&array![[token]]); // (1, 1, C)
            let x = positions.forward_from(place, &x);
            LayerNorm::new(64).forward(&x).0.into_shape_with_order(64).expect("one token")
        };
        let words: f64 = (0..500)
            .map(|v| cosine(&first_read(v, 5), &first_read(v + 500, 5)))
            .sum::<f64>()
            / 500.0;
        let places: f64 =
            (0..500).map(|v| cosine(&first_read(v, 5), &first_read(v, 12))).sum::<f64>()
                / 500.0;
        let share = std * std / (std * std + 0.5); // of the mean square: a sinusoid's is ½
        println!(
            "{what:10} {:16.2} {words:14.3} {places:13.3} {share:12.4}",
            mean_length(64, std)
        );
        match what {
            "std 0.02" => assert!(words > 0.998 && share < 0.001),
            "times √C" => assert!(words > 0.9 && share < 0.05),
            _ => assert!(words < 0.5 && share > 0.66),
        }
    }
    let curve = |of: &dyn Fn(usize) -> f64| SIZES.map(|c| (c as f64, of(c)));
    let measured = [("std 0.02", 0.02), ("std 1", 1.0)]
        .map(|(label, std)| (label, curve(&|c| mean_length(c, std))));
    let times_root = curve(&|c| (c as f64).sqrt() * mean_length(c, 0.02));
    let plot = Plot::new()
        .x("channels C")
        .y("length")
        .log_x()
        .log_y()
        .x_ticks([16.0, 64.0, 256.0, 1024.0]);
    let plot =
        plot.line("a sinusoid", Colour::Position, curve(&|c| (c as f64 / 2.0).sqrt()));
    let plot = plot.dots(measured[1].0, Colour::nth(0), measured[1].1).dots(
        measured[0].0,
        Colour::nth(1),
        measured[0].1,
    );
    let plot = plot.dots("std 0.02, times √C", Colour::nth(2), times_root);
    let alternative = "Against C: a sinusoid is 35 times as long as an embedding with \
        standard deviation 0.02.";
    Figure::new("embedding-beside-positions", alternative).panel(plot).save().map(drop)
}
