//! Caught by: a_row_times_a_column_is_a_sum

/// x·w.
pub fn product(x: &[Vec<f64>], w: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut y = vec![vec![0.0; w[0].len()]; x.len()];
    for t in 0..x.len() {
        for d in 0..w[0].len() {
            for c in 0..w.len() {
                y[t][d] = x[t][c] * w[c][d];
            }
        }
    }
    y
}
