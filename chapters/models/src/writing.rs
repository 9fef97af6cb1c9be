//! What a model says, token by token.

use decoder::{LanguageModel, Sampling, Writer};
use fine_tuning::{Answer, Pair, Stopping};
use ndarray::{Array1, Array3, ArrayRef1, ArrayRef2};
use rand::rngs::StdRng;

use crate::Model;

/// [`LanguageModel::forward`] without its cache: `(B, T)` → `(B, T, V)`.
///
/// # Panics
/// As that does.
pub fn logits(model: &Model, tokens: &ArrayRef2<usize>) -> Array3<f32> {
    model.forward(tokens).0
}

/// [`fine_tuning::sample_answers`].
///
/// # Panics
/// As that does.
pub fn sample_answers(
    model: &Model,
    prompts: &[Vec<usize>],
    stopping: Stopping,
    sampling: &Sampling,
    rng: &mut StdRng,
) -> Vec<Answer> {
    fine_tuning::sample_answers(model, prompts, stopping, sampling, rng)
}

/// [`fine_tuning::log_probabilities_of_answers`].
///
/// # Panics
/// As that does.
pub fn log_probabilities_of_answers(model: &Model, pairs: &[Pair]) -> Vec<f64> {
    fine_tuning::log_probabilities_of_answers(model, pairs)
}

/// [`Writer::new`].
///
/// # Panics
/// As that does.
pub fn writer<'a>(model: &'a Model, prompt: &[usize]) -> Writer<'a, f32, Model> {
    Writer::new(model, prompt)
}

/// [`Writer::next_logits`]: `(V)`.
pub fn next_logits(writer: &mut Writer<f32, Model>) -> Array1<f32> {
    writer.next_logits()
}

/// [`Sampling::distribution`]: `(V)` → `(V)`.
///
/// # Panics
/// As that does.
pub fn distribution(sampling: &Sampling, logits: &ArrayRef1<f32>) -> Array1<f32> {
    sampling.distribution(logits)
}

/// The `count` likeliest tokens and their probabilities, the likeliest first.
pub fn likeliest(p: &ArrayRef1<f32>, count: usize) -> Vec<(usize, f32)> {
    let mut all: Vec<(usize, f32)> = p.iter().copied().enumerate().collect();
    all.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    all.truncate(count);
    all
}

/// [`Writer::write`].
///
/// # Panics
/// As that does.
pub fn write(
    writer: &mut Writer<f32, Model>,
    sampling: &Sampling,
    rng: &mut StdRng,
) -> usize {
    writer.write(sampling, rng)
}
