//! # Each word for itself
//!
//! The feed-forward network works on each token alone, and on all tokens in the same way.
//! Write this as a law: a function that gets *some* layer and an input, and says whether
//! the layer keeps to it.
//!
//! The law is tried on right code, networks with ReLU, with GELU, and a single linear
//! layer, of which it must be true always. And on wrong code, of which it must be false
//! sometimes: a layer that adds a little of the mean over all tokens, one that does more
//! for later tokens, and one that hears the token before.
//!
//! You may call the layer as often as you like, on whatever you make of x. Compare to
//! within 1e-9.
//!
//! Check it: `cargo exercises check law_of_each_word`.
//! Stuck: `cargo exercises hint law_of_each_word`.

use ndarray::{Array2, array};

/// A layer: y (T, C) of x (T, C).
pub type Layer = fn(&Array2<f64>) -> Array2<f64>;

/// Whether this layer works on each token of x alone, and on all in the same way.
pub fn law(layer: Layer, x: &Array2<f64>) -> bool {
    layer(x).nrows() == x.nrows()
}

/// A place to try things: `cargo run -p exercises --example law_of_each_word`.
fn main() {
    let reversed: Layer = |x| x.slice(ndarray::s![..;-1, ..]).to_owned();
    println!(
        "to reverse the text is each word for itself: {}",
        law(reversed, &array![[1.0], [2.0]])
    );
}
