//! One word of a sentence is changed: the feed-forward network changes that row, attention
//! all rows from there on.

use attention::Mask;
use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, normal};
use multi_head::MultiHead;
use ndarray::{Array2, Array3, Axis, s};
use rand::{SeedableRng, rngs::StdRng};

const SENTENCE: [&str; 9] =
    ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];

/// How far each number of the output moves.
fn change(
    layer: &impl Layer<f64>,
    before: &Array3<f64>,
    after: &Array3<f64>,
) -> Array2<f64> {
    (layer.forward(after).0 - layer.forward(before).0).abs().remove_axis(Axis(0))
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(3);
    let before: Array3<f64> = normal((1, 9, 8), 1.0, &mut rng); // a vector for each word
    let mut after = before.clone();
    after.slice_mut(s![0, 1, ..]).assign(&normal(8, 1.0, &mut rng)); // "cat" becomes "dog"

    let network = FeedForward::new(8, Activation::Relu, &mut rng);
    let attention = MultiHead::new(8, 2, Mask::Causal, &mut rng);
    let by_network = change(&network, &before, &after);
    let by_attention = change(&attention, &before, &after);

    println!("word      feed-forward  attention   (largest change in its row)");
    let largest = |row: ndarray::ArrayView1<f64>| row.fold(0.0, |m: f64, &x| m.max(x));
    for (t, word) in SENTENCE.iter().enumerate() {
        let (network, attention) =
            (largest(by_network.row(t)), largest(by_attention.row(t)));
        println!("{word:8}  {network:12.3}  {attention:9.3}");
        assert_eq!(
            network > 0.0,
            t == 1,
            "only the changed word's own row, the others to the last bit"
        );
        assert_eq!(attention > 0.0, t >= 1, "the changed word and all that can see it");
    }

    let most = largest(by_network.row(1)).max(by_attention.fold(0.0, |m, &x| m.max(x)));
    let matrix = |title, change| {
        Matrix::new(change)
            .title(title)
            .colour(Colour::Category(1))
            .rows(SENTENCE)
            .up_to(most)
    };
    Figure::new(
        "one-word-changed",
        "On the left one row is coloured, cat. On the right all rows from cat down are.",
    )
    .panels(2, [matrix("feed-forward", &by_network), matrix("attention", &by_attention)])
    .save()?;
    Ok(())
}
