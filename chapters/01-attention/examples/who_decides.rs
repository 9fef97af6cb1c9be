//! Three ways to look back: at all alike, by distance, by content. Only the third depends
//! on the words.

use attention::{Mask, words};
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, softmax_in_place};
use ndarray::{Array2, Axis, s, stack};

const TEXT: &str = "the cat drank the milk because it";
const OTHER: &str = "the milk drank the cat because it"; // cat and milk have changed places

/// Causal weights from any scores.
fn weights(score: impl Fn((usize, usize)) -> f64) -> Array2<f64> {
    let mut a = Array2::from_shape_fn((7, 7), score);
    for t in 0..7 {
        softmax_in_place(&mut a.slice_mut(s![t, ..=t]));
        a.slice_mut(s![t, t + 1..]).fill(0.0);
    }
    a
}

/// The weights of the head that the page makes by hand.
fn by_content(text: &str) -> Array2<f64> {
    let x = words::sentence(text).expect("words of the dictionary");
    words::head(Mask::Causal).forward(&x).1.weights().index_axis(Axis(0), 0).to_owned()
}

fn main() -> std::io::Result<()> {
    let mean = weights(|_| 0.0);
    let distance = weights(|(t, s)| -0.7 * (t as f64 - s as f64));
    let content = by_content(TEXT);
    let (it, cat, milk) = (6, 1, 4);
    println!("\"it\" looks at          cat   milk");
    for (name, a) in
        [("all alike", &mean), ("by distance", &distance), ("content", &content)]
    {
        println!("{name:>20}   {:.2}   {:.2}", a[[it, cat]], a[[it, milk]]);
    }
    let other = by_content(OTHER);
    println!(
        "      cat and milk\n  in changed places   {:.2}   {:.2}",
        other[[it, 4]],
        other[[it, 1]]
    );

    assert!((mean[[it, cat]] - 1.0 / 7.0).abs() < 1e-15);
    assert_eq!(
        format!("{:.2} {:.2}", content[[it, cat]], content[[it, milk]]),
        "0.75 0.13"
    );
    assert!(distance[[it, cat]] < distance[[it, milk]], "the nearer word counts for more");
    assert!(content[[it, cat]] > 5.0 * content[[it, milk]], "the animal counts for more");
    assert!(other[[it, 4]] > 5.0 * other[[it, 1]], "wherever it stands");

    let rows = stack(Axis(0), &[mean.row(it), distance.row(it), content.row(it)]);
    let matrix =
        Matrix::new(&rows.expect("rows of one length")).title("what \"it\" takes from");
    let matrix =
        matrix.rows(["all alike", "by distance", "by content"]).columns(TEXT.split(' '));
    let seen = "Three rows of weights. All alike: every word 0.14. By distance: they fade \
        from it back to the. By content: cat has 0.75, milk 0.13.";
    Figure::new("who-decides", seen)
        .panel(matrix.colour(Colour::Weight).numbers(2).up_to(1.0))
        .save()?;
    Ok(())
}
