//! From logits to one token: temperature, top-k, top-p, and a draw.

use foundations::{Float, softmax_in_place};
use ndarray::{Array1, ArrayRef1};
use rand::{Rng, RngExt};

/// How the next token is drawn from the model's logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// The logits are divided by it: below 1 the likely gets likelier, above 1 all gets
    /// more even; 0 always takes the likeliest.
    pub temperature: f64,
    /// Only the k likeliest tokens are left, if given.
    pub top_k: Option<usize>,
    /// Only the likeliest tokens that together reach the probability p are left, if given
    /// (nucleus sampling, Holtzman et al. 2019).
    pub top_p: Option<f64>,
}

impl Sampling {
    /// The model's own distribution, unchanged.
    pub const PLAIN: Sampling = Sampling { temperature: 1.0, top_k: None, top_p: None };
    /// Always the likeliest token.
    pub const GREEDY: Sampling = Sampling { temperature: 0.0, top_k: None, top_p: None };

    /// The probabilities that a token is drawn with.
    ///
    /// ```text
    /// p = softmax(logits / temperature), cut to the top k, then to the top p,
    ///     and scaled to sum to 1 again
    /// ```
    ///
    /// Of equally likely tokens the one with the smaller number counts as the likelier.
    ///
    /// # Panics
    /// If there are no logits, one of them is not a number or the largest is infinite (a
    /// model that diverged in training gives such logits), the temperature is negative, k
    /// is 0, or p is not in (0, 1].
    ///
    /// ```
    /// use decoder::Sampling;
    /// use ndarray::array;
    /// let logits = array![0.0, 3.0_f64.ln()]; // odds of 1 to 3
    /// assert!((Sampling::PLAIN.distribution(&logits)[1] - 0.75).abs() < 1e-12);
    /// assert_eq!(Sampling::GREEDY.distribution(&logits), array![0.0, 1.0]);
    /// ```
    // ANCHOR: distribution
    pub fn distribution<F: Float>(&self, logits: &ArrayRef1<F>) -> Array1<F> {
        assert!(
            self.temperature >= 0.0,
            "the temperature is {}, but can't be negative",
            self.temperature
        );
        assert!(self.top_k != Some(0), "top_k is 0, but some token must be left");
        assert!(
            self.top_p.is_none_or(|p| p > 0.0 && p <= 1.0),
            "top_p is {:?}, outside (0, 1]",
            self.top_p
        );
        let mut likeliest: Vec<usize> = (0..logits.len()).collect();
        likeliest.sort_by(|&i, &j| {
            logits[j].partial_cmp(&logits[i]).expect("logits are numbers")
        });
        let largest = logits[likeliest[0]];
        assert!(largest.is_finite(), "the largest logit is {largest}, but must be finite");
        if self.temperature == 0.0 {
            return Array1::from_shape_fn(logits.len(), |i| {
                if i == likeliest[0] { F::one() } else { F::zero() }
            });
        }
        // Less the largest first: softmax does not care, and a tiny temperature then makes
        // no infinity of it.
        let mut p =
            logits.mapv(|logit| F::of((logit - largest).as_f64() / self.temperature));
        softmax_in_place(&mut p);
        let k = self.top_k.unwrap_or(p.len()).min(p.len());
        let n = self.top_p.map_or(k, |top_p| nucleus(&p, &likeliest[..k], F::of(top_p)));
        for &i in &likeliest[n..] {
            p[i] = F::zero();
        }
        let left = p.sum();
        p / left
    }
    // ANCHOR_END: distribution

    /// Draws a token.
    ///
    /// # Panics
    /// As [`distribution`](Sampling::distribution).
    pub fn draw<F: Float>(&self, logits: &ArrayRef1<F>, rng: &mut impl Rng) -> usize {
        let p = self.distribution(logits);
        let mut rest = F::of(rng.random::<f64>());
        for (token, &p) in p.iter().enumerate() {
            if rest < p {
                return token;
            }
            rest -= p;
        }
        // The probabilities summed to a rounding error less than 1: the last token that can
        // be drawn.
        p.iter().rposition(|&p| p > F::zero()).expect("some token has a probability")
    }
}

/// How many of the `likeliest` tokens it takes to reach the share `top_p` of their
/// probability.
// ANCHOR: nucleus
fn nucleus<F: Float>(p: &ArrayRef1<F>, likeliest: &[usize], top_p: F) -> usize {
    let all: F = likeliest.iter().map(|&i| p[i]).sum();
    let mut reached = F::zero();
    for (n, &i) in likeliest.iter().enumerate() {
        reached += p[i];
        if reached >= top_p * all {
            return n + 1;
        }
    }
    likeliest.len()
}
// ANCHOR_END: nucleus
