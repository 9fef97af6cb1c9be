use ndarray::Array2;

/// Each token's row of the table.
///
/// table: (V, C); returns (T, C).
pub fn embedded(tokens: &[usize], table: &Array2<f64>) -> Array2<f64> {
    let mut x = Array2::zeros((tokens.len(), table.ncols())); // (T, C)
    for (t, &token) in tokens.iter().enumerate() {
        x.row_mut(t).assign(&table.row(token));
    }
    x
}

/// The gradient of the table.
///
/// dx: (T, C); returns (V, C).
pub fn embedded_backward(tokens: &[usize], dx: &Array2<f64>, vocab: usize) -> Array2<f64> {
    let mut dtable = Array2::zeros((vocab, dx.ncols())); // (V, C)
    for (t, &token) in tokens.iter().enumerate() {
        let mut row = dtable.row_mut(token);
        row += &dx.row(t); // a token that comes twice is paid twice
    }
    dtable
}
