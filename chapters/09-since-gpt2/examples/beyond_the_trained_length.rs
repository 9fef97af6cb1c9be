//! Trained on windows of 48 characters, and then read on: the loss beyond the last position
//! of training, for four ways to tell places apart.

mod lesson;

use decoder::{Config, LanguageModel};
use figures::{Colour, Figure, Plot};
use lesson::{on_two_processors, train};
use ndarray::Axis;
use positional_encoding::Positions;
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{Choice, Decoder, Recipe, slopes};
use training_loss::{Batch, Wood, log_probabilities};

const TRAINED: usize = 48;
const READ: usize = 144;
const PIECE: usize = 12; // the loss is a mean over so many positions

/// A new decoder with room for long texts.
fn new(kind: &str, vocab: usize, rng: &mut StdRng) -> Decoder<f32> {
    let config = Config::article(vocab, READ, 2, 4, 48);
    let turned = Recipe { rotary: Some(10_000.0), ..Recipe::THEN };
    let recipe = if ["rotary", "ALiBi"].contains(&kind) { turned } else { Recipe::THEN };
    let mut model = Decoder::new(&config, &recipe, rng);
    if kind == "learned table" {
        model.positions = Some(Positions::learned(READ, 48, 0.4, rng));
    }
    if kind == "ALiBi" {
        for block in &mut model.blocks {
            let Choice::Now(attention) = &mut block.attention else { unreachable!() };
            (attention.rotary, attention.slopes) = (None, Some(slopes(4)));
        }
    }
    model
}

/// The mean loss of each piece of a batch of long windows.
fn by_place(model: &Decoder<f32>, batch: &Batch<f32>) -> Vec<f64> {
    let (logits, _) = model.forward(&batch.inputs); // (B, T, V)
    let losses = -log_probabilities(&logits, &batch.targets).mapv(f64::from); // (B, T)
    let pieces = losses.axis_chunks_iter(Axis(1), PIECE);
    pieces.map(|piece| piece.mean().expect("losses")).collect()
}

fn main() -> std::io::Result<()> {
    let (steps, seeds) = if figures::quick() { (4, 1) } else { (300, 3) };
    let kinds = ["sinusoids", "learned table", "rotary", "ALiBi"];
    let wood = Wood::<f32>::new(300_000, 48, READ);
    let runs: Vec<(&str, u64)> =
        kinds.iter().flat_map(|&kind| (0..seeds).map(move |seed| (kind, seed))).collect();
    let curves = on_two_processors(&runs, |&(kind, seed)| {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = new(kind, wood.vocabulary.len(), &mut rng);
        let model = train(model, &wood.text, TRAINED, steps, &mut rng);
        by_place(&model, &wood.held_out)
    });
    println!("loss in nats per character, the mean of {seeds} seeds, at the places");
    println!("                 36 to 47   48 to 59   96 to 107   132 to 143");
    let mut plot =
        Plot::new().x("place in the text").y("loss (nats per character)").label_ends();
    for (i, (kind, curves)) in kinds.iter().zip(curves.chunks(seeds as usize)).enumerate() {
        let mean =
            |piece: usize| curves.iter().map(|c| c[piece]).sum::<f64>() / seeds as f64;
        let [before, after, far, last] = [3, 4, 8, 11].map(mean);
        println!("{kind:15} {before:9.3} {after:10.3} {far:11.3} {last:12.3}");
        // Added positions fail at once; turned ones go on for a piece, and then fail too; a
        // price of distance goes on.
        let fails_at_once = after - before > 1.0;
        let goes_on = after - before < 0.25;
        let fails_far_out = far - before > 0.5 && last - before > 1.0;
        let goes_on_far_out = far - before < 0.25 && last - before < 0.25;
        assert!(
            figures::quick()
                || match *kind {
                    "rotary" => goes_on && fails_far_out,
                    "ALiBi" => goes_on && goes_on_far_out,
                    _ => fails_at_once && fails_far_out,
                }
        );
        let points = (0..READ / PIECE)
            .map(|piece| ((PIECE * piece + PIECE / 2) as f64, mean(piece)));
        plot = plot.line(kind, Colour::nth(i), points.skip(1));
    }
    let alternative = "Four lines, low up to place 48, where training ended. Just beyond, \
        those of the sinusoids and of the learned table jump up and stay up. That of the \
        rotary positions stays low for some characters and then climbs; that of ALiBi \
        stays low to the end.";
    let plot = plot.vertical(TRAINED as f64, "trained up to here");
    Figure::new("beyond-the-trained-length", alternative).panel(plot).save()?;
    Ok(())
}
