//! Caught by: the_queries_gradient_is_that_of_small_differences

use foundations::softmax_backward;
use ndarray::Array2;

/// The gradients (dq, dk, dv) of y = softmax(q·kᵀ / √D)·v, given its weights a and dy.
///
/// q, k: (T, D); v, dy: (T, D_v); a: (T, T).
pub fn attention_backward(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    a: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let dv = a.t().dot(dy); // (T, D_v)
    let mut ds = dy.dot(&v.t()); // (T, T)
    for (a, mut ds) in a.rows().into_iter().zip(ds.rows_mut()) {
        let row = softmax_backward(&a, &ds);
        ds.assign(&row);
    }
    ds /= q.ncols() as f64;
    let dq = ds.dot(k); // (T, D)
    let dk = ds.t().dot(q); // (T, D)
    (dq, dk, dv)
}
