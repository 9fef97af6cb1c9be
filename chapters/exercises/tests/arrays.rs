//! What the teacher's page says of `ndarray`.

use ndarray::{Array1, Array2, Axis, array, s};

#[test]
fn what_the_page_says_of_arrays_is_true() {
    // ANCHOR: read
    let x = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]; // (2, 3): two rows, three columns
    assert_eq!((x.nrows(), x.ncols()), (2, 3)); // or both at once: x.dim()
    assert_eq!(x[[1, 0]], 4.0); // row 1, column 0: all count from 0
    assert_eq!(x.row(1), array![4.0, 5.0, 6.0]);
    assert_eq!(x.column(0), array![1.0, 4.0]);
    assert_eq!(x.slice(s![.., 1..]), array![[2.0, 3.0], [5.0, 6.0]]); // columns from 1 on
    assert_eq!(x.t(), array![[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]); // the transpose
    assert_eq!(&x + &x, 2.0 * &x); // number by number; so are -, * and /
    assert_eq!(
        &x + &array![10.0, 20.0, 30.0],
        array![[11.0, 22.0, 33.0], [14.0, 25.0, 36.0]]
    );
    assert_eq!(x.dot(&x.t()), array![[14.0, 32.0], [32.0, 77.0]]); // a matrix product
    assert_eq!(x.mapv(|value| value * value).sum(), 91.0); // a function of every number
    assert_eq!(x.sum_axis(Axis(1)), array![6.0, 15.0]); // axis 1 is summed away
    // ANCHOR_END: read

    // ANCHOR: write
    let zeros = Array2::<f64>::zeros((2, 3));
    let table = Array2::from_shape_fn((2, 3), |(t, c)| (3 * t + c + 1) as f64);
    assert_eq!(&table - &x, zeros);
    let mut y = x.clone();
    y[[0, 0]] = 7.0; // one number
    y.row_mut(1).fill(0.0); // one row
    for mut row in y.rows_mut() {
        row += 1.0; // every row in turn
    }
    assert_eq!(y, array![[8.0, 3.0, 4.0], [1.0, 1.0, 1.0]]);
    let means: Array1<f64> = x.rows().into_iter().map(|row| row.sum() / 3.0).collect();
    assert_eq!(means, array![2.0, 5.0]);
    // ANCHOR_END: write
}
