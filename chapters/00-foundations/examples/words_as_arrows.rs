//! The dot product as a measure of likeness: three words as arrows in the plane.

use figures::{Colour, Figure, Plane};
use ndarray::{Array1, array};

fn main() -> std::io::Result<()> {
    // (animal, drink): what two words are, and what "it" looks for
    let words = [("cat", array![1.0, 0.0]), ("milk", array![0.0, 1.0])];
    let it: Array1<f64> = array![1.0, 0.5];
    let length = |x: &Array1<f64>| x.dot(x).sqrt();

    for (word, x) in &words {
        let (dot, shadow) = (it.dot(x), it.dot(x) / length(x));
        let angle = (dot / (length(&it) * length(x))).acos().to_degrees();
        println!(
            "it · {word:4} = 1·{} + ½·{} = {dot:3}   angle {angle:2.0}°   shadow {shadow}",
            x[0], x[1]
        );
        let cosine = length(&it) * length(x) * angle.to_radians().cos();
        assert!((dot - cosine).abs() < 1e-12, "|x||y| cos φ");
        assert!((shadow - length(&it) * angle.to_radians().cos()).abs() < 1e-12);
    }
    assert_eq!((it.dot(&words[0].1), it.dot(&words[1].1)), (1.0, 0.5));
    assert_eq!(it.dot(&-&it), -it.dot(&it), "the opposite arrow: negative");

    let grey = Colour::Muted;
    let plane = Plane::new().x("animal").y("drink").height(230.0);
    let plane = plane
        .path(grey, [(1.0, 0.5), (1.0, 0.0)])
        .path(grey, [(1.0, 0.5), (0.0, 0.5)])
        .dot("", grey, (1.0, 0.0))
        .dot("", grey, (0.0, 0.5))
        .arrow("it", Colour::Text, (it[0], it[1]))
        .arrow("cat", Colour::nth(3), (1.0, 0.0))
        .arrow("milk", Colour::nth(5), (0.0, 1.0));
    let seen = "Three arrows from the origin: cat to the right, milk up, it between them \
        and nearer to cat. The shadow of it on cat is 1 long, on milk one half.";
    Figure::new("words-as-arrows", seen).panel(plane).save()?;
    Ok(())
}
