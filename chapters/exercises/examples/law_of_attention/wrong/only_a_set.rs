//! Caught by: it_sees_queries_that_disturb_each_other

use ndarray::{Array2, s};

/// An attention: y (T, D_v) of q (T, D), k (S, D) and v (S, D_v).
pub type Attention = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;

/// Whether the order of the keys means nothing.
pub fn law(
    attention: Attention,
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
) -> bool {
    let reversed = |rows: &Array2<f64>| rows.slice(s![..;-1, ..]).to_owned();
    let (y, other) = (attention(q, k, v), attention(q, &reversed(k), &reversed(v)));
    y.iter().zip(&other).all(|(one, other)| (one - other).abs() < 1e-9)
}
