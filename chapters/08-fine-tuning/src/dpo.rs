//! DPO: comparisons teach the policy itself, without a reward and without sampling.

use decoder::LanguageModel;
use foundations::Float;
use training_loss::{Diverged, Step, Trainer};

use crate::preferences::preference_loss;
use crate::{Pair, log_probabilities_of_answers, weighted_answers};

/// DPO's loss of N comparisons, and its gradient with respect to log π of their answers.
///
/// ```text
/// z = β·log π(a)/π_SFT(a) − β·log π(b)/π_SFT(b)        a was liked better than b
/// L = −mean log σ(z)
/// ∂L/∂log π(a) = −β·σ(−z)/N        ∂L/∂log π(b) = β·σ(−z)/N
/// ```
///
/// Rafailov et al. 2023, equation 7. It is the loss of
/// [`BradleyTerry`](crate::BradleyTerry) for the reward of which the policy is the best.
///
/// # Shapes
/// `log_ratios`: N times `log π/π_SFT` of the better and of the worse answer; returns L and
/// N times two numbers.
///
/// ```
/// use fine_tuning::dpo;
/// // The supervised model itself: every choice is a tossed coin.
/// let (loss, dlog_p) = dpo(&[[0.0, 0.0]], 0.5);
/// assert_eq!((loss, dlog_p), (2.0_f64.ln(), vec![[-0.25, 0.25]]));
/// ```
// ANCHOR: dpo
pub fn dpo(log_ratios: &[[f64; 2]], beta: f64) -> (f64, Vec<[f64; 2]>) {
    let lead = |[better, worse]: &[f64; 2]| beta * (better - worse); // z
    let leads: Vec<f64> = log_ratios.iter().map(lead).collect();
    let (loss, dleads) = preference_loss(&leads);
    (loss, dleads.into_iter().map(|dlead| [beta * dlead, -beta * dlead]).collect())
}
// ANCHOR_END: dpo

/// What a step of DPO saw, and did.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The loss, in nats per comparison.
    pub loss: f64,
    /// `log π/π_SFT` of the better and the worse answer of each comparison, before it.
    pub log_ratios: Vec<[f64; 2]>,
    /// What chapter 7's trainer reports; its loss is another one, with the same gradient.
    pub step: Step,
}

/// One step of DPO of the policy that chapter 7's trainer holds, on comparisons: of each
/// the better answer and the worse one.
///
/// # Errors
/// If the loss or its gradient is not finite. The policy is left as it is.
///
/// # Panics
/// If there are no comparisons, or an answer does not fit the model's context.
// ANCHOR: dpo_step
pub fn dpo_step<F: Float, M: LanguageModel<F>>(
    trainer: &mut Trainer<M>,
    supervised: &M,
    comparisons: &[[Pair; 2]],
    beta: f64,
) -> Result<Lesson, Diverged> {
    let answers = comparisons.as_flattened();
    let log_p = log_probabilities_of_answers(&trainer.model, answers);
    let log_sft = log_probabilities_of_answers(supervised, answers);
    let log_ratios: Vec<f64> = log_p.iter().zip(log_sft).map(|(p, sft)| p - sft).collect();
    let log_ratios = log_ratios.as_chunks().0.to_vec();
    let (loss, dlog_p) = dpo(&log_ratios, beta);
    let step = trainer.step(&weighted_answers(answers, dlog_p.as_flattened()))?;
    Ok(Lesson { loss, log_ratios, step })
}
// ANCHOR_END: dpo_step
