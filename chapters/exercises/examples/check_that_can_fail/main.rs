//! # A check that can fail
//!
//! Write the check that every backward in this book has to pass: whether a gradient is that
//! of a loss, at one point x. Nudge each number of x both ways by a small h, and compare:
//!
//!     slope[i] = (loss(x + h·e_i) − loss(x − h·e_i)) / 2h
//!
//! where e_i is 1 at place i and 0 elsewhere. Your check must say `true` of every right
//! gradient (it may be rounded: within a billionth of its size), and `false` of one that is
//! a hundredth too large, that has one wrong number among many, that has its numbers in
//! another order, that has a NaN in it, or too few numbers. Slopes may be as large as
//! 10 000 000, and those of 0.1 matter too.
//!
//! Don't use `foundations`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check check_that_can_fail`.
//! Stuck: `cargo exercises hint check_that_can_fail`.

/// Whether `gradient` is the gradient of `loss` at `x`.
pub fn agrees(loss: &dyn Fn(&[f64]) -> f64, gradient: &[f64], x: &[f64]) -> bool {
    let _ = (loss, gradient, x);
    true
}

/// A place to try things: `cargo run -p exercises --example check_that_can_fail`.
fn main() {
    let square = |x: &[f64]| x.iter().map(|x| x * x).sum();
    println!("should be true: {}", agrees(&square, &[2.0, -6.0], &[1.0, -3.0]));
    println!("should be false: {}", agrees(&square, &[2.0, -3.0], &[1.0, -3.0]));
}
