//! Caught by: it_sees_sines_without_their_cosines

use ndarray::Array2;

/// Whether all numbers are within ±1 and no row is there twice.
pub fn law(table: &Array2<f64>) -> bool {
    let rows = || table.rows().into_iter().enumerate();
    table.iter().all(|x| x.abs() <= 1.0)
        && rows().all(|(p, one)| rows().all(|(q, other)| p == q || one != other))
}
