//! Caught by: another_order_is_seen

/// Whether `gradient` is the gradient of `loss` at `x`.
pub fn agrees(loss: &dyn Fn(&[f64]) -> f64, gradient: &[f64], x: &[f64]) -> bool {
    let h = 1e-5;
    let slope = |i: usize| {
        let (mut up, mut down) = (x.to_vec(), x.to_vec());
        up[i] += h;
        down[i] -= h;
        (loss(&up) - loss(&down)) / (2.0 * h)
    };
    let sum: f64 = (0..x.len()).map(slope).sum();
    gradient.len() == x.len()
        && (gradient.iter().sum::<f64>() - sum).abs() <= 1e-6 * sum.abs().max(1.0)
}
