//! The feed-forward network as loops, straight from the formula: to be read first, and to
//! test the fast one against.

use ndarray::Array1;

use crate::FeedForward;

/// `y[j] = b_2[j] + Σ_i f(b_1[i] + Σ_c x[c]·W_1[c, i])·W_2[i, j]`, for one token
// ANCHOR: feed_forward
pub fn feed_forward(layer: &FeedForward<f64>, x: &Array1<f64>) -> Array1<f64> {
    let mut y = layer.down.b.clone();
    for i in 0..layer.up.b.len() {
        let mut h = layer.up.b[i];
        for c in 0..x.len() {
            h += x[c] * layer.up.w[[c, i]];
        }
        for j in 0..y.len() {
            y[j] += layer.activation.value(h) * layer.down.w[[i, j]];
        }
    }
    y
}
// ANCHOR_END: feed_forward
