//! Multi-head attention as the formula has it, head by head with small matrices of its own:
//! to be read first, and to test the fast one against.

use foundations::{Float, naive::linear};
use ndarray::{Array2, ArrayRef2, s};

use crate::MultiHead;

/// `y = Concat(head_1, …, head_H)·W_O + b_O`, with `head_i = Attention(x·W_Qⁱ + b_Qⁱ,
/// x·W_Kⁱ + b_Kⁱ, x·W_Vⁱ + b_Vⁱ)`
///
/// # Shapes
/// `x`: `(T, C)`, one sequence; returns `(T, C)`.
// ANCHOR: multi_head
pub fn multi_head<F: Float>(layer: &MultiHead<F>, x: &ArrayRef2<F>) -> Array2<F> {
    let (tokens, c) = x.dim();
    let d = c / layer.heads;
    let mut concat = Array2::zeros((tokens, c)); // (T, C)
    for i in 0..layer.heads {
        // The columns of the wide matrix are W_Q, then W_K, then W_V; within each, head
        // after head.
        let part = |which: usize| {
            let from = which * c + i * d;
            linear(
                x,
                &layer.qkv.w.slice(s![.., from..from + d]),
                &layer.qkv.b.slice(s![from..from + d]),
            )
        };
        let (q, k, v) = (part(0), part(1), part(2)); // (T, D) each
        let (head, _) = attention::naive::attend(&q, &k, &v, layer.mask);
        for t in 0..tokens {
            for j in 0..d {
                concat[[t, i * d + j]] = head[[t, j]];
            }
        }
    }
    linear(&concat, &layer.out.w, &layer.out.b)
}
// ANCHOR_END: multi_head
