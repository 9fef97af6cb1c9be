//! The formulas as they are written: to be read first, and to test the table and the matrix
//! against.

use ndarray::Array1;

/// One entry of the encoding: `PE(pos, 2i) = sin(pos / 10000^(2i/C))` and `PE(pos, 2i+1) =
/// cos(pos / 10000^(2i/C))`.
// ANCHOR: encoding
pub fn encoding(pos: usize, channel: usize, c: usize) -> f64 {
    let i = channel / 2;
    let angle = pos as f64 / 10000_f64.powf(2.0 * i as f64 / c as f64);
    if channel % 2 == 0 { angle.sin() } else { angle.cos() }
}
// ANCHOR_END: encoding

/// The encoding of the position k further on, made from the encoding alone: every pair
/// turns by its own angle.
///
/// # Shapes
/// `pe`: `(C)`, C even; returns `(C)`.
///
/// # Panics
/// If C is odd.
// ANCHOR: shifted
pub fn shifted(pe: &Array1<f64>, k: usize) -> Array1<f64> {
    let c = pe.len();
    assert!(c % 2 == 0, "{c} channels are not whole pairs of a sine and a cosine");
    let mut later = Array1::zeros(c);
    for i in 0..c / 2 {
        let turn = k as f64 / 10000_f64.powf(2.0 * i as f64 / c as f64);
        let (sin, cos) = (pe[2 * i], pe[2 * i + 1]);
        later[2 * i] = sin * turn.cos() + cos * turn.sin(); // sin(a + turn)
        later[2 * i + 1] = cos * turn.cos() - sin * turn.sin(); // cos(a + turn)
    }
    later
}
// ANCHOR_END: shifted
