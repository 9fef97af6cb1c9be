//! What a model writes that has learned nothing, and how surprised it is by the book's
//! sentence.

use decoder::{Config, Gpt, Sampling, Vocabulary, Writer};
use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};

const SENTENCE: &str = "the cat drank the milk because it was thirsty";

fn main() -> std::io::Result<()> {
    let vocabulary = Vocabulary::of("abcdefghijklmnopqrstuvwxyz .");
    let v = vocabulary.len() as f64;
    let tokens = vocabulary.encode(SENTENCE).expect("small letters");
    let mut rng = StdRng::seed_from_u64(1);
    let model: Gpt<f64> = Gpt::new(Config::article(28, 64, 4, 4, 64), &mut rng);

    let mut writer = Writer::new(&model, &tokens[..9]);
    for _ in 0..40 {
        writer.write(&Sampling::PLAIN, &mut rng);
    }
    println!("it writes: {}", vocabulary.decode(writer.tokens()));
    assert_eq!(writer.tokens().len(), 49);

    let mut reader = Writer::new(&model, &tokens[..1]);
    let surprises = tokens[1..].iter().enumerate().map(|(t, &next)| {
        let p = Sampling::PLAIN.distribution(&reader.next_logits());
        reader.push(next);
        ((t + 1) as f64, -p[next].ln())
    });
    let surprises: Vec<(f64, f64)> = surprises.collect();
    let loss = surprises.iter().map(|(_, surprise)| surprise).sum::<f64>()
        / surprises.len() as f64;
    println!("mean surprise: {loss:.3} nats a character; ln 28 = {:.3}", v.ln());
    println!("as if it chose among {:.1} characters, all equally likely", loss.exp());
    assert!((loss - v.ln()).abs() < 0.1);

    let plot = Plot::new().x("character number").y("surprise (nats)").y_range(0.0, 5.0);
    let plot = plot.dots("−ln p of the character that came", Colour::nth(0), surprises);
    let plot = plot.theory("ln 28", [(1.0, v.ln()), (44.0, v.ln())]);
    let alternative = "44 points scattered closely around the logarithm of 28, from the \
        first to the last.";
    Figure::new("untrained-writer", alternative).panel(plot).save().map(drop)
}
