use ndarray::Array2;

/// Whether likeness is a matter of distance in this table of positions (context, C).
pub fn law(table: &Array2<f64>) -> bool {
    let likeness = table.dot(&table.t());
    let itself = likeness[[0, 0]];
    likeness.indexed_iter().all(|((p, q), &like)| {
        let further_on =
            likeness.get([p + 1, q + 1]).is_none_or(|later| (later - like).abs() < 1e-9);
        further_on && (p == q || like < itself - 1e-9)
    })
}
