//! Many answers at once: prompts of one length get their next tokens together, up to eight
//! in a forward.

use decoder::{LanguageModel, Sampling};
use foundations::Float;
use ndarray::{Array2, s};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

use crate::pieces::{by_length, map_rows};

/// When an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopping {
    /// The token that ends it, and is its last one.
    pub token: usize,
    /// The most tokens that it can have; one that is this long and has not stopped is cut
    /// there.
    pub cap: usize,
}

/// What a model said.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its tokens; the last one is the stopping token, unless it was cut.
    pub tokens: Vec<usize>,
    /// `log π(answer | prompt)`, in nats, under the model's own distribution.
    pub log_p: f64,
}

/// An answer to each of the prompts, `log π` of each with it.
///
/// The prompts are grouped by their length: the rows of a group are at the same position at
/// each step, so one forward with kept keys gives several of them (a piece) their next
/// token. (Padding short prompts would be wrong: a model sees its padding.) An answer that
/// has stopped stays in its piece, and what the model says after it is thrown away.
///
/// Every answer draws from a generator of its own, seeded from `rng`: it does not depend on
/// who else is in the batch.
///
/// Nothing can be drawn from logits that are not finite, as a model gives them that has
/// diverged: the answer stops there, and where they are NaN its `log_p` is NaN too.
///
/// # Panics
/// If a prompt is empty, or one with an answer of `cap` tokens does not fit the model's
/// context.
pub fn sample_answers<F: Float>(
    model: &impl LanguageModel<F>,
    prompts: &[Vec<usize>],
    stopping: Stopping,
    sampling: &Sampling,
    rng: &mut impl Rng,
) -> Vec<Answer> {
    let (longest, context) =
        (prompts.iter().map(Vec::len).max().unwrap_or(0), model.config().context);
    assert!(
        longest + stopping.cap <= context,
        "{longest} tokens and an answer of {} do not fit a context of {context}",
        stopping.cap
    );
    let seeds: Vec<u64> = prompts.iter().map(|_| rng.random()).collect();
    let length = |row: usize| prompts[row].len();
    let rows = by_length(prompts.len(), length);
    map_rows(rows.chunk_by(|&a, &b| length(a) == length(b)), |rows| {
        let prompts: Vec<&[usize]> = rows.iter().map(|&row| &prompts[row][..]).collect();
        let rngs = rows.iter().map(|&row| StdRng::seed_from_u64(seeds[row])).collect();
        in_step(model, &prompts, stopping, sampling, rngs)
    })
}

/// The answers to prompts of one length.
// ANCHOR: in_step
fn in_step<F: Float>(
    model: &impl LanguageModel<F>,
    prompts: &[&[usize]],
    stopping: Stopping,
    sampling: &Sampling,
    mut rngs: Vec<StdRng>,
) -> Vec<Answer> {
    let mut answers = vec![Answer { tokens: Vec::new(), log_p: 0.0 }; prompts.len()];
    let mut caches = model.kv_cache(prompts.len());
    let mut new =
        // (B, T)
        Array2::from_shape_fn((prompts.len(), prompts[0].len()), |(b, t)| prompts[b][t]);
    for _ in 0..stopping.cap {
        let logits = model.forward_cached(&new, &mut caches); // (B, T, V)
        let last = logits.slice(s![.., -1.., ..]); // (B, 1, V)
        new = Array2::from_shape_fn((prompts.len(), 1), |(b, _)| {
            let logits = last.slice(s![b, 0, ..]);
            let diverged = logits.iter().any(|logit| !logit.is_finite());
            if diverged { stopping.token } else { sampling.draw(&logits, &mut rngs[b]) }
        });
        let log_p = training_loss::log_probabilities(&last, &new); // (B, 1)
        let mut running = false;
        for (b, answer) in answers.iter_mut().enumerate() {
            if answer.tokens.last() != Some(&stopping.token) {
                answer.tokens.push(new[[b, 0]]);
                answer.log_p += log_p[[b, 0]].as_f64();
                running |= new[[b, 0]] != stopping.token;
            }
        }
        if !running {
            break;
        }
    }
    answers
}
// ANCHOR_END: in_step
