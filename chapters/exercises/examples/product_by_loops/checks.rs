//! Products by hand, and then of every shape against ndarray's own.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array2, array};
use rand::{RngExt, rngs::StdRng};

use super::student::product;

checks![a_row_times_a_column_is_a_sum, two_by_two_by_hand, any_three_sizes];

fn a_row_times_a_column_is_a_sum(_: &mut StdRng) -> Verdict {
    let got = tried(&array![[1.0, 2.0, 3.0]], &array![[10.0], [20.0], [30.0]])?;
    let mistakes = [
        ("only the last of the three products was kept; sum them", array![[90.0]]),
        ("it is the mean of the products; take the sum", array![[140.0 / 3.0]]),
    ];
    same_or("1 2 3 times the column 10 20 30", &got, &array![[140.0]], &mistakes)
}

fn two_by_two_by_hand(_: &mut StdRng) -> Verdict {
    let got = tried(&array![[1.0, 2.0], [3.0, 4.0]], &array![[5.0, 6.0], [7.0, 8.0]])?;
    let mistakes = [
        (
            "the rows of x were multiplied by the rows of w; take its columns",
            array![[17.0, 23.0], [39.0, 53.0]],
        ),
        (
            "it is x times w number by number; a row meets a column",
            array![[5.0, 12.0], [21.0, 32.0]],
        ),
        ("it is w·x; x comes first", array![[23.0, 34.0], [31.0, 46.0]]),
    ];
    let right = array![[19.0, 22.0], [43.0, 50.0]];
    same_or("the rows 1 2 and 3 4 times the rows 5 6 and 7 8", &got, &right, &mistakes)
}

fn any_three_sizes(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (c, d) = (rng.random_range(1..=5), rng.random_range(1..=5));
        let (x, w) = (normal((t, c), rng), normal((c, d), rng));
        let what = format!("x of shape ({t}, {c}) times w of shape ({c}, {d})");
        same(&what, &tried(&x, &w)?, &x.dot(&w))
    })
}

/// The student's product as an array.
fn tried(x: &Array2<f64>, w: &Array2<f64>) -> Result<Array2<f64>, String> {
    let rows = |of: &Array2<f64>| {
        of.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>()
    };
    let got = product(&rows(x), &rows(w));
    if got.is_empty() {
        return Err(format!("the product has no rows; it should have {}", x.nrows()));
    }
    let columns = got[0].len();
    let shape = (got.len(), columns);
    Array2::from_shape_vec(shape, got.concat())
        .map_err(|_| format!("not all rows of the product have {columns} numbers: {got:?}"))
}
