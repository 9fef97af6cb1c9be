//! How the time of a training step grows with the tokens of a sequence and with the
//! channels, beside the counted operations.

#[path = "costs/clock.rs"]
mod clock;
mod costs;

use decoder::Config;
use figures::{Colour, Figure, Plot};

/// Sequences in a step: one for each of the four pieces of a batch.
const B: usize = 4;

/// Of each size: the step in milliseconds, and what its operations would take at the peak.
fn rows(what: &str, cores: f64, sizes: &[(usize, Config)]) -> Vec<(f64, f64, f64)> {
    let peak = clock::peak();
    println!("{what}   operations (M)   step (ms)   of the peak");
    let row = |(size, config): &(usize, Config)| {
        let operations = costs::of_a_step(config, B) as f64;
        let (ms, least) = (clock::step(config, B), operations / peak / cores);
        println!(
            "{size:10}   {:14.0}   {ms:9.2}   {:9.0} %",
            operations / 1e6,
            100.0 * least / ms
        );
        figures::expect_of_this_machine(
            ms > 0.8 * least,
            "nothing is faster than the peak",
        );
        (*size as f64, ms, least)
    };
    sizes.iter().map(row).collect()
}

fn main() -> std::io::Result<()> {
    // a batch of four sequences has four pieces
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
    let most = |sizes: &[usize]| if figures::quick() { 3 } else { sizes.len() };
    let [lengths, widths] = [[32, 64, 128, 256, 512, 1024], [32, 64, 96, 128, 256, 384]];
    let (long, _) = costs::baby();
    let long = lengths
        .map(|t| (t, Config { context: t, layers: 2, channels: 64, ..long.clone() }));
    let wide = widths.map(|c| (c, Config { channels: c, ..costs::baby().0 }));
    println!("on {cores} cores; two layers of 64 channels:");
    let long = rows(" tokens T ", cores as f64, &long[..most(&lengths)]);
    println!("\nfour layers, 64 tokens:");
    let wide = rows("channels C", cores as f64, &wide[..most(&widths)]);
    for rows in [&long, &wide] {
        let longer = rows[rows.len() - 1].1 > rows[0].1;
        figures::expect_of_this_machine(longer, "a larger one takes longer");
    }

    let plot = |x: &str, rows: &[(f64, f64, f64)]| {
        let ticks = rows.iter().map(|row| row.0);
        let plot = Plot::new()
            .x(x)
            .y("time of a step (ms)")
            .log_x()
            .log_y()
            .x_ticks(ticks)
            .height(190.0);
        let plot =
            plot.theory("operations at the peak", rows.iter().map(|row| (row.0, row.2)));
        plot.dots("measured", Colour::nth(0), rows.iter().map(|row| (row.0, row.1)))
    };
    let ends = |rows: &[(f64, f64, f64)]| {
        let end = |(size, ms, least): (f64, f64, f64)| {
            format!("{ms:.1} ms at {size}, {:.1} times the line", ms / least)
        };
        format!("{}, and {}", end(rows[0]), end(rows[rows.len() - 1]))
    };
    let seen = format!(
        "Dots above a dashed line, which is the operations at the peak. By tokens: {}. By \
        channels: {}.",
        ends(&long),
        ends(&wide)
    );
    Figure::new("step-against-size", &seen)
        .panel(plot("tokens T", &long))
        .panel(plot("channels C", &wide))
        .save()?;
    Ok(())
}
