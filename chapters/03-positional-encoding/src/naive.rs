//! One entry of the encoding by its formula: to be read first, and to test the table against.

/// `PE(pos, 2i) = sin(pos / 10000^(2i/C))` and `PE(pos, 2i+1) = cos(pos / 10000^(2i/C))`
// ANCHOR: encoding
pub fn encoding(pos: usize, channel: usize, c: usize) -> f64 {
    let i = channel / 2;
    let angle = pos as f64 / 10000_f64.powf(2.0 * i as f64 / c as f64);
    if channel % 2 == 0 { angle.sin() } else { angle.cos() }
}
// ANCHOR_END: encoding
