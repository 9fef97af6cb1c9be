//! One query, worked by hand: scores, scaled scores, exponentials, weights, and the
//! weighted sum.

use attention::{Mask, attend};
use figures::{Colour, Figure, Plot};
use ndarray::{Array2, array};

fn main() -> std::io::Result<()> {
    let words = ["cat", "milk", "was"];
    let q: Array2<f64> = array![[1.0, 2.0, 0.0, 1.0]]; // (1, 4)
    let k = array![[2.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]]; // (3, 4)
    let v = array![[3.0, 0.0], [1.0, 3.0], [0.0, 1.0]]; // (3, 2)

    // ANCHOR: by_hand
    let scores = [1.0 * 2.0 + 2.0 * 1.0, 2.0 * 1.0, 0.0]; // q·k for each of the three keys
    let scaled = scores.map(|score| score / 2.0); // √4 = 2
    let powers = scaled.map(|s: f64| s.exp());
    let sum: f64 = powers.iter().sum();
    let weights = powers.map(|power| power / sum);
    let by_hand =
        [3.0 * weights[0] + 1.0 * weights[1], 3.0 * weights[1] + 1.0 * weights[2]];
    // ANCHOR_END: by_hand

    println!("key    q·k   /√4      exp   weight   value");
    for (i, word) in words.iter().enumerate() {
        let (score, s, e, w) = (scores[i], scaled[i], powers[i], weights[i]);
        println!(
            "{word:4} {score:5.1} {s:5.1} {e:8.3} {w:8.3}   ({}, {})",
            v[[i, 0]],
            v[[i, 1]]
        );
    }
    println!(
        "sum              {sum:8.3} {:8.3}   ({:.3}, {:.3})",
        1.0, by_hand[0], by_hand[1]
    );

    // The numbers on the page, and the function of this chapter.
    assert_eq!(scores, [4.0, 2.0, 0.0]);
    assert_eq!(format!("{powers:.3?} {sum:.3}"), "[7.389, 2.718, 1.000] 11.107");
    assert_eq!(
        format!("{weights:.3?} {by_hand:.3?}"),
        "[0.665, 0.245, 0.090] [2.240, 0.824]"
    );
    let (y, a) = attend(&q, &k, &v, Mask::Full);
    assert!(
        (0..3).all(|i| (a[[0, i]] - weights[i]).abs() < 1e-15),
        "{a} is not {weights:?}"
    );
    assert!(
        (0..2).all(|i| (y[[0, i]] - by_hand[i]).abs() < 1e-15),
        "{y} is not {by_hand:?}"
    );

    let corners = [(3.0, 0.0), (1.0, 3.0), (0.0, 1.0)];
    let plot = Plot::new()
        .x("first channel")
        .y("second channel")
        .x_range(0.0, 4.0)
        .y_range(-0.5, 3.5)
        .line("", Colour::Muted, [corners[0], corners[1], corners[2], corners[0]])
        .words(
            Colour::Value,
            [(3.0, 0.0, "cat: 0.665"), (1.0, 3.0, "milk: 0.245"), (0.0, 1.0, "was: 0.090")],
        )
        .words(Colour::Weight, [(y[[0, 0]], y[[0, 1]], "y")]);
    Figure::new(
        "one-query",
        "Three values as the corners of a triangle; the output y lies inside, nearest to cat's.",
    )
    .panel(plot)
    .save()?;
    Ok(())
}
