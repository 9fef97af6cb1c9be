//! # How far from where it began
//!
//! How far has a policy p moved from a policy q? Write the distance twice.
//!
//! Exactly, where all V answers can be counted. An answer that p never gives counts
//! nothing:
//!
//!     KL(p ‖ q) = Σ_v p[v]·log(p[v]/q[v])
//!
//! And from samples, where they can't. Given are log p and log q of N answers that were
//! *drawn from p*. The mean of log p − log q is right on average, but it can be negative,
//! which no distance is. Schulman (2020) noted one that is right on average too and never
//! negative, in no sample. With the ratio r = q/p of a sample:
//!
//!     estimate = mean over the samples of  r − 1 − log r
//!
//! Check it: `cargo exercises check distance_from_samples`.
//! Stuck: `cargo exercises hint distance_from_samples`.

use ndarray::{Array1, array};

/// KL(p ‖ q) of two distributions over V answers, in nats.
pub fn kl(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    let _ = (p, q);
    0.0
}

/// An estimate of KL(p ‖ q) from N answers drawn from p, of which log p and log q are
/// known.
pub fn kl_from_samples(log_p: &Array1<f64>, log_q: &Array1<f64>) -> f64 {
    let _ = (log_p, log_q);
    0.0
}

/// A place to try things: `cargo run -p exercises --example distance_from_samples`.
fn main() {
    let (p, q) = (array![0.5, 0.5], array![0.25, 0.75]);
    println!("exactly: {:.4}", kl(&p, &q));
    println!("from one sample of each answer: {:.4}", kl_from_samples(&p.ln(), &q.ln()));
}
