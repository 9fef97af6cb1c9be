//! Caught by: two_by_two_by_hand

/// x·w.
pub fn product(x: &[Vec<f64>], w: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut y = vec![vec![0.0; w.len()]; x.len()];
    for t in 0..x.len() {
        for d in 0..w.len() {
            for c in 0..x[0].len().min(w[0].len()) {
                y[t][d] += x[t][c] * w[d][c];
            }
        }
    }
    y
}
