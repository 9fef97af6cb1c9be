//! How alike two positions are depends on how far apart they are, and on nothing else.

use figures::{Colour, Figure, HeatMap, Plot};
use positional_encoding::{BASE, frequency, sinusoids};

const CONTEXT: usize = 128;
const C: usize = 64;

fn main() -> std::io::Result<()> {
    let table = sinusoids::<f64>(CONTEXT, C, BASE);
    let dots = table.dot(&table.t()); // (T, T)
    let theory = |k: usize| -> f64 {
        (0..C / 2).map(|i| (frequency(i, C, BASE) * k as f64).cos()).sum()
    };

    println!(
        "distance     Σ cos kω   measured, least and most of all pairs that far apart"
    );
    for k in 0..CONTEXT {
        let measured: Vec<f64> = (0..CONTEXT - k).map(|p| dots[[p, p + k]]).collect();
        let least = measured.iter().copied().fold(f64::INFINITY, f64::min);
        let most = measured.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if [0, 1, 2, 4, 8, 16, 32, 64].contains(&k) {
            println!("{k:8}   {:11.6}   {least:.6} … {most:.6}", theory(k));
        }
        assert!((least - theory(k)).abs() < 1e-12 && (most - theory(k)).abs() < 1e-12);
        assert!(
            k == 0 || most < 31.0,
            "position and itself: 32; with any other less than 31"
        );
    }
    assert!((theory(0) - 32.0).abs() < 1e-12);
    // At first it falls with every step. Then the fast pairs have turned all the way, and
    // it goes up and down.
    assert!(
        (1..=5).all(|k| theory(k) < theory(k - 1))
            && theory(6) > theory(5)
            && theory(32) > theory(16)
    );

    let measured =
        (0..CONTEXT).step_by(2).map(|k| (k as f64, dots[[CONTEXT - 1 - k, CONTEXT - 1]]));
    let plot = Plot::new()
        .x("distance k (positions)")
        .y("PE(p)·PE(p + k)")
        .dots("measured", Colour::Position, measured)
        .theory("Σ cos kω", (0..CONTEXT).map(|k| (k as f64, theory(k))));
    let map = HeatMap::new(&dots)
        .colour(Colour::Position)
        .x("position q")
        .y("position p")
        .bar("PE(p)·PE(q)")
        .height(300.0);
    Figure::new(
        "dot-product-by-distance",
        "A strong diagonal with parallel stripes; along a row the dot product falls from \
        32.",
    )
    .panel(map)
    .panel(plot)
    .save()?;
    Ok(())
}
