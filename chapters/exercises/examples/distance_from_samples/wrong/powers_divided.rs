//! Caught by: unlikely_answers_are_numbers_too

use ndarray::Array1;

/// KL(p ‖ q) of two distributions over V answers, in nats.
pub fn kl(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    p.iter().zip(q).map(|(p, q)| if *p > 0.0 { p * (p / q).ln() } else { 0.0 }).sum()
}

/// An estimate of KL(p ‖ q) from N answers drawn from p, of which log p and log q are
/// known.
pub fn kl_from_samples(log_p: &Array1<f64>, log_q: &Array1<f64>) -> f64 {
    let r = log_q.exp() / log_p.exp();
    (&r - 1.0 - r.ln()).sum() / r.len() as f64
}
