//! The loss and one optimizer step as loops, straight from their formulas: to be read
//! first, and to test the fast ones against.

use ndarray::{Array2, Array3};

/// `L = −Σ_{b,t} w[b, t] · log( exp(logits[b, t, x]) / Σ_v exp(logits[b, t, v]) )`, with `x
/// = targets[b, t]`
// ANCHOR: cross_entropy
pub fn cross_entropy(
    logits: &Array3<f64>,
    targets: &Array2<usize>,
    weights: &Array2<f64>,
) -> f64 {
    let (batch, tokens, vocab) = logits.dim();
    let mut loss = 0.0;
    for b in 0..batch {
        for t in 0..tokens {
            let mut sum = 0.0;
            for v in 0..vocab {
                sum += logits[[b, t, v]].exp();
            }
            let p = logits[[b, t, targets[[b, t]]]].exp() / sum;
            loss -= weights[[b, t]] * p.ln();
        }
    }
    loss
}
// ANCHOR_END: cross_entropy

/// One AdamW step of one parameter: its new value, and the new moments `m` and `v`; `step`
/// counts from 1.
// ANCHOR: adamw
#[expect(clippy::too_many_arguments, reason = "the formula has that many symbols")]
pub fn adamw(
    theta: f64,
    g: f64,
    m: f64,
    v: f64,
    step: i32,
    lr: f64,
    beta: (f64, f64),
    epsilon: f64,
    decay: f64,
) -> (f64, f64, f64) {
    let m = beta.0 * m + (1.0 - beta.0) * g;
    let v = beta.1 * v + (1.0 - beta.1) * g * g;
    let m_hat = m / (1.0 - beta.0.powi(step));
    let v_hat = v / (1.0 - beta.1.powi(step));
    let theta = theta - lr * decay * theta - lr * m_hat / (v_hat.sqrt() + epsilon);
    (theta, m, v)
}
// ANCHOR_END: adamw
