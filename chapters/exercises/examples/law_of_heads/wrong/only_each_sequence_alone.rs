//! Caught by: it_sees_heads_that_all_look_at_the_same

use multi_head::MultiHead;
use ndarray::{Array3, s};

/// A forward: y (B, T, C) of a layer and x (B, T, C).
pub type Forward = fn(&MultiHead<f64>, &Array3<f64>) -> Array3<f64>;

/// Whether each sequence is on its own.
pub fn law(forward: Forward, layer: &MultiHead<f64>, x: &Array3<f64>) -> bool {
    let y = forward(layer, x);
    (0..x.dim().0).all(|b| {
        let alone = forward(layer, &x.slice(s![b..=b, .., ..]).to_owned());
        alone
            .iter()
            .zip(y.slice(s![b..=b, .., ..]))
            .all(|(one, other)| (one - other).abs() < 1e-9)
    })
}

/// Left out: this law has no use for it.
pub fn exchanged(layer: &MultiHead<f64>, one: usize, other: usize) -> MultiHead<f64> {
    let _ = (one, other);
    layer.clone()
}
