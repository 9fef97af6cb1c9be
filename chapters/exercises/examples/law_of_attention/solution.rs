use ndarray::{Array2, s};

/// An attention: y (T, D_v) of q (T, D), k (S, D) and v (S, D_v).
pub type Attention = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;

/// Whether this attention does what attention must, on these queries, keys and values.
pub fn law(
    attention: Attention,
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
) -> bool {
    let y = attention(q, k, v);
    let a_mean = near(
        &attention(q, k, &Array2::ones((k.nrows(), 1))),
        &Array2::ones((q.nrows(), 1)),
    );
    let of_a_set = near(&attention(q, &reversed(k), &reversed(v)), &y);
    let each_query_alone =
        (0..q.nrows()).all(|t| near(&attention(&row(q, t), k, v), &row(&y, t)));
    a_mean && of_a_set && each_query_alone
}

fn near(one: &Array2<f64>, other: &Array2<f64>) -> bool {
    one.dim() == other.dim()
        && one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-9)
}

fn reversed(rows: &Array2<f64>) -> Array2<f64> {
    rows.slice(s![..;-1, ..]).to_owned()
}

fn row(rows: &Array2<f64>, t: usize) -> Array2<f64> {
    rows.slice(s![t..=t, ..]).to_owned()
}
