use ndarray::Array2;

/// The sinusoidal encoding of the positions 0 .. context.
pub fn positions(context: usize, c: usize) -> Array2<f64> {
    Array2::from_shape_fn((context, c), |(pos, channel)| {
        let i = channel / 2; // the pair
        let angle = pos as f64 / 10000_f64.powf(2.0 * i as f64 / c as f64);
        if channel % 2 == 0 { angle.sin() } else { angle.cos() }
    })
}
