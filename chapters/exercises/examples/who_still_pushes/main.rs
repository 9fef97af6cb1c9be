//! # Who still pushes
//!
//! PPO takes several steps on the same answers. For each answer, ρ = π/π_old is how
//! much likelier it has become since it was drawn, and A is its advantage. What is
//! maximised:
//!
//!     worth = min(ρ·A, clip(ρ, 1 - ε, 1 + ε)·A)
//!
//! Let ε be 0.2. Foresee ∂worth/∂log π for three answers: how hard each still pushes on
//! the logarithm of its own probability. First: ρ = 1.5 and A = 2. Second: ρ = 1.5 and
//! A = -2. Third: ρ = 0.5 and A = 2.
//!
//! Check it: `cargo exercises check who_still_pushes`.
//! Stuck: `cargo exercises hint who_still_pushes`.

/// ∂worth/∂log π for ρ = 1.5 and A = 2.
pub const GOOD_AND_LIKELIER: Option<f64> = None;

/// ∂worth/∂log π for ρ = 1.5 and A = −2.
pub const BAD_AND_LIKELIER: Option<f64> = None;

/// ∂worth/∂log π for ρ = 0.5 and A = 2.
pub const GOOD_AND_UNLIKELIER: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example who_still_pushes`.
fn main() {
    println!("good, and likelier than it was: {GOOD_AND_LIKELIER:?}");
    println!("bad, and likelier than it was: {BAD_AND_LIKELIER:?}");
    println!("good, and less likely than it was: {GOOD_AND_UNLIKELIER:?}");
}
