//! Caught by: it_sees_a_forgotten_past

use decoder::Gpt;
use ndarray::Array2;

/// Reads `past`, keeps what it needs, reads `new`; returns the logits of each new token's
/// successor, (T, V).
pub type Reader = fn(&Gpt<f64>, past: &[usize], new: &[usize]) -> Array2<f64>;

/// Whether a later token changes nothing in the first row.
pub fn law(reader: Reader, model: &Gpt<f64>, past: &[usize], new: &[usize]) -> bool {
    let (long, short) = (reader(model, past, new), reader(model, past, &new[..1]));
    long.row(0).iter().zip(short.row(0)).all(|(long, short)| (long - short).abs() < 1e-9)
}
