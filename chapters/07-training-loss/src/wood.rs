//! Hollow Wood in tokens: a text to learn from, and one to measure on.

use decoder::{Config, Gpt, LanguageModel, Vocabulary};
use foundations::Float;
use hollow_wood::ALPHABET;
use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{Batch, mean_loss, windows};

/// How many characters the text to measure on has.
const HELD_OUT: usize = 30_000;

/// A text to learn from, windows of another one to measure on, and the exact floor of that
/// measurement.
///
/// ```
/// use rand::{SeedableRng, rngs::StdRng};
/// use training_loss::Wood;
/// let wood = Wood::<f32>::new(1000, 10, 16);
/// let untrained = wood.model(1, 1, 4, &mut StdRng::seed_from_u64(1));
/// assert!((wood.loss(&untrained) - 34_f64.ln()).abs() < 0.1); // it guesses among 34
/// assert!(wood.floor < 1.0);
/// ```
#[derive(Clone, Debug)]
pub struct Wood<F> {
    /// The 34 characters of the world.
    pub vocabulary: Vocabulary,
    /// What is learnt from.
    pub text: Vec<usize>,
    /// What is measured on.
    pub held_out: Batch<F>,
    /// The least loss that is possible there, in nats per character.
    pub floor: f64,
}

impl<F: Float> Wood<F> {
    /// `length` characters to learn from, and `count` held-out windows of `context`
    /// characters; always the same ones.
    ///
    /// # Panics
    /// If the context is not shorter than 30 000 characters.
    pub fn new(length: usize, count: usize, context: usize) -> Wood<F> {
        let (source, vocabulary) =
            (hollow_wood::source(), Vocabulary::new(ALPHABET.chars().collect()));
        let encode =
            |text: &str| vocabulary.encode(text).expect("the alphabet has every character");
        let text = encode(&source.text(length, &mut StdRng::seed_from_u64(1)));
        let other = source.text(HELD_OUT, &mut StdRng::seed_from_u64(2));
        let starts = windows(other.len(), count, context);
        let held_out = Batch::of_windows(&encode(&other), &starts, context);
        let floor = source.floor(&other.chars().collect::<Vec<_>>(), &starts, context);
        Wood { vocabulary, text, held_out, floor }
    }

    /// A new model of the article's kind, which looks at as much as a held-out window
    /// holds.
    pub fn model(
        &self,
        layers: usize,
        heads: usize,
        channels: usize,
        rng: &mut impl Rng,
    ) -> Gpt<F> {
        let context = self.held_out.inputs.ncols();
        let vocab = self.vocabulary.len();
        Gpt::new(Config::article(vocab, context, layers, heads, channels), rng)
    }

    /// The loss on the held-out windows, in nats per character.
    pub fn loss(&self, model: &impl LanguageModel<F>) -> f64 {
        mean_loss(model, &self.held_out).to_f64().expect("a number")
    }
}
