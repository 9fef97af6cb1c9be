//! Layer normalisation by hand: four numbers that come out even.

use figures::{Colour, Figure, Matrix};
use foundations::Layer;
use ndarray::{Array1, array, stack};
use residual_norm::{EPSILON, LayerNorm};

fn main() -> std::io::Result<()> {
    let x = array![1.0, 3.0, 3.0, 9.0];
    let mean = x.sum() / 4.0;
    let centred = &x - mean;
    let variance = centred.dot(&centred) / 4.0;
    let n = &centred / f64::sqrt(variance);
    println!("x           {x:6.2}   mean {mean}");
    println!("x − mean    {centred:6.2}   variance (9 + 1 + 1 + 25) / 4 = {variance}");
    println!("n           {n:6.2}   divided by √9 = 3");

    let norm = LayerNorm {
        gain: array![1.0, 3.0, 3.0, 3.0],
        bias: array![0.0, 1.0, 0.0, -1.0],
        epsilon: 0.0,
    };
    let of = |norm: &LayerNorm<f64>, x: &Array1<f64>| -> Array1<f64> {
        let x = x.to_shape((1, 1, 4)).expect("four numbers"); // one sequence of one token
        norm.forward(&x).0.flatten().to_owned()
    };
    let y = of(&norm, &x);
    println!("y           {y:6.2}   with gain {} and bias {}", norm.gain, norm.bias);
    assert_eq!((mean, variance), (4.0, 9.0));
    assert!((&y - &array![-1.0, 0.0, -1.0, 4.0]).iter().all(|error| error.abs() < 1e-15));

    println!("\nthe same from 10·x + 500: {:6.2}", of(&norm, &(10.0 * &x + 500.0)));
    assert!((of(&norm, &(10.0 * &x + 500.0)) - &y).iter().all(|error| error.abs() < 1e-13));
    let change = (of(&LayerNorm { epsilon: EPSILON, ..norm }, &x) - &y)[3].abs();
    println!("GPT-2's ε of {EPSILON} moves the 4 by {change:.1e}");
    assert!(change < 3e-6);

    let rows = stack![ndarray::Axis(0), x, centred, n, y];
    let grid = Matrix::new(&rows)
        .title("four channels of one token")
        .colour(Colour::Text)
        .rows(["x", "x − mean", "n", "y"])
        .columns(["c = 0", "c = 1", "c = 2", "c = 3"])
        .numbers(2);
    let alternative = "Four rows of four numbers. x is 1, 3, 3, 9. Less its mean: −3, −1, \
        −1, 5. Divided by 3: −1, −0.33, −0.33, 1.67. With gain and bias: −1, 0, −1, 4.";
    Figure::new("norm-by-hand", alternative).panel(grid).save()?;
    Ok(())
}
