//! The whole formula on one sentence: X, then Q, K, V, then scores, weights, and Y.

mod flow;

use attention::{Mask, attend, words};
use figures::Figure;
use flow::Flow;
use foundations::{Layer, Linear, product};
use ndarray::{Array2, Axis};

const TEXT: &str = "the cat drank the milk because it";

fn main() -> std::io::Result<()> {
    let x = words::sentence(TEXT).expect("words of the dictionary"); // (1, T, 6)
    let head = words::head(Mask::Causal);
    let project = |linear: &Linear<f64>| linear.forward(&x).0.index_axis_move(Axis(0), 0);
    // (T, 3)
    let (q, k, v) = (project(&head.query), project(&head.key), project(&head.value));
    let scores: Array2<f64> = product(&q, &k.t()) / 3.0_f64.sqrt(); // (T, T)
    let (y, a) = attend(&q, &k, &v, Mask::Causal); // (T, 3), (T, T)

    let (it, cat, milk) = (6, 1, 4);
    println!("\"it\" asks          {}", q.row(it));
    println!("\"cat\" is found by  {}", k.row(cat));
    println!(
        "score              {} / √3 = {:.2}",
        q.row(it).dot(&k.row(cat)),
        scores[[it, cat]]
    );
    println!("weight             {:.2}", a[[it, cat]]);
    println!("\"it\" receives      {:.2}", y.row(it));

    // What the page traces, cell by cell.
    assert_eq!(
        (q.row(it).to_vec(), k.row(cat).to_vec()),
        (vec![6., 3., 0.], vec![1., 0., 0.])
    );
    assert_eq!(format!("{:.2} {:.2}", scores[[it, cat]], scores[[it, milk]]), "3.46 1.73");
    assert_eq!(format!("{:.2} {:.2}", a[[it, cat]], a[[it, milk]]), "0.75 0.13");
    assert_eq!(format!("{:.2}", y.row(it)), "[0.75, 0.13, 0.02]");
    assert_eq!(k, v, "in this head a word tells what it is found by");
    assert_eq!(y, head.forward(&x).0.index_axis(Axis(0), 0), "the layer does the same");
    let even = |t: usize| {
        a.row(t).iter().take(t + 1).all(|&w| (w - 1.0 / (t + 1) as f64).abs() < 1e-15)
    };
    assert!([0, 3, 5].into_iter().all(even), "the, the and because ask for nothing");

    let x = x.index_axis_move(Axis(0), 0); // (T, 6)
    let seen = format!(
        "Two rows of grids. Above: X, a row for each of seven words, and Q, K, V made from \
         it. Below: the scores, the weights with the future struck out, and Y. One row, of \
         it, is framed in each: it asks {}, has the score {:.2} with cat and {:.2} with \
         milk, the weights {:.2} and {:.2}, and receives {:.2}.",
        q.row(it),
        scores[[it, cat]],
        scores[[it, milk]],
        a[[it, cat]],
        a[[it, milk]],
        y.row(it)
    );
    Figure::new("attention-step", &seen)
        .panel(Flow {
            words: TEXT.split(' ').collect(),
            row: it,
            key: cat,
            x,
            q,
            k,
            v,
            scores,
            a,
            y,
        })
        .save()?;
    Ok(())
}
