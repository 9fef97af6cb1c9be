//! Caught by: steep_slopes_are_no_exception

/// Whether `gradient` is the gradient of `loss` at `x`.
pub fn agrees(loss: &dyn Fn(&[f64]) -> f64, gradient: &[f64], x: &[f64]) -> bool {
    let h = 1e-5;
    let slope = |i: usize| {
        let (mut up, mut down) = (x.to_vec(), x.to_vec());
        up[i] += h;
        down[i] -= h;
        (loss(&up) - loss(&down)) / (2.0 * h)
    };
    let near = |i: usize| (gradient[i] - slope(i)).abs() <= 1e-6;
    gradient.len() == x.len() && (0..x.len()).all(near)
}
