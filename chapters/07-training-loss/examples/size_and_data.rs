//! What a larger model buys, and what more text buys: the loss after the same number of
//! steps.

mod wood;

use figures::{Colour, Figure, Plot};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Wood, mean_loss, windows};

const T: usize = 64;

/// What a run gives: parameters, held-out loss, loss on the text it learnt from, the
/// held-out floor.
struct Run(f64, f64, f64, f64);

/// Trains a model of two blocks on a text of so many characters.
fn run(characters: usize, channels: usize) -> Run {
    let wood = Wood::new(characters, 64, T);
    let steps = if figures::quick() { 40 } else { 500 };
    let model = wood.model(2, 4, channels, &mut StdRng::seed_from_u64(3));
    let model = wood::train(&wood, model, steps, 8, |_, _| ());
    let own = Batch::of_windows(&wood.text, &windows(wood.text.len(), 64, T), T);
    Run(
        model.parameter_count() as f64,
        wood.loss(&model),
        f64::from(mean_loss(&model, &own)),
        wood.floor,
    )
}

fn main() -> std::io::Result<()> {
    println!("parameters   held-out loss   (300 000 characters to learn from)");
    let sizes = [8, 16, 32, 64].map(|channels| run(300_000, channels));
    sizes.iter().for_each(|run| println!("{:10}   {:13.3}", run.0, run.1));
    println!("\ncharacters   held-out loss   on its own text   (64 channels)");
    let texts = [300, 1_000, 3_000, 10_000]
        .map(|characters| (characters as f64, run(characters, 64)));
    texts.iter().for_each(|(characters, run)| {
        println!("{characters:10}   {:13.3}   {:15.3}", run.1, run.2);
    });

    let floor = sizes[0].3;
    assert!(
        sizes.iter().chain(texts.iter().map(|(_, run)| run)).all(|run| run.1 > floor),
        "none beats the floor"
    );
    if !figures::quick() {
        assert!(sizes.is_sorted_by(|a, b| a.1 > b.1), "a larger model comes nearer");
        assert!(texts.is_sorted_by(|a, b| a.1.1 > b.1.1), "more text helps");
        let short = &texts[0].1;
        assert!(
            short.2 < floor && short.1 > 3.0 * floor,
            "a short text is learnt by heart, and teaches little"
        );
    }

    let ends = |low: f64, high: f64| [(low, floor), (high, floor)];
    let size =
        Plot::new().x("parameters").y("loss (nats per character)").log_x().height(180.0);
    let data = Plot::new()
        .x("characters of text")
        .y("loss (nats per character)")
        .log_x()
        .height(200.0);
    let [held_out, own] = [|run: &Run| run.1, |run: &Run| run.2]
        .map(|pick| texts.each_ref().map(|(n, run)| (*n, pick(run))));
    Figure::new(
        "size-and-data",
        "Above, the loss falls towards the floor as the model grows. Below, two curves, \
        far apart for a short text, meet near it as the text grows.",
    )
    .panel(size.theory("floor", ends(sizes[0].0, sizes[3].0)).line(
        "held-out",
        Colour::nth(0),
        sizes.each_ref().map(|run| (run.0, run.1)),
    ))
    .panel(
        data.theory("floor", ends(300.0, 1e4))
            .line("held-out", Colour::nth(0), held_out)
            .line("its own text", Colour::nth(1), own),
    )
    .save()?;
    Ok(())
}
