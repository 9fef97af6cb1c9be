//! Caught by: it_sees_a_preference_for_late_keys

use ndarray::Array2;

/// An attention: y (T, D_v) of q (T, D), k (S, D) and v (S, D_v).
pub type Attention = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;

/// Whether the weights sum to 1.
pub fn law(
    attention: Attention,
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
) -> bool {
    let _ = v;
    attention(q, k, &Array2::ones((k.nrows(), 1)))
        .iter()
        .all(|sum| (sum - 1.0).abs() < 1e-9)
}
