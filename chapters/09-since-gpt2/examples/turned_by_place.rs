//! A query and a key, turned by their places: the angle between them, and with it the
//! score, depends on the distance alone.

use figures::{Colour, Figure, Plane};
use ndarray::{Array2, array};
use since_gpt2::Rotary;

const BASE: f64 = 10_000.0;

/// A single vector of two channels, turned as position `place` wants it.
fn turned(x: [f64; 2], place: usize) -> [f64; 2] {
    let mut x: Array2<f64> = array![x];
    Rotary::new(place + 1, 2, BASE).turn(place, &mut x);
    [x[[0, 0]], x[[0, 1]]]
}

fn main() -> std::io::Result<()> {
    let (q, k) = ([1.4, 0.3], [0.5, 0.0]);
    let dot = |[a, b]: [f64; 2], [c, d]: [f64; 2]| a * c + b * d;
    println!("as they are          q·k = {:.4}", dot(q, k));
    let mut planes = Vec::new();
    let mut scores = Vec::new();
    for (late, early) in [(2, 1), (12, 11), (1001, 1000), (4, 1)] {
        let (q, k) = (turned(q, late), turned(k, early));
        let score = dot(q, k);
        println!("q at {late:4}, k at {early:4}   q·k = {score:.4}");
        if late != 1001 {
            let plane =
                Plane::new().height(170.0).title(&format!("q at {late}, k at {early}"));
            planes.push(
                plane
                    .path(Colour::Muted, circle(q[0].hypot(q[1])))
                    .arrow("q", Colour::Query, (q[0], q[1]))
                    .arrow("k", Colour::Key, (k[0], k[1])),
            );
        }
        scores.push(score);
    }
    // Another place, the same distance: the same score. Another distance: another one.
    assert!(scores[..3].iter().all(|score| (score - scores[0]).abs() < 1e-12));
    assert!((scores[3] - scores[0]).abs() > 0.5);
    let alternative = "Three planes with two arrows, query and key, and the circle on \
        which the query turns. In the first two the arrows point elsewhere but enclose \
        the same angle; in the third, where they stand further apart in the text, they \
        enclose a larger one.";
    Figure::new("turned-by-place", alternative).panels(3, planes).save()?;
    Ok(())
}

/// A circle about the origin.
fn circle(radius: f64) -> impl Iterator<Item = (f64, f64)> {
    (0..=60).map(move |i| {
        let (sin, cos) = (f64::from(i) * std::f64::consts::TAU / 60.0).sin_cos();
        (radius * cos, radius * sin)
    })
}
