//! Caught by: it_sees_positions_that_begin_again

use decoder::Gpt;
use ndarray::{Array2, s};

/// Reads `past`, keeps what it needs, reads `new`; returns the logits of each new token's
/// successor, (T, V).
pub type Reader = fn(&Gpt<f64>, past: &[usize], new: &[usize]) -> Array2<f64>;

/// Whether this reader says of the new tokens what it must: what a model that keeps nothing
/// says.
pub fn law(reader: Reader, model: &Gpt<f64>, past: &[usize], new: &[usize]) -> bool {
    let got = reader(model, past, new);
    let whole = new.to_vec();
    let tokens = Array2::from_shape_vec((1, whole.len()), whole).expect("one row");
    let (logits, _) = model.forward(&tokens); // (1, T, V)
    let right = logits.slice(s![0, .., ..]);
    got.dim() == right.dim()
        && got.iter().zip(&right).all(|(got, right)| (got - right).abs() < 1e-9)
}
