//! # Back through the bend
//!
//! The network of this chapter, `y = relu(x·w_1 + b_1)·w_2 + b_2`, and `dy = ∂L/∂y`. Wanted
//! are the five gradients of what went in. Walk the same way back: through the second map,
//! through the bend, through the first map.
//!
//!     y = bent·w_2 + b_2      bent = relu(hidden)      hidden = x·w_1 + b_1
//!
//! The bend lets pass what it let pass on the way there: where a hidden number was
//! positive, its gradient goes through as it is, and elsewhere it becomes 0.
//!
//! Don't use `feed_forward`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check back_through_the_network`.
//! Stuck: `cargo exercises hint back_through_the_network`.

use ndarray::{Array1, Array2, array};

/// (dx, dw_1, db_1, dw_2, db_2).
pub type Gradients = (Array2<f64>, Array2<f64>, Array1<f64>, Array2<f64>, Array1<f64>);

/// The gradients of y = relu(x·w_1 + b_1)·w_2 + b_2, given dy.
///
/// x, dy: (T, C); w_1: (C, M); w_2: (M, C).
pub fn feed_forward_backward(
    x: &Array2<f64>,
    w_1: &Array2<f64>,
    b_1: &Array1<f64>,
    w_2: &Array2<f64>,
    dy: &Array2<f64>,
) -> Gradients {
    let _ = dy;
    let (dx, db_2) = (Array2::zeros(x.raw_dim()), Array1::zeros(w_2.ncols()));
    let (dw_1, db_1) = (Array2::zeros(w_1.raw_dim()), Array1::zeros(b_1.len()));
    (dx, dw_1, db_1, Array2::zeros(w_2.raw_dim()), db_2)
}

/// A place to try things: `cargo run -p exercises --example back_through_the_network`.
fn main() {
    let (w_1, w_2) = (array![[1.0, -1.0]], array![[1.0], [1.0]]);
    let (x, dy) = (array![[-3.0], [2.0]], array![[1.0], [1.0]]);
    let (dx, ..) = feed_forward_backward(&x, &w_1, &array![0.0, 0.0], &w_2, &dy);
    println!("the slope of |x| at -3 and 2, should be [[-1], [1]]: {dx}");
}
