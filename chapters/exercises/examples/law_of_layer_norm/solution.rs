/// A norm: from the channels of one token to as many channels.
pub type Norm = fn(&[f64]) -> Vec<f64>;

/// Whether this norm does what layer normalisation must, on this token.
pub fn law(norm: Norm, token: &[f64]) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    let y = norm(token);
    let moved: Vec<f64> = token.iter().map(|x| 2.0 * x + 3.0).collect();
    y.len() == token.len()
        && near(y.iter().sum(), 0.0)
        && near(y.iter().map(|y| y * y).sum(), y.len() as f64)
        && norm(&moved).iter().zip(&y).all(|(moved, y)| near(*moved, *y))
        && token.iter().zip(&y).all(|(x, y_x)| (x - token[0]) * (y_x - y[0]) >= 0.0)
}
