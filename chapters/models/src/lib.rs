//! The models of the program: numbers of 32 bits, in the parts of chapter 6 or of chapter 9.
//!
//! The chapters are generic, and whoever calls a generic function compiles it. Here they are
//! called for these models, and what works on each number of a tensor stands beside them:
//! this crate is optimised, and so what calls it need not be.
//!
//! Read in this order: [`Model`], and how one begins; [`trainer`], and the steps that it is
//! given to; [`sample_answers`] and [`next_logits`], a model that writes; [`Kind`] and
//! [`bytes`], tensors from files and to files.

mod learning;
mod numbers;
mod writing;

use decoder::{Config, Gpt};
use rand::rngs::StdRng;
use since_gpt2::{Choice, Decoder, Recipe};

pub use learning::{dpo_step, mean_loss, reinforce_step, step, trainer};
pub use numbers::{Kind, bytes, fill, is_finite, turned};
pub use writing::{
    distribution, likeliest, log_probabilities_of_answers, logits, next_logits,
    sample_answers, write, writer,
};

/// A model of chapter 6, or one of chapter 9.
pub type Model = Choice<Gpt<f32>, Decoder<f32>>;

/// A model of chapter 6 with random weights: [`Gpt::new`].
pub fn then(config: Config, rng: &mut StdRng) -> Model {
    Choice::Then(Gpt::new(config, rng))
}

/// A model of chapter 9 with random weights: [`Decoder::new`].
///
/// # Panics
/// As [`Decoder::new`].
pub fn now(config: &Config, recipe: &Recipe, rng: &mut StdRng) -> Model {
    Choice::Now(Decoder::new(config, recipe, rng))
}
