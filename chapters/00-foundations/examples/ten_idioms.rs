//! Ten idioms of this book's Rust, each beside the line of Python (NumPy) that does the
//! same.

use foundations::{Float, product};
use ndarray::{Array2, ArrayRef2, Axis, array, s};

// ANCHOR: function
/// 10. Takes any matrix: of f32 or f64 (`F: Float`), owned or a view.
fn squares<F: Float>(x: &ArrayRef2<F>) -> F {
    x.iter().map(|&v| v * v).sum::<F>() * F::of(0.5) // (x * x).sum() * 0.5
}
// ANCHOR_END: function

fn main() {
    // ANCHOR: idioms
    // 1. An array that owns its numbers.
    let mut x: Array2<f64> = Array2::zeros((2, 3)); // x = np.zeros((2, 3))
    // 2. One number, by row and column.
    x[[0, 1]] = 5.0; // x[0, 1] = 5.0
    // 3. A view to write through: all of row 1.
    x.slice_mut(s![1, ..]).fill(-1.0); // x[1, :] = -1.0
    // 4. A view to read: the first two columns. Nothing is copied.
    let left = x.slice(s![.., ..2]); // left = x[:, :2]
    // 5. A sum along axis 0, down each column; that axis goes away.
    let sums = x.sum_axis(Axis(0)); // sums = x.sum(axis=0)
    // 6. A closure, |v| …: a small function without a name.
    let positive = x.mapv(|v| v.max(0.0)); // positive = np.maximum(x, 0)
    // 7. Rows, one after another, with their numbers.
    for (t, row) in x.rows().into_iter().enumerate() {
        println!("row {t}: {row}"); // for t, row in enumerate(x): print(…)
    }
    // 8. `&x` lends x, so that it can be used again.
    let y = 2.0 * &x + &positive; // y = 2 * x + positive
    // 9. The product of matrices, here with a transpose.
    let scores = product(&x, &y.t()); // scores = x @ y.T
    // ANCHOR_END: idioms

    assert_eq!(left, array![[0.0, 5.0], [-1.0, -1.0]]);
    assert_eq!(sums, array![-1.0, 4.0, -1.0]);
    assert_eq!(positive, array![[0.0, 5.0, 0.0], [0.0, 0.0, 0.0]]);
    assert_eq!(y, array![[0.0, 15.0, 0.0], [-2.0, -2.0, -2.0]]);
    assert_eq!(scores, array![[75.0, -10.0], [-15.0, 6.0]]);
    assert_eq!(squares(&left), 13.5);
    println!("scores: {scores}");
}
