//! The loop of reinforcement learning: answer, be rewarded, make the better answers
//! likelier.

use decoder::{LanguageModel, Sampling, Vocabulary};
use foundations::Float;
use rand::Rng;
use training_loss::{Diverged, Step, Trainer};

use crate::{
    Answer, Method, Pair, Reward, Stopping, log_probabilities_of_answers, sample_answers,
    weighted_answers,
};

/// REINFORCE with a leave-one-out baseline and a KL penalty; or one of its relatives, with
/// the same penalty.
///
/// ```text
/// J(θ) = E_{x∼π}[R(x)] − β·KL(π ‖ π_SFT) = E_{x∼π}[R(x) − β·log(π(x)/π_SFT(x))]
/// ```
///
/// The article's formula is β = 0. The penalty keeps the model near the supervised one,
/// π_SFT; it is a part of the value of an answer, and so of its advantage, a constant for
/// the backward. Williams 1992; Ouyang et al. 2022, step 3 (with PPO for the step);
/// Ahmadian et al. 2024 (that REINFORCE with this baseline is enough).
#[derive(Clone, Debug)]
pub struct Reinforce<M> {
    /// π_SFT: the supervised model, which stays as it is.
    pub reference: M,
    /// Which characters the tokens are: a reward reads texts.
    pub vocabulary: Vocabulary,
    /// When an answer ends.
    pub stopping: Stopping,
    /// β: what a nat of distance from the supervised model costs.
    pub beta: f64,
    /// K: answers to each prompt of a step, two or more.
    pub group_size: usize,
    /// How the answers become steps.
    pub method: Method,
}

/// What a step of reinforcement learning saw, and did.
#[derive(Clone, Debug)]
pub struct Round {
    /// The answers, K to each prompt, and `log π` of each.
    pub answers: Vec<Answer>,
    /// What each was worth.
    pub rewards: Vec<f64>,
    /// `log π/π_SFT` of each; their mean is the estimate of the KL.
    pub log_ratios: Vec<f64>,
    /// What chapter 7's trainer reports, of the last step on these answers.
    pub step: Step,
}

impl<M: Clone> Reinforce<M> {
    /// One round of the policy π, which chapter 7's trainer holds: `group_size` answers to
    /// each of the prompts, their rewards, and the method's steps: of REINFORCE one, along
    /// the policy gradient.
    ///
    /// # Errors
    /// If the loss or its gradient is not finite: a reward was not, or the policy's own
    /// numbers. The policy is left as it was before that step.
    ///
    /// # Panics
    /// If there are no prompts, one is empty or does not leave room for an answer, or
    /// `group_size` is less than 2.
    // ANCHOR: step
    pub fn step<F: Float>(
        &self,
        trainer: &mut Trainer<M>,
        prompts: &[Vec<usize>],
        reward: &dyn Reward,
        rng: &mut impl Rng,
    ) -> Result<Round, Diverged>
    where
        M: LanguageModel<F>,
    {
        let prompts: Vec<Vec<usize>> = prompts
            .iter()
            .flat_map(|prompt| vec![prompt.clone(); self.group_size])
            .collect();
        let answers =
            sample_answers(&trainer.model, &prompts, self.stopping, &Sampling::PLAIN, rng);
        let pairs: Vec<Pair> = (prompts.into_iter().zip(&answers))
            .map(|(prompt, answer)| Pair { prompt, answer: answer.tokens.clone() })
            .collect();
        let text = |tokens: &[usize]| self.vocabulary.decode(tokens);
        let rewards: Vec<f64> = pairs
            .iter()
            .map(|pair| reward.of(&text(&pair.prompt), &text(&pair.answer)))
            .collect();
        let log_sft = log_probabilities_of_answers(&self.reference, &pairs);
        let log_ratios: Vec<f64> =
            answers.iter().zip(log_sft).map(|(answer, sft)| answer.log_p - sft).collect();

        // R − β·log(π/π_SFT)
        let values: Vec<f64> = rewards
            .iter()
            .zip(&log_ratios)
            .map(|(r, ratio)| r - self.beta * ratio)
            .collect();
        let mut moved = vec![0.0; values.len()]; // log π/π_old
        let mut step = None;
        for update in 0..self.method.updates() {
            if update > 0 {
                let log_p = log_probabilities_of_answers(&trainer.model, &pairs);
                moved = log_p.iter().zip(&answers).map(|(p, old)| p - old.log_p).collect();
            }
            let (_, dlog_p) = self.method.loss(&moved, &values, self.group_size);
            step = Some(trainer.step(&weighted_answers(&pairs, &dlog_p))?);
        }
        let step = step.expect("a method makes one step or more");
        Ok(Round { answers, rewards, log_ratios, step })
    }
    // ANCHOR_END: step
}
