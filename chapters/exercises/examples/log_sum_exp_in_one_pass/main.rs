//! # One pass is enough
//!
//! A softmax divides by a sum of exponentials. Its logarithm is useful in itself, and never
//! too large for a number:
//!
//!     lse(s) = ln Σ_i exp(s[i])
//!
//! The page looks for the largest score first, and then goes through the scores again. Here
//! they come one at a time, and none comes twice: as from a disk, or from a machine that is
//! still working on them. Write `log_sum_exp` in **one pass** that remembers two numbers,
//! whatever the number of scores. (Milakov and Gimelshein 2018 do a softmax in this way.)
//!
//! The scores may be of any size. One may be −∞, which is how some programs say "not
//! allowed": it adds nothing, wherever it stands. The result for no scores at all is −∞,
//! the logarithm of an empty sum.
//!
//! Check it: `cargo exercises check log_sum_exp_in_one_pass`.
//! Stuck: `cargo exercises hint log_sum_exp_in_one_pass`.

/// ln Σ exp(score), in one pass; -∞ for no scores.
pub fn log_sum_exp(scores: impl Iterator<Item = f64>) -> f64 {
    let _ = scores;
    0.0
}

/// A place to try things: `cargo run -p exercises --example log_sum_exp_in_one_pass`.
fn main() {
    println!(
        "two scores of 0: {}, and it should be ln 2 = 0.693",
        log_sum_exp([0.0, 0.0].into_iter())
    );
}
