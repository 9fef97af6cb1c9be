//! What the base is for: up to which distance "further away" still means "less alike".

use figures::{Colour, Figure, Plot};
use positional_encoding::{frequency, wavelength};

const D: usize = 64;
const BASES: [f64; 3] = [100.0, 10_000.0, 500_000.0];

/// How alike two positions are, as a share of the most: the mean over the pairs of
/// `cos(kω)`, and over all distances `k` from `from` to twice that.
fn alike(from: usize, base: f64) -> f64 {
    let mean = |k: usize| {
        let pairs = (0..D / 2).map(|i| (k as f64 * frequency(i, D, base)).cos());
        pairs.sum::<f64>() / (D / 2) as f64
    };
    (from..2 * from).map(mean).sum::<f64>() / from as f64
}

fn main() -> std::io::Result<()> {
    println!("mean likeness of positions that are so far apart");
    println!("    base   slowest turn   16 to 32   256 to 512   4096 to 8192");
    let mut plot = Plot::new().x("distance (positions)").y("how alike, on average").log_x();
    for (i, base) in BASES.into_iter().enumerate() {
        let slowest = wavelength(D / 2 - 1, D, base);
        let [near, middle, far] = [16, 256, 4096].map(|from| alike(from, base));
        println!("{base:8}   {slowest:12.0}   {near:8.2}   {middle:10.2}   {far:12.2}");
        // Nothing is left to tell by when the slowest hand has made a good part of a turn.
        assert!(near > 0.1 && middle < near && far < middle);
        assert!(if slowest > 5000.0 { middle > 0.1 } else { middle < 0.05 });
        assert!(if slowest > 80_000.0 { far > 0.2 } else { far.abs() < 0.05 });
        let points =
            (0..16).map(|octave| (f64::from(1 << octave), alike(1 << octave, base)));
        plot = plot.line(&format!("base {base}"), Colour::nth(i), points);
    }
    let llama = wavelength(63, 128, 500_000.0);
    println!("Llama 3's slowest pair turns once in {llama:.0} positions");
    assert!((2.5e6..2.6e6).contains(&llama));
    let alternative = "Three falling lines on a logarithmic axis of distance. With base \
        100 the line reaches 0 within a few hundred positions, with 10 000 later, with \
        500 000 latest.";
    Figure::new("base-and-distance", alternative).panel(plot).save()?;
    Ok(())
}
