//! Which pairs of a turned head have been all the way round within the texts that it was
//! trained on: the others meet angles in a longer text that they have never seen.

use figures::{Colour, Figure, Plot};
use positional_encoding::wavelength;

const D: usize = 128; // Llama's heads
const TRAINED: f64 = 8192.0;
const LONGER: f64 = 131_072.0;

fn main() -> std::io::Result<()> {
    println!(
        "pairs of {} that come round within   {TRAINED} tokens   {LONGER} tokens",
        D / 2
    );
    let mut plot = Plot::new()
        .x("pair of channels")
        .y("positions for a whole turn")
        .log_y()
        .label_ends();
    for (i, (base, name)) in
        [(1e4, "base 10 000"), (5e5, "base 500 000")].into_iter().enumerate()
    {
        let turns = |pair| wavelength(pair, D, base);
        let within = |length: f64| (0..D / 2).filter(|&pair| turns(pair) <= length).count();
        let (trained, longer) = (within(TRAINED), within(LONGER));
        println!("{name:15} {trained:33} {longer:15}");
        assert_eq!((trained, longer), [(50, 64), (35, 49)][i]);
        // by the formula: 2π·base^(2i/D) ≤ length
        let last = (TRAINED / std::f64::consts::TAU).ln() / base.ln() * (D / 2) as f64;
        assert_eq!(trained, last.floor() as usize + 1);
        let points = (0..D / 2).map(|pair| (pair as f64, turns(pair)));
        plot = plot.line(name, Colour::nth(i), points);
    }
    // With base 10 000 some pairs turn once between the two lengths: what they do in the
    // longer text they never did in the shorter.
    let between = (0..D / 2)
        .filter(|&pair| (TRAINED..LONGER).contains(&wavelength(pair, D, 1e4)))
        .count();
    println!(
        "\nwith base 10 000, {between} pairs first come round between the two lengths"
    );
    assert_eq!(between, 14);
    assert!((54_000.0..55_000.0).contains(&wavelength(D / 2 - 1, D, 1e4)));
    let alternative = "Two straight lines on a logarithmic axis, from 6 positions a turn \
        for the first pair up to tens of thousands and to millions for the last. Two \
        horizontal lines mark 8192 and 131 072 tokens.";
    let plot = plot.horizontal(TRAINED, "8192").horizontal(LONGER, "131 072");
    Figure::new("hands-and-context", alternative).panel(plot).save()?;
    Ok(())
}
