//! The ladder: the loss on the same text, with one part added at a time, above the exact
//! floor.

mod model;
mod part;
mod rungs;

use figures::{Bars, Colour, Figure};
use model::Model;
use rand::{SeedableRng, rngs::StdRng};
use rungs::{RUNGS, parts};
use training_loss::Wood;

const T: usize = 48; // characters in a window
const C: usize = 48; // channels

fn main() -> std::io::Result<()> {
    let (steps, seeds) = if figures::quick() { (6, 2) } else { (300, 3) };
    let wood = Wood::<f32>::new(300_000, 64, T);
    println!("exact floor of windows of {T}: {:.3} nats per character\n", wood.floor);
    println!("model                  loss, the mean of {seeds} seeds   least    most");
    let mut rungs = Vec::new();
    for (name, recipe) in RUNGS {
        let run = |seed| {
            let mut rng = StdRng::seed_from_u64(seed);
            let parts = parts(recipe, T, C, &mut rng);
            let mut model = Model::new(wood.vocabulary.len(), C, parts, &mut rng);
            model.train(&wood.text, T, steps, &mut rng);
            model.loss(&wood.held_out).0
        };
        let losses: Vec<f64> = (0..seeds).map(run).collect();
        let mean = losses.iter().sum::<f64>() / seeds as f64;
        let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
        let most = losses.iter().copied().fold(0.0, f64::max);
        println!("{name:20} {mean:26.3}   {least:5.3}   {most:5.3}");
        rungs.push((mean, least, most));
    }
    // By the chapters' order, and the spread of the seeds: (mean, least, most).
    let (ladder, plain) = (&rungs[..7], rungs[7]);
    assert!(rungs.iter().all(|rung| rung.1 > wood.floor), "no model beats the floor");
    if !figures::quick() {
        let gains = |pair: &[(f64, f64, f64)]| pair[1].2 < pair[0].1;
        assert!(ladder[1..].windows(2).all(gains), "from one head on, each part helps");
        assert!(ladder[1].0 > 0.9 * ladder[0].0, "one head alone gains next to nothing");
        assert!(ladder[3].0 < 0.7 * ladder[2].0, "positions take off a lot,");
        let gain = |pair: &[(f64, f64, f64)]| pair[0].0 - pair[1].0;
        let most = ladder.windows(2).map(gain).fold(0.0, f64::max);
        assert!(gain(&ladder[2..4]) == most, "and more nats than any other part");
        assert!(plain.1 > ladder[5].2, "two plain layers lose to one with both remedies");
    }

    let bars = Bars::new(RUNGS[..7].iter().map(|(name, _)| name)).horizontal().numbers(2);
    let bars = bars
        .title("loss (nats per character)")
        .series("mean of the seeds", Colour::nth(0), ladder.iter().map(|rung| rung.0))
        .theory("exact floor", [wood.floor; 7]);
    let alternative = "Seven bars, from the bigram model down to two layers with \
        everything. The second is hardly shorter than the first; the fourth, with \
        positions, is far shorter than the third; the last comes close to the dashed \
        floor.";
    Figure::new("ladder", alternative).panel(bars).save()?;
    Ok(())
}
