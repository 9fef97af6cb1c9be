//! The best policy, seen from another one near it.

use foundations::softmax;
use ndarray::Array2;

/// The weight that the best policy gives to each of N answers of another policy π: how an
/// optimum is seen from near it, whatever model π_SFT is.
///
/// ```text
/// v = R − β·log(π/π_SFT)                       the value of an answer
/// w_i = e^{v_i/β} / Σ_j e^{v_j/β}              softmax of v/β
/// E_{x∼π*}[f(x)] ≈ Σ_i w_i·f(x_i)
/// ```
///
/// For `π*/π = π_SFT·e^{R/β}/(Z·π) = e^{v/β}/Z`: importance sampling, normalised by its own
/// sum. The answers must be to one question, or to questions with about the same Z. Where
/// π = π* all weigh the same; the further away π is, the fewer answers have the weight, and
/// the estimate is about as good as one from `1/Σ w²` answers of π* would be.
///
/// # Shapes
/// `values`: N, with the price of distance in them; returns N, with the sum 1.
///
/// # Panics
/// If β is not positive, or there are no values.
///
/// ```
/// use fine_tuning::theory::weights_at_the_optimum;
/// assert_eq!(weights_at_the_optimum(&[0.7; 4], 0.5), [0.25; 4]); // π is the best
/// let weights = weights_at_the_optimum(&[0.0, 3_f64.ln()], 1.0); // the second is too rare
/// assert!((weights[1] - 0.75).abs() < 1e-12);
/// ```
// ANCHOR: weights_at_the_optimum
pub fn weights_at_the_optimum(values: &[f64], beta: f64) -> Vec<f64> {
    assert!(beta > 0.0, "β is {beta}, but must be positive");
    assert!(!values.is_empty(), "no answers");
    let scores = Array2::from_shape_fn((1, values.len()), |(_, i)| values[i] / beta);
    softmax(&scores).into_iter().collect()
}
// ANCHOR_END: weights_at_the_optimum
