//! # A little less certain
//!
//! Cross-entropy is never content: it wants the right token at probability 1, so logits
//! grow without end. **Label smoothing** (Szegedy and others, 2015) asks for less: of the
//! target's certainty a share s is taken away and spread evenly over *all* V tokens, the
//! target among them:
//!
//!     q[t, v] = (1 − s)·[v = target[t]] + s/V
//!     L = −1/T · Σ_t Σ_v q[t, v]·log p[t, v]
//!     p = softmax(logits)
//!
//! Write the loss, in nats, and its gradient ∂L/∂logits, (T, V). Both must be finite for
//! logits of any size.
//!
//! Do without `training_loss`: its cross-entropy would be most of the answer.
//!
//! Check it: `cargo exercises check smoothed_labels`.
//! Stuck: `cargo exercises hint smoothed_labels`.

use ndarray::{Array2, array};

/// The mean cross-entropy with smoothed labels, and its gradient.
///
/// logits: (T, V); targets: T; returns L and ∂L/∂logits: (T, V).
pub fn smoothed_cross_entropy(
    logits: &Array2<f64>,
    targets: &[usize],
    smoothing: f64,
) -> (f64, Array2<f64>) {
    let _ = (targets, smoothing);
    (0.0, Array2::zeros(logits.raw_dim()))
}

/// A place to try things: `cargo run -p exercises --example smoothed_labels`.
fn main() {
    let (loss, dlogits) = smoothed_cross_entropy(&array![[3.0_f64.ln(), 0.0]], &[0], 0.2);
    println!(
        "p is ¾ and ¼, q should be 0.9 and 0.1: loss {loss:.3}, gradient {dlogits:.3}"
    );
}
