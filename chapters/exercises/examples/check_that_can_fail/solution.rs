/// Whether `gradient` is the gradient of `loss` at `x`.
pub fn agrees(loss: &dyn Fn(&[f64]) -> f64, gradient: &[f64], x: &[f64]) -> bool {
    let h = 1e-5;
    let nudged = |i: usize, by: f64| {
        let mut x = x.to_vec();
        x[i] += by;
        loss(&x)
    };
    let near = |(i, &g): (usize, &f64)| {
        let slope = (nudged(i, h) - nudged(i, -h)) / (2.0 * h);
        (g - slope).abs() <= 1e-6 * slope.abs().max(1.0) // false of NaN
    };
    gradient.len() == x.len() && gradient.iter().enumerate().all(near)
}
