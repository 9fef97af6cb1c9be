//! Caught by: it_sees_weights_that_do_not_sum_to_one

use ndarray::Array2;

/// An attention: y (T, D_v) of q (T, D), k (S, D) and v (S, D_v).
pub type Attention = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;

/// Whether it gives what the chapter's attention gives.
pub fn law(
    attention: Attention,
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
) -> bool {
    let (expected, _) = attention::attend(q, k, v, attention::Mask::Full);
    attention(q, k, v).iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-9)
}
