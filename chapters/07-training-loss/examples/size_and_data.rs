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
    let steps = if figures::quick() { 10 } else { 500 };
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

    let above = |run: &Run| run.1 - floor;
    // On logarithmic axes, between neighbouring dots; a power law would have one slope.
    let slopes = |points: &[(f64, f64); 4]| {
        [0, 1, 2].map(|i| {
            let [(x, y), (next_x, next_y)] = [points[i], points[i + 1]];
            (y / next_y).ln() / (next_x / x).ln()
        })
    };
    let axes = |x| Plot::new().x(x).log_x().height(170.0);
    let distance = |x| axes(x).y("loss above the floor").log_y();
    let of_size = sizes.each_ref().map(|run| (run.0, above(run)));
    let of_text = texts.each_ref().map(|(n, run)| (*n, above(run)));
    for (name, slopes) in [("parameters", slopes(&of_size)), ("text", slopes(&of_text))] {
        println!("the distance falls with {name} as the power {slopes:.2?}");
        let steepest = slopes.into_iter().fold(0.0, f64::max);
        let flattest = slopes.into_iter().fold(f64::INFINITY, f64::min);
        assert!(figures::quick() || steepest > 1.5 * flattest, "no straight line");
    }
    let [held_out, own] = [|run: &Run| run.1, |run: &Run| run.2]
        .map(|pick| texts.each_ref().map(|(n, run)| (*n, pick(run))));
    let dotted = |plot: Plot, points: [(f64, f64); 4]| {
        plot.line("", Colour::nth(0), points).dots("", Colour::nth(0), points)
    };
    let both = axes("characters of text").y("loss (nats per character)");
    Figure::new(
        "size-and-data",
        "Above and in the middle, on logarithmic axes, the distance from the floor falls \
        as the model grows, and as the text does. Below, two curves, far apart for a short \
        text, meet near the floor as the text grows.",
    )
    .panel(dotted(distance("parameters"), of_size))
    .panel(dotted(distance("characters of text"), of_text))
    .panel(
        both.theory("floor", [(300.0, floor), (1e4, floor)])
            .line("held-out", Colour::nth(0), held_out)
            .line("its own text", Colour::nth(1), own),
    )
    .save()?;
    Ok(())
}
