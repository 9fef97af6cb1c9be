use ndarray::Array2;

/// swish(x·W) ∘ (x·V).
pub fn gated(x: &Array2<f64>, w: &Array2<f64>, v: &Array2<f64>) -> Array2<f64> {
    x.dot(w).mapv(swish) * x.dot(v)
}

/// The gradients (dx, dw, dv), given dh (N, M).
pub fn gated_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    v: &Array2<f64>,
    dh: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let (g, u) = (x.dot(w), x.dot(v)); // (N, M)
    // h = swish(g) ∘ u
    let du = dh * g.mapv(swish);
    let dg = dh * u * g.mapv(slope);
    // g = x·W, u = x·V: x goes both ways
    (dg.dot(&w.t()) + du.dot(&v.t()), x.t().dot(&dg), x.t().dot(&du))
}

fn swish(g: f64) -> f64 {
    g * sigmoid(g)
}

fn slope(g: f64) -> f64 {
    sigmoid(g) * (1.0 + g * (1.0 - sigmoid(g)))
}

fn sigmoid(g: f64) -> f64 {
    1.0 / (1.0 + (-g).exp())
}
