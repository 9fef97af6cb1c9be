//! The dot product as a measure of likeness: three words as arrows in the plane.

use figures::{Colour, Figure, Plot};
use ndarray::{Array1, array};

fn main() -> std::io::Result<()> {
    let words =
        [("cat", array![2.0, -1.0]), ("milk", array![-1.0, 2.0]), ("it", array![2.0, 0.0])]; // (alive, can be drunk)
    let length = |x: &Array1<f64>| x.dot(x).sqrt();
    let angle = |x: &Array1<f64>, y: &Array1<f64>| {
        (x.dot(y) / (length(x) * length(y))).acos().to_degrees()
    };

    let it = &words[2].1;
    for (word, x) in &words {
        let (dot, angle) = (it.dot(x), angle(it, x));
        println!(
            "it · {word:4} = 2·({:2}) + 0·({:2}) = {dot:2}   the angle between them: {angle:3.0}°",
            x[0], x[1]
        );
    }
    assert_eq!(words.each_ref().map(|(_, x)| it.dot(x)), [4.0, -2.0, 4.0]);
    assert!(angle(it, &words[0].1) < 27.0 && angle(it, &words[1].1) > 116.0);

    let mut plot = Plot::new()
        .x("alive")
        .y("can be drunk")
        .x_range(-2.0, 3.0)
        .y_range(-1.5, 2.5)
        .height(340.0);
    for (i, (word, x)) in words.iter().enumerate() {
        let (colour, tip) = (Colour::nth(i), (x[0], x[1]));
        plot = plot
            .line("", colour, [(0.0, 0.0), tip])
            .dots("", colour, [tip])
            .words(colour, [(tip.0, tip.1, *word)]);
    }
    let alternative = "Three arrows from the origin. Cat points right and a little down, it points right, milk points \
        up and to the left.";
    Figure::new("words-as-arrows", alternative).panel(plot).save()?;
    Ok(())
}
