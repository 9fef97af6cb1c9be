//! A text of Hollow Wood to learn from, and one to measure on.

use decoder::{Config, Gpt, Vocabulary};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::world::{ALPHABET, hollow_wood};
use training_loss::{Batch, mean_loss, windows};

/// A text to learn from, another one to measure on, and the exact floor of that
/// measurement.
pub(crate) struct Wood {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) text: Vec<usize>,
    pub(crate) held_out: Batch<f32>,
    pub(crate) floor: f64,
}

/// `length` characters to learn from, and `count` held-out windows of `context` characters.
pub(crate) fn wood(length: usize, count: usize, context: usize) -> Wood {
    let (source, vocabulary) = (hollow_wood(), Vocabulary::new(ALPHABET.chars().collect()));
    let encode =
        |text: &str| vocabulary.encode(text).expect("the alphabet has every character");
    let text = encode(&source.text(length, &mut StdRng::seed_from_u64(1)));
    let other = source.text(30_000, &mut StdRng::seed_from_u64(2));
    let starts = windows(other.len(), count, context);
    let held_out = Batch::of_windows(&encode(&other), &starts, context);
    let floor = source.floor(&other.chars().collect::<Vec<_>>(), &starts, context);
    Wood { vocabulary, text, held_out, floor }
}

impl Wood {
    /// A new model of the article's kind.
    pub(crate) fn model(
        &self,
        context: usize,
        layers: usize,
        heads: usize,
        channels: usize,
    ) -> Gpt<f32> {
        let config =
            Config::article(self.vocabulary.len(), context, layers, heads, channels);
        Gpt::new(config, &mut StdRng::seed_from_u64(3))
    }

    /// The loss on the held-out windows, in nats per character.
    pub(crate) fn loss(&self, model: &Gpt<f32>) -> f64 {
        f64::from(mean_loss(model, &self.held_out))
    }
}
