//! Caught by: an_unsure_model_keeps_many

use foundations::softmax_in_place;
use ndarray::Array1;

/// The probabilities of the tokens that are at least `share` times as likely as the
/// likeliest.
///
/// logits: (V); returns (V).
pub fn min_p(logits: &Array1<f64>, share: f64) -> Array1<f64> {
    let mut p = logits.clone();
    softmax_in_place(&mut p);
    let floor = share;
    p.mapv_inplace(|p| if p < floor { 0.0 } else { p });
    let left = p.sum();
    p / left
}
