//! How well n hidden units can fit a parabola: no training beats the best n + 1 straight
//! pieces.

mod fitting;

use feed_forward::curve;
use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};

/// The root mean square error on x² that n + 1 straight pieces leave at least, at 240
/// tokens from −1 to 1: m a piece, 1/120 apart.
fn floor(units: u32) -> f64 {
    let m = 240.0 / f64::from(units + 1);
    ((m * m - 1.0) * (m * m - 4.0) / 180.0).sqrt() / (120.0 * 120.0)
}

fn main() -> std::io::Result<()> {
    let x = fitting::tokens();
    let parabola = x.pow2();
    println!("units  best possible  three trained networks");
    let mut measured = Vec::new();
    for units in [2, 4, 8, 16] {
        let ends = [1, 2, 3].map(|seed| {
            let mut network = curve(units as usize, &mut StdRng::seed_from_u64(seed));
            let errors =
                fitting::descend(&mut network, (&x, &parabola), (0.05, 0.97, 3000));
            errors[errors.len() - 1]
        });
        println!(
            "{units:5}  {:13.5}  {:.5}  {:.5}  {:.5}",
            floor(units),
            ends[0],
            ends[1],
            ends[2]
        );
        // to rounding: with 2 units it is reached
        assert!(
            ends.iter().all(|&error| error > (1.0 - 1e-9) * floor(units)),
            "no network beats the best pieces"
        );
        let line = (2.0 / f64::from(units + 1)).powi(2) / 180_f64.sqrt();
        assert!((0.98..1.0).contains(&(floor(units) / line)), "a fiftieth lower at most");
        assert!(
            ends.iter().all(|&error| error < 4.0 * floor(units)),
            "all stay within four times the best"
        );
        assert!(
            units > 2 || ends.iter().all(|&error| error < 1.001 * floor(2)),
            "with 2 units all reach it"
        );
        measured.extend(ends.map(|error| (f64::from(units), error)));
    }
    let ratio = floor(2) / floor(8);
    println!("\nthree times the pieces, 1/{ratio:.0} of the error");
    assert!((ratio - 9.0).abs() < 0.05);

    let plot = Plot::new()
        .x("hidden units n")
        .y("error")
        .log_x()
        .log_y()
        .x_ticks([2.0, 4.0, 8.0, 16.0]);
    Figure::new(
        "error-against-units",
        "The error falls as the pieces get shorter; no dot is below the line of the best.",
    )
    .panel(
        plot.theory("best n + 1 pieces", (2..=16).map(|n| (f64::from(n), floor(n)))).dots(
            "trained",
            Colour::nth(0),
            measured,
        ),
    )
    .save()?;
    Ok(())
}
