//! Three wrong gradients beside the right one: all learn, and the curves don't tell which
//! is wrong. The check does.

mod bugs;

use bugs::{Bug, check, spoil};
use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer, Wood, clip, loss_and_gradient};

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
        let (_, mut gradient) =
            loss_and_gradient(&trainer.model, &Batch::random(&wood.text, 8, T, &mut rng));
        spoil(bug, &mut gradient);
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
        ("half a bias", Bug::HalfABias, 4),
    ];
    let steps = if figures::quick() { 50 } else { 800 };
    let wood = Wood::new(300_000, 32, T);
    println!("floor {:.3} nats per character\n", wood.floor);
    println!("backward           loss   off by  where it is worst");
    let mut plot = Plot::new()
        .x("step")
        .y("loss (nats per character)")
        .log_y()
        .y_ticks([0.25, 0.5, 1.0, 2.0]);
    let mut losses = Vec::new();
    for (i, (name, bug, seed)) in runs.into_iter().enumerate() {
        let (curve, check) = (train(&wood, bug, seed, steps), check(bug));
        let loss = curve[curve.len() - 1].1;
        println!("{name:17}  {loss:.3}  {:7.1e}  {}", check.worst, check.at);
        assert!(
            if bug == Bug::None { check.worst < 1e-8 } else { check.worst > 1e-3 },
            "{name}: {check}"
        );
        assert!(
            figures::quick() || loss < 1.2 * wood.floor,
            "it learns: {name} ends at {loss}"
        );
        plot = plot.line(name, Colour::nth(i), curve);
        losses.push(loss);
    }
    let apart =
        losses.iter().map(|loss| (loss / losses[0] - 1.0).abs()).fold(0.0, f64::max);
    println!("\nthe curves end within {:.1} % of the first", 100.0 * apart);
    assert!(figures::quick() || apart < 0.05);
    Figure::new(
        "bugs-that-learn",
        "Five curves fall on each other, from 3.5 nearly down to the dashed floor.",
    )
    .panel(plot.theory("floor", [(0.0, wood.floor), (steps as f64, wood.floor)]))
    .save()?;
    Ok(())
}
