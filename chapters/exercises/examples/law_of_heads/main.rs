//! # What heads promise
//!
//! Write a law that every multi-head attention obeys. Your law gets *some* forward, a
//! layer, and an input, and says whether the forward kept its promises. The layer's weights
//! are yours to change as you like before you call the forward again.
//!
//! It is tried on right code, of which it must be true always, and on wrong code, of which
//! it must be false sometimes: a forward in which all heads look with the queries and
//! keys of the first one, one in which the sequences of a batch see each other, and one that puts the heads
//! side by side and forgets to mix them.
//!
//! Do not compare with the chapter's own forward: a law needs no second copy of the code.
//! It would not help, either, for the right code comes with several scales of the scores.
//!
//! `exchanged` is there for you: the same layer with two of its heads in each other's
//! place. Compare to within 1e-9.
//!
//! Check it: `cargo exercises check law_of_heads`.
//! Stuck: `cargo exercises hint law_of_heads`.

use attention::Mask;
use multi_head::MultiHead;
use ndarray::{Array3, Axis, concatenate, s};
use rand::{SeedableRng, rngs::StdRng};

/// A forward: y (B, T, C) of a layer and x (B, T, C).
pub type Forward = fn(&MultiHead<f64>, &Array3<f64>) -> Array3<f64>;

/// Whether this forward does what multi-head attention must, with this layer and this
/// input.
pub fn law(forward: Forward, layer: &MultiHead<f64>, x: &Array3<f64>) -> bool {
    forward(layer, x).dim() == x.dim()
}

/// The same layer with heads `one` and `other` in each other's place: their columns of W_Q,
/// W_K and W_V, the biases, and their rows of W_O.
pub fn exchanged(layer: &MultiHead<f64>, one: usize, other: usize) -> MultiHead<f64> {
    let mut changed = layer.clone();
    let (c, d) = (layer.out.w.nrows(), layer.out.w.nrows() / layer.heads);
    for (to, from) in [(one, other), (other, one)] {
        for which in 0..3 {
            let (to, from) = (which * c + to * d, which * c + from * d);
            changed
                .qkv
                .w
                .slice_mut(s![.., to..to + d])
                .assign(&layer.qkv.w.slice(s![.., from..from + d]));
            changed
                .qkv
                .b
                .slice_mut(s![to..to + d])
                .assign(&layer.qkv.b.slice(s![from..from + d]));
        }
        let (to, from) = (to * d, from * d);
        changed
            .out
            .w
            .slice_mut(s![to..to + d, ..])
            .assign(&layer.out.w.slice(s![from..from + d, ..]));
    }
    changed
}

/// A place to try things: `cargo run -p exercises --example law_of_heads`.
fn main() {
    let layer = MultiHead::new(4, 2, Mask::Causal, &mut StdRng::seed_from_u64(1));
    let x = Array3::from_shape_fn((1, 2, 4), |(_, t, c)| (t + c) as f64);
    let twice = concatenate![Axis(0), x, x]; // a batch of two
    let nothing: Forward = |_, x| x.clone();
    println!("to do nothing is attention: {}", law(nothing, &layer, &twice));
    println!(
        "the first of two heads is now the second: {}",
        exchanged(&layer, 0, 1) != layer
    );
}
