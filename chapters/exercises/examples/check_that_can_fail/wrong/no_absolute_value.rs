//! Caught by: one_wrong_number_among_many_is_seen

/// Whether `gradient` is the gradient of `loss` at `x`.
pub fn agrees(loss: &dyn Fn(&[f64]) -> f64, gradient: &[f64], x: &[f64]) -> bool {
    let h = 1e-5;
    let slope = |i: usize| {
        let (mut up, mut down) = (x.to_vec(), x.to_vec());
        up[i] += h;
        down[i] -= h;
        (loss(&up) - loss(&down)) / (2.0 * h)
    };
    let below = |i: usize| gradient[i] - slope(i) <= 1e-6 * slope(i).abs().max(1.0);
    gradient.len() == x.len() && (0..x.len()).all(below)
}
