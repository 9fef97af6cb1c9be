//! One query, worked by hand: "it" asks three words of its sentence.

use attention::{Mask, attend};
use figures::{Colour, Figure, Plot};
use ndarray::{Array2, array};

fn main() -> std::io::Result<()> {
    let words = ["cat", "drank", "milk"];
    let q: Array2<f64> = array![[6.0, 3.0, 0.0]]; // (1, 3): animal, drink, action
    let k = array![[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]; // (3, 3)
    let v = k.clone(); // a word tells what it is found by

    let scores = [6.0 * 1.0, 0.0, 3.0 * 1.0]; // q·k for each of the three keys
    let scaled = scores.map(|score: f64| score / 3.0_f64.sqrt());
    let powers = scaled.map(f64::exp);
    let sum: f64 = powers.iter().sum();
    let weights = powers.map(|power| power / sum);
    let by_hand = [weights[0], weights[2], weights[1]]; // animal, drink, action

    println!("key     q·k   /√3      exp   weight   value");
    for (i, word) in words.iter().enumerate() {
        let (score, s, e, w) = (scores[i], scaled[i], powers[i], weights[i]);
        println!("{word:5} {score:5.1} {s:5.2} {e:8.3} {w:8.3}   {}", v.row(i));
    }
    println!("sum               {sum:8.3} {:8.3}   {by_hand:.3?}", 1.0);
    println!("cat to milk: {:.2} to 1", weights[0] / weights[2]);

    // The numbers on the page, and the function of this chapter.
    assert_eq!(
        format!("{scaled:.2?} {powers:.2?}"),
        "[3.46, 0.00, 1.73] [31.95, 1.00, 5.65]"
    );
    assert_eq!(format!("{sum:.2} {weights:.3?}"), "38.60 [0.828, 0.026, 0.146]");
    assert!((weights[0] / weights[2] - 3.0_f64.sqrt().exp()).abs() < 1e-12);
    let (y, a) = attend(&q, &k, &v, Mask::Full);
    assert!((0..3).all(|i| (a[[0, i]] - weights[i]).abs() < 1e-15));
    assert!((0..3).all(|i| (y[[0, i]] - by_hand[i]).abs() < 1e-15));

    // The values are the corners of a triangle; y is inside, nearest to the likeliest word.
    let corner = |i: usize| (v[[i, 0]], v[[i, 1]]);
    let (x, height) = (y[[0, 0]], y[[0, 1]]);
    assert!(x > 0.0 && height > 0.0 && x + height < 1.0, "inside the triangle");
    let labels = [0, 1, 2].map(|i| format!("{}: {:.3}", words[i], weights[i]));
    let corners = [0, 1, 2].map(|i| (corner(i).0, corner(i).1, labels[i].as_str()));
    let plot = Plot::new().x("animal").y("drink").x_range(-0.1, 1.4).y_range(-0.15, 1.15);
    let plot = plot
        .line("", Colour::Muted, [corner(0), corner(1), corner(2), corner(0)])
        .words(Colour::Value, corners)
        .words(Colour::Text, [(x, height, "y")]);
    let seen = format!(
        "Three values as the corners of a triangle, with their weights: {}. The output y, \
        {x:.3} of animal and {height:.3} of drink, lies inside, close to cat's.",
        labels.join(", ")
    );
    Figure::new("one-query", &seen).panel(plot).save()?;
    Ok(())
}
