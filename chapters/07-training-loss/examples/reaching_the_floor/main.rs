//! Pre-training on Hollow Wood, from ln 34 to the exact floor: what the model writes on the
//! way, what still surprises it at the end, and which of its heads finds the animal's name.

mod heads;
mod keep;
mod surprise;
#[path = "../wood/mod.rs"]
mod wood;

use decoder::{Gpt, Sampling, Writer};
use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::Wood;

const T: usize = 96;

fn main() -> std::io::Result<()> {
    let (steps, batch, layers, channels) =
        if figures::quick() { (150, 8, 2, 32) } else { (1200, 16, 3, 96) };
    let wood = Wood::new(1_000_000, if figures::quick() { 16 } else { 128 }, T);
    let entropy = hollow_wood::source().entropy();
    println!(
        "entropy {entropy:.4}, floor of windows of {T}: {:.4} nats per character\n",
        wood.floor
    );
    assert!(
        (entropy - 0.212).abs() < 5e-4
            && (figures::quick() || (wood.floor - 0.250).abs() < 1e-3)
    );
    let mut curve = Vec::new();
    let model = wood::train(
        &wood,
        wood.model(layers, 4, channels, &mut StdRng::seed_from_u64(3)),
        steps,
        batch,
        |step, trainer| {
            if step % 50 == 0 {
                curve.push((step as f64, wood.loss(&trainer.model)));
            }
            if [0, 50, 200, 1000].contains(&step) {
                let loss = curve[curve.len() - 1].1;
                println!(
                    "step {step:4}, loss {loss:.3}: {}",
                    written(&wood, &trainer.model)
                );
            }
        },
    );
    let (first, last) = (curve[0].1, wood.loss(&model));
    let above = 100.0 * (last / wood.floor - 1.0);
    println!("\nat the end {last:.4} nats per character, {above:.1} % above the floor");
    assert!((first - 34_f64.ln()).abs() < 0.1, "it starts at ln 34");
    assert!(if figures::quick() { last < 2.0 } else { above < 5.0 }, "it ends at {last}");

    let plot =
        Plot::new().x("step").y("loss (nats per character)").log_y().y_range(0.2, 4.0);
    let plot =
        plot.y_ticks([0.25, 0.5, 1.0, 2.0]).line("held-out loss", Colour::nth(0), curve);
    let plot = plot.theory("floor", [(0.0, wood.floor), (steps as f64, wood.floor)]);
    Figure::new(
        "loss-and-floor",
        "From 3.5 the loss falls fast, then slowly, on to the dashed floor.",
    )
    .panel(plot.horizontal(34_f64.ln(), "ln 34"))
    .save()?;
    figures::keep("wood-model", &keep::halves(&model))?;
    surprise::still_surprising(&wood, &model)?;
    heads::heads_at_work(&wood, &model)
}

/// The next 60 characters after a line end.
fn written(wood: &Wood<f32>, model: &Gpt<f32>) -> String {
    let mut rng = StdRng::seed_from_u64(5);
    let mut writer =
        Writer::new(model, &wood.vocabulary.encode("\n").expect("in the alphabet"));
    (0..60).for_each(|_| _ = writer.write(&Sampling::PLAIN, &mut rng));
    wood.vocabulary.decode(&writer.tokens()[1..]).replace('\n', "¶")
}
