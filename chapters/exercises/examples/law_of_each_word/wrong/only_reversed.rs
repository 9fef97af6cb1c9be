//! Caught by: it_sees_a_layer_that_adds_the_mean_of_all_tokens

use ndarray::{Array2, s};

/// A layer: y (T, C) of x (T, C).
pub type Layer = fn(&Array2<f64>) -> Array2<f64>;

/// Whether tokens in another order give the same rows in that order.
pub fn law(layer: Layer, x: &Array2<f64>) -> bool {
    let there_and_back =
        layer(&x.slice(s![..;-1, ..]).to_owned()).slice(s![..;-1, ..]).to_owned();
    layer(x).iter().zip(&there_and_back).all(|(one, other)| (one - other).abs() < 1e-9)
}
