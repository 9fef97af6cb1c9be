use ndarray::{Array2, s};

/// A layer: y (T, C) of x (T, C).
pub type Layer = fn(&Array2<f64>) -> Array2<f64>;

/// Whether this layer works on each token of x alone, and on all in the same way.
pub fn law(layer: Layer, x: &Array2<f64>) -> bool {
    let y = layer(x);
    (0..x.nrows()).all(|t| {
        let alone = layer(&x.slice(s![t..=t, ..]).to_owned());
        alone.iter().zip(y.row(t)).all(|(one, other)| (one - other).abs() < 1e-9)
    })
}
