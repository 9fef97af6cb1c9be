//! The loss at the end of a run against its largest learning rate: one number to be tuned.

use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer, Wood};

const T: usize = 48;
const RATES: [f64; 7] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

/// The held-out loss of a small model after a short run.
fn run(wood: &Wood<f32>, peak: f64, seed: u64) -> f64 {
    let steps = if figures::quick() { 20 } else { 200 };
    let schedule = Schedule { peak, last: 0.03 * peak, warm_up: steps / 8, steps };
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut trainer = Trainer::new(wood.model(2, 4, 32, rng), schedule);
    for _ in 0..steps {
        let batch = Batch::random(&wood.text, 8, T, rng);
        trainer.step(&batch).expect("a finite loss");
    }
    wood.loss(&trainer.model)
}

fn main() -> std::io::Result<()> {
    let wood = Wood::new(100_000, 64, T);
    let seeds = if figures::quick() { 1 } else { 3 };
    println!("rate     loss of {seeds} seeds: least   mean    most");
    let mut points = Vec::new();
    for rate in RATES {
        let mut losses: Vec<f64> = (0..seeds).map(|seed| run(&wood, rate, seed)).collect();
        losses.sort_by(f64::total_cmp);
        let mean = losses.iter().sum::<f64>() / losses.len() as f64;
        let (least, most) = (losses[0], losses[losses.len() - 1]);
        println!("{rate:<7} {least:22.3}  {mean:6.3}  {most:6.3}");
        points.push((rate, least, mean, most));
    }
    println!("floor {:.3}", wood.floor);
    let means: Vec<f64> = points.iter().map(|point| point.2).collect();
    if !figures::quick() {
        assert!(means[5] < means[4] && means[5] < means[6], "0.03 ends lowest");
        assert!(means[..6].is_sorted_by(|a, b| a > b), "smaller ones have not arrived");
        assert!(means[0] > 4.0 * means[5], "the page says so");
    }
    let plot = Plot::new()
        .x("largest learning rate")
        .y("loss at the end (nats per character)")
        .log_x()
        .log_y()
        .y_ticks([0.25, 0.5, 1.0, 2.0])
        .band(
            "",
            Colour::nth(0),
            points.iter().map(|&(rate, low, _, high)| (rate, low, high)),
        )
        .line("", Colour::nth(0), points.iter().map(|&(rate, _, mean, _)| (rate, mean)))
        .theory("floor", [(RATES[0], wood.floor), (RATES[6], wood.floor)]);
    let seen = "A valley: high on the left, where the steps are too small, lowest at \
        0.03, and high again on the right.";
    Figure::new("rate-and-loss", seen).panel(plot).save()?;
    Ok(())
}
