//! One step of attention on a sentence, every matrix of the formula drawn with its shape.

mod words;

use attention::{Mask, attend};
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, Linear};
use ndarray::{Array2, Array3, Axis};

fn main() -> std::io::Result<()> {
    let text = "the cat drank the milk because it was thirsty";
    let x = words::sentence(text).expect("words of the dictionary"); // (1, T, 6)
    let head = words::head(Mask::Full);
    let project = |linear: &Linear<f64>| -> Array2<f64> {
        let y: Array3<f64> = linear.forward(&x).0;
        y.index_axis_move(Axis(0), 0)
    };
    let (q, k, v) = (project(&head.query), project(&head.key), project(&head.value)); // (T, 3)
    let (y, a) = attend(&q, &k, &v, Mask::Full);

    let (it, cat) = (6, 1);
    let score = q.row(it).dot(&k.row(cat));
    println!("\"it\" asks          {}", q.row(it));
    println!("\"cat\" is found by  {}", k.row(cat));
    println!("score              {score} / √3 = {:.2}", score / 3.0_f64.sqrt());
    println!("weight             {:.2}", a[[it, cat]]);
    println!("\"it\" receives      {:.2}", y.row(it));
    assert_eq!(
        (q.row(it).to_vec(), k.row(cat).to_vec()),
        (vec![6.0, 3.0, 0.0], vec![1.0, 0.0, 0.0])
    );
    assert_eq!(format!("{:.2} {:.2}", a[[it, cat]], y.row(it)), "0.72 [0.72, 0.13, 0.02]");
    assert_eq!(y, head.forward(&x).0.index_axis(Axis(0), 0), "the layer does the same");

    assert_eq!(k, v, "in this head a word tells what it is found by");
    let channels = ["animal", "drink", "action"];
    let matrix = |m: &Array2<f64>, title: &str, colour| {
        Matrix::new(m).title(title).colour(colour).rows(text.split(' ')).columns(channels)
    };
    let panels = [
        matrix(&q, "Q", Colour::Query),
        matrix(&k, "K = V", Colour::Key),
        matrix(&y, "Y", Colour::Value).up_to(1.0),
    ];
    let seen = "The matrices Q, K and the output Y, with a row for each word; the row of it fills with animal.";
    Figure::new("attention-step", seen).panels(3, panels).save()?;
    Ok(())
}
