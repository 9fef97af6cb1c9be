//! Caught by: it_sees_a_layer_that_hears_the_token_before

use ndarray::{Array2, s};

/// A layer: y (T, C) of x (T, C).
pub type Layer = fn(&Array2<f64>) -> Array2<f64>;

/// Whether what comes later changes nothing.
pub fn law(layer: Layer, x: &Array2<f64>) -> bool {
    let y = layer(x);
    (1..=x.nrows()).all(|end| {
        let first = layer(&x.slice(s![..end, ..]).to_owned());
        first.iter().zip(&y).all(|(one, other)| (one - other).abs() < 1e-9)
    })
}
