//! Multi-head attention as the formula has it, head by head with small matrices of its own:
//! to be read first, and to test the fast one against.

use foundations::naive::linear;
use ndarray::{Array1, Array2};

use crate::MultiHead;

/// `y = Concat(head_1, …, head_H)·W_O + b_O`, with `head_i = Attention(x·W_Qⁱ + b_Qⁱ,
/// x·W_Kⁱ + b_Kⁱ, x·W_Vⁱ + b_Vⁱ)`
///
/// # Shapes
/// `x`: `(T, C)`, one sequence; returns `(T, C)`.
// ANCHOR: multi_head
pub fn multi_head(layer: &MultiHead<f64>, x: &Array2<f64>) -> Array2<f64> {
    let (tokens, c) = x.dim();
    let d = c / layer.heads;
    let mut concat = Array2::zeros((tokens, c)); // (T, C)
    for i in 0..layer.heads {
        let q = small_linear(layer, x, i * d, d); // (T, D)
        let k = small_linear(layer, x, c + i * d, d); // (T, D)
        let v = small_linear(layer, x, 2 * c + i * d, d); // (T, D)
        let (head, _) = attention::naive::attend(&q, &k, &v, layer.mask);
        for t in 0..tokens {
            for j in 0..d {
                concat[[t, i * d + j]] = head[[t, j]];
            }
        }
    }
    linear(&concat, &layer.out.w, &layer.out.b)
}

/// `x·W + b` with the small W whose d columns begin at column `from` of the wide matrix
fn small_linear(
    layer: &MultiHead<f64>,
    x: &Array2<f64>,
    from: usize,
    d: usize,
) -> Array2<f64> {
    let mut w = Array2::zeros((x.ncols(), d)); // (C, D)
    let mut b = Array1::zeros(d); // (D)
    for j in 0..d {
        b[j] = layer.qkv.b[from + j];
        for n in 0..x.ncols() {
            w[[n, j]] = layer.qkv.w[[n, from + j]];
        }
    }
    linear(x, &w, &b)
}
// ANCHOR_END: multi_head
