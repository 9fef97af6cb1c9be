//! Caught by: it_sees_positions_that_are_all_alike

use ndarray::Array2;

/// Whether likeness depends on the distance.
pub fn law(table: &Array2<f64>) -> bool {
    let likeness = table.dot(&table.t());
    likeness.indexed_iter().all(|((p, q), &like)| {
        likeness.get([p + 1, q + 1]).is_none_or(|later| (later - like).abs() < 1e-9)
    })
}
