//! Three wrong backwards beside the right one: all learn, two of them about as well. The
//! curves don't tell which is wrong. The check does.

mod bugs;
mod whole;

use bugs::Bug;
use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer, Wood, clip};
use whole::{check, gradient};

const T: usize = 48;

/// The held-out loss over a run.
fn train(wood: &Wood<f32>, bug: Bug, seed: u64, steps: usize) -> Vec<(f64, f64)> {
    let schedule = Schedule { peak: 3e-3, last: 1e-4, warm_up: steps.min(50), steps };
    let mut trainer =
        Trainer::new(wood.model(2, 4, 48, &mut StdRng::seed_from_u64(3)), schedule);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut curve = Vec::new();
    for step in 0..=steps {
        if step % 25 == 0 {
            curve.push((step as f64, wood.loss(&trainer.model)));
        }
        let batch = Batch::random(&wood.text, 8, T, &mut rng);
        let mut gradient = gradient(bug, &trainer.model, &batch);
        clip(&mut gradient, trainer.max_norm);
        trainer.optimizer.step(&mut trainer.model, &gradient, schedule.lr(step));
    }
    curve
}

fn main() -> std::io::Result<()> {
    let runs = [
        ("right", Bug::None, 4),
        ("right, other seed", Bug::None, 5),
        ("no 1/√D", Bug::NoScale, 4),
        ("no queries", Bug::NoQueries, 4),
        ("no mean", Bug::NoMean, 4),
    ];
    let steps = if figures::quick() { 10 } else { 800 };
    let wood = Wood::new(300_000, 32, T);
    println!("floor {:.3} nats per character\n", wood.floor);
    println!("backward           loss   off by  where it is worst");
    let mut plot = Plot::new()
        .x("step")
        .y("loss (nats per character)")
        .log_y()
        .y_ticks([0.25, 0.5, 1.0, 2.0]);
    // Side by side, on as many processors as there are.
    let curves = std::thread::scope(|scope| {
        let run = |(_, bug, seed)| {
            let wood = &wood;
            scope.spawn(move || train(wood, bug, seed, steps))
        };
        runs.map(run).map(|run| run.join().expect("finite numbers"))
    });
    let mut losses = Vec::new();
    for (i, ((name, bug, _), curve)) in runs.into_iter().zip(curves).enumerate() {
        let check = check(bug);
        let loss = curve[curve.len() - 1].1;
        println!("{name:17}  {loss:.3}  {:7.1e}  {}", check.worst, check.at);
        assert!(
            if bug == Bug::None { check.worst < 1e-8 } else { check.worst > 1e-3 },
            "{name}: {check}"
        );
        plot = plot.line(name, Colour::nth(i), curve);
        losses.push(loss);
    }
    let above = |i: usize| losses[i] / losses[0] - 1.0;
    println!("\nabove the first, in %:  {:.1?}", [1, 2, 3, 4].map(|i| 100.0 * above(i)));
    if !figures::quick() {
        assert!(losses[0] < 1.25 * wood.floor, "the right one comes near the floor");
        assert!(
            [1, 2, 3].iter().all(|&i| above(i).abs() < 0.12),
            "two of the wrong ones too"
        );
        assert!(above(4) > 1.0 && (losses[4] - 1.4).abs() < 0.3, "the third hardly looks");
    }
    Figure::new(
        "bugs-that-learn",
        "Five curves fall from 3.5. Four of them lie on each other, nearly down to the \
        dashed floor; the fifth comes to rest far above them.",
    )
    .panel(plot.theory("floor", [(0.0, wood.floor), (steps as f64, wood.floor)]))
    .save()?;
    Ok(())
}
