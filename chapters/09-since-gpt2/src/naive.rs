//! The four parts as loops, straight from their formulas: to be read first, and to test the
//! fast ones against.

use foundations::naive::product;
use ndarray::{Array1, Array2};

use crate::{GroupedQueries, RmsNorm, SwiGlu};

/// Row t turned as the position `past + t` wants it: `y[2i] = x[2i]·cos φ − x[2i+1]·sin φ`
/// and `y[2i+1] = x[2i]·sin φ + x[2i+1]·cos φ`, with `φ = (past + t) / base^(2i/D)`
///
/// # Shapes
/// `x`: `(T, D)`, D even; returns `(T, D)`.
// ANCHOR: turned
pub fn turned(x: &Array2<f64>, past: usize, base: f64) -> Array2<f64> {
    let (tokens, d) = x.dim();
    let mut y = Array2::zeros((tokens, d));
    for t in 0..tokens {
        for i in 0..d / 2 {
            let angle = (past + t) as f64 / base.powf(2.0 * i as f64 / d as f64);
            let (one, other) = (x[[t, 2 * i]], x[[t, 2 * i + 1]]);
            y[[t, 2 * i]] = one * angle.cos() - other * angle.sin();
            y[[t, 2 * i + 1]] = one * angle.sin() + other * angle.cos();
        }
    }
    y
}
// ANCHOR_END: turned

/// `y_t = Σ_s a[t, s]·v_s` with `a[t, s] ∝ exp(q_t·k_s/√D − slope·(t − s))`, over `s ≤ t`
///
/// # Shapes
/// `q`, `k`: `(T, D)`; `v`: `(T, D_v)`; returns `(T, D_v)`.
// ANCHOR: attend_near
pub fn attend_near(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    slope: f64,
) -> Array2<f64> {
    let mut y = Array2::zeros(v.dim());
    for t in 0..q.nrows() {
        let mut odds = Vec::new();
        for s in 0..=t {
            let score = q.row(t).dot(&k.row(s)) / (q.ncols() as f64).sqrt();
            odds.push((score - slope * (t - s) as f64).exp());
        }
        let total: f64 = odds.iter().sum();
        for s in 0..=t {
            for j in 0..v.ncols() {
                y[[t, j]] += odds[s] / total * v[[s, j]];
            }
        }
    }
    y
}
// ANCHOR_END: attend_near

/// `y[c] = gain[c]·x[c] / √(Σ_i x[i]²/C + ε)`, for one token
// ANCHOR: rms_norm
pub fn rms_norm(layer: &RmsNorm<f64>, x: &Array1<f64>) -> Array1<f64> {
    let mut mean_square = 0.0;
    for c in 0..x.len() {
        mean_square += x[c] * x[c] / x.len() as f64;
    }
    let mut y = Array1::zeros(x.len());
    for c in 0..x.len() {
        y[c] = layer.gain[c] * x[c] / (mean_square + layer.epsilon).sqrt();
    }
    y
}
// ANCHOR_END: rms_norm

/// The chain rule written out, for one token: `dx[i] = Σ_j dy[j]·gain[j]·∂n[j]/∂x[i]`, with
/// `∂n[j]/∂x[i] = [i = j]/r − x[i]·x[j]/(C·r³)` and `r = √(Σ_i x[i]²/C + ε)`
pub fn rms_norm_backward(
    layer: &RmsNorm<f64>,
    x: &Array1<f64>,
    dy: &Array1<f64>,
) -> Array1<f64> {
    let channels = x.len() as f64;
    let mut mean_square = 0.0;
    for c in 0..x.len() {
        mean_square += x[c] * x[c] / channels;
    }
    let r = (mean_square + layer.epsilon).sqrt();
    let mut dx = Array1::zeros(x.len());
    for i in 0..x.len() {
        for j in 0..x.len() {
            let same = if i == j { 1.0 } else { 0.0 };
            let slope = same / r - x[i] * x[j] / (channels * r.powi(3));
            dx[i] += dy[j] * layer.gain[j] * slope;
        }
    }
    dx
}

/// `y[j] = Σ_i g_i/(1 + exp(−g_i))·u_i·W_down[i, j]`, with `g_i = Σ_c x[c]·W_gate[c, i]`
/// and `u_i = Σ_c x[c]·W_up[c, i]`, for one token
// ANCHOR: swiglu
pub fn swiglu(layer: &SwiGlu<f64>, x: &Array1<f64>) -> Array1<f64> {
    let mut y = Array1::zeros(layer.down.ncols());
    for i in 0..layer.gate.ncols() {
        let (mut g, mut u) = (0.0, 0.0);
        for c in 0..x.len() {
            g += x[c] * layer.gate[[c, i]];
            u += x[c] * layer.up[[c, i]];
        }
        let h = g / (1.0 + (-g).exp()) * u;
        for j in 0..y.len() {
            y[j] += h * layer.down[[i, j]];
        }
    }
    y
}
// ANCHOR_END: swiglu

/// `[head_0 | … | head_(H−1)]·W_O`, with `head_h` from head h of the queries and head
/// `⌊h·G/H⌋` of the keys and values; each head is cut out, turned, and attends alone
///
/// # Shapes
/// `x`: `(T, C)`, one sequence; returns `(T, C)`.
// ANCHOR: grouped
pub fn grouped_queries(
    layer: &GroupedQueries<f64>,
    x: &Array2<f64>,
    base: Option<f64>,
) -> Array2<f64> {
    let d = layer.query.ncols() / layer.heads;
    let turn = |x: Array2<f64>| base.map_or(x.clone(), |base| turned(&x, 0, base));
    let mut concat = Array2::zeros((x.nrows(), layer.query.ncols())); // (T, H·D)
    for h in 0..layer.heads {
        let g = h * layer.groups / layer.heads;
        let q = turn(head(&product(x, &layer.query), h, d)); // (T, D)
        let k = turn(head(&product(x, &layer.key), g, d)); // (T, D)
        let v = head(&product(x, &layer.value), g, d); // (T, D)
        let slope = layer.slopes.as_ref().map_or(0.0, |slopes| slopes[h]);
        let y = attend_near(&q, &k, &v, slope);
        for t in 0..x.nrows() {
            for j in 0..d {
                concat[[t, h * d + j]] = y[[t, j]];
            }
        }
    }
    product(&concat, &layer.out)
}

/// Columns `h·D .. (h+1)·D`
fn head(x: &Array2<f64>, h: usize, d: usize) -> Array2<f64> {
    let mut own = Array2::zeros((x.nrows(), d));
    for t in 0..x.nrows() {
        for j in 0..d {
            own[[t, j]] = x[[t, h * d + j]];
        }
    }
    own
}
// ANCHOR_END: grouped
