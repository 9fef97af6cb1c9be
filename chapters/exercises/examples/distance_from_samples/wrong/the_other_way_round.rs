//! Caught by: two_answers_by_hand

use ndarray::Array1;

/// KL(p ‖ q) of two distributions over V answers, in nats.
pub fn kl(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    p.iter().zip(q).map(|(p, q)| if *q > 0.0 { q * (q / p).ln() } else { 0.0 }).sum()
}

/// An estimate of KL(p ‖ q) from N answers drawn from p, of which log p and log q are
/// known.
pub fn kl_from_samples(log_p: &Array1<f64>, log_q: &Array1<f64>) -> f64 {
    let log_r = log_q - log_p;
    log_r.mapv(|log_r| log_r.exp_m1() - log_r).sum() / log_r.len() as f64
}
