//! A reward that is learnt: which of two answers do people like better?

use std::collections::BTreeSet;

use ndarray::{Array1, Array2, Axis};
use rand::{Rng, RngExt};
use training_loss::{AdamW, Schedule};

use crate::Reward;

/// Two answers to one prompt, and which of them was liked better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The one that was chosen.
    pub better: String,
    /// The other one.
    pub worse: String,
}

impl Comparison {
    /// The choice of one who goes by `judge`, errs in a share `noise` of the cases, and
    /// tosses a coin between equals.
    pub fn ask(
        judge: &dyn Reward,
        prompt: &str,
        [one, two]: [String; 2],
        noise: f64,
        rng: &mut impl Rng,
    ) -> Comparison {
        let lead = judge.of(prompt, &one) - judge.of(prompt, &two);
        let p = if lead == 0.0 {
            0.5
        } else if lead > 0.0 {
            1.0 - noise
        } else {
            noise
        };
        let (better, worse) = if rng.random_bool(p) { (one, two) } else { (two, one) };
        Comparison { better, worse }
    }

    /// Whether one who chooses as Bradley and Terry say prefers the first of two answers.
    ///
    /// ```text
    /// P = σ(R(first) − R(second))
    /// ```
    pub fn prefers_first(
        judge: &dyn Reward,
        prompt: &str,
        [first, second]: [&str; 2],
        rng: &mut impl Rng,
    ) -> bool {
        let lead = judge.of(prompt, first) - judge.of(prompt, second);
        rng.random_bool(1.0 / (1.0 + (-lead).exp()))
    }
}

/// The loss of N comparisons, given by how much the better answer leads in each, and its
/// gradient with respect to the leads.
///
/// ```text
/// L = −mean log σ(z) = mean log(1 + e^−z)        ∂L/∂z = −σ(−z)/N
/// ```
///
/// Bradley & Terry 1952.
// ANCHOR: preference_loss
pub(crate) fn preference_loss(leads: &[f64]) -> (f64, Vec<f64>) {
    let n = leads.len() as f64;
    // log(1 + e^−z), for any z
    let surprise = |z: &f64| (-z.abs()).exp().ln_1p() + (-z).max(0.0);
    let loss = leads.iter().map(surprise).sum::<f64>() / n;
    (loss, leads.iter().map(|z| -1.0 / (1.0 + z.exp()) / n).collect())
}
// ANCHOR_END: preference_loss

/// A reward learnt from comparisons: every word has a worth, and a text is worth their sum.
///
/// ```text
/// r(x) = Σ_words worth[word]        P(a is liked better than b) = σ(r(a) − r(b))
/// L(worth) = −mean log σ(r(better) − r(worse)) + decay/2 · |worth|²
/// ```
///
/// Bradley & Terry 1952 (the probability); Christiano et al. 2017, Ouyang et al. 2022, step
/// 2 (as a reward). Theirs is a Transformer; a worth for each word is enough to see what it
/// learns, and what it can't.
///
/// ```
/// use fine_tuning::{BradleyTerry, Comparison, Reward};
/// let one = Comparison { better: "be kind".to_owned(), worse: "be rude".to_owned() };
/// let reward = BradleyTerry::learn(&[one], 0.1, 300);
/// assert_eq!(reward.words, ["be", "kind", "rude"]);
/// assert!(reward.of("", "kind") > 0.5 && reward.of("", "rude") < -0.5);
/// assert_eq!(reward.of("", "be"), 0.0); // in both of them
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BradleyTerry {
    /// The words of the comparisons, in the order of the alphabet.
    pub words: Vec<String>,
    /// What each is worth; a word that is not among them is worth nothing.
    pub worth: Array1<f64>,
    /// How strongly each worth is drawn to 0.
    pub decay: f64,
}

impl Reward for BradleyTerry {
    fn of(&self, _prompt: &str, answer: &str) -> f64 {
        self.counts(answer).dot(&self.worth)
    }
}

impl BradleyTerry {
    /// A reward that knows the words of the comparisons, and finds each worth nothing.
    pub fn new(comparisons: &[Comparison], decay: f64) -> BradleyTerry {
        let texts = comparisons.iter().flat_map(|pair| [&pair.better, &pair.worse]);
        let words: BTreeSet<String> =
            texts.flat_map(|text| words(text)).map(str::to_owned).collect();
        BradleyTerry {
            worth: Array1::zeros(words.len()),
            words: words.into_iter().collect(),
            decay,
        }
    }

    /// The reward after `steps` steps of AdamW down the loss, which has one lowest place.
    ///
    /// # Panics
    /// If there are no comparisons.
    pub fn learn(comparisons: &[Comparison], decay: f64, steps: usize) -> BradleyTerry {
        let mut reward = BradleyTerry::new(comparisons, decay);
        let differences = reward.differences(comparisons);
        let mut optimizer = AdamW::new(&reward.worth);
        let schedule = Schedule { peak: 0.1, last: 1e-3, warm_up: 0, steps };
        for step in 0..steps {
            let (_, gradient) = reward.loss(&differences);
            optimizer.step(&mut reward.worth, &gradient, schedule.lr(step));
        }
        reward
    }

    /// The loss, and its gradient with respect to the worths.
    ///
    /// ```text
    /// z = differences·worth        L = −mean log σ(z) + decay/2 · |worth|²
    /// ∂L/∂worth = −mean σ(−z) · difference + decay · worth
    /// ```
    ///
    /// # Shapes
    /// `differences`: `(N, words)`; the gradient: `(words)`.
    // ANCHOR: loss
    pub fn loss(&self, differences: &Array2<f64>) -> (f64, Array1<f64>) {
        let leads = differences.dot(&self.worth); // z: (N)
        let (surprise, dleads) = preference_loss(&leads.to_vec());
        let loss = surprise + self.decay / 2.0 * self.worth.dot(&self.worth);
        (loss, &self.worth * self.decay + differences.t().dot(&Array1::from(dleads)))
    }
    // ANCHOR_END: loss

    /// For each comparison, how often each word is in the better answer, less how often it
    /// is in the worse: `(N, words)`.
    ///
    /// # Panics
    /// If there are no comparisons.
    pub fn differences(&self, comparisons: &[Comparison]) -> Array2<f64> {
        let rows: Vec<_> = comparisons
            .iter()
            .map(|pair| self.counts(&pair.better) - self.counts(&pair.worse))
            .collect();
        let rows: Vec<_> = rows.iter().map(|row| row.view()).collect();
        ndarray::stack(Axis(0), &rows).expect("some comparisons, and rows of one length")
    }

    /// How often each word is in a text.
    fn counts(&self, text: &str) -> Array1<f64> {
        let mut counts = Array1::zeros(self.words.len());
        for word in words(text) {
            if let Ok(known) = self.words.binary_search_by(|known| known[..].cmp(word)) {
                counts[known] += 1.0;
            }
        }
        counts
    }
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty())
}
