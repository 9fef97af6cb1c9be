//! Layer normalisation as geometry: onto the plane across (1, 1, 1), then to the circle of
//! radius √3.

use figures::{Anchor, Canvas, Colour, Figure, Label, Panel};
use foundations::{Layer, normal};
use ndarray::{Array3, ArrayRef1, Axis, aview1};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::LayerNorm;

/// Tokens of three channels, and what layer normalisation makes of them.
struct Scene(Array3<f64>, Array3<f64>);

/// Where a point of space is on the paper: the direction (1, 1, 1) points up, the plane
/// across it is seen from above.
fn paper(x: &ArrayRef1<f64>, (left, top): (f64, f64), width: f64) -> (f64, f64) {
    let right = (x[0] - x[1]) / 2.0_f64.sqrt();
    let away = (x[0] + x[1] - 2.0 * x[2]) / 6.0_f64.sqrt();
    let up = x.sum() / 3.0_f64.sqrt();
    (left + width / 2.0 + 62.0 * right, top + 190.0 - 62.0 * (0.4 * away + 0.9 * up))
}

impl Panel for Scene {
    fn height(&self, _: f64) -> f64 {
        300.0
    }

    fn draw(&self, canvas: &mut Canvas, at: (f64, f64), width: f64) {
        let place = |x: &ArrayRef1<f64>| paper(x, at, width);
        let on_circle = |i: u32| {
            let (sin, cos) = (f64::from(i) * std::f64::consts::TAU / 72.0).sin_cos();
            let along = [cos * 1.5_f64.sqrt(), -cos * 1.5_f64.sqrt(), 0.0];
            let across =
                [sin / 2.0_f64.sqrt(), sin / 2.0_f64.sqrt(), -sin * 2.0_f64.sqrt()];
            place(&(&aview1(&along) + &aview1(&across)))
        };
        (0..72)
            .for_each(|i| canvas.line(on_circle(i), on_circle(i + 1), Colour::Text, 1.5));
        canvas.arrow(
            place(&aview1(&[0.0; 3])),
            place(&aview1(&[1.55; 3])),
            Colour::Text,
            1.5,
        );
        canvas.text(
            &Label::new("(1, 1, 1)").anchor(Anchor::Start),
            (at.0 + width / 2.0 + 10.0, at.1 + 30.0),
        );
        for (x, n) in self.0.lanes(Axis(2)).into_iter().zip(self.1.lanes(Axis(2))) {
            let flat = &x - x.mean().expect("three channels");
            canvas.line(place(&x), place(&flat), Colour::Muted, 1.0);
            canvas.arrow(place(&flat), place(&n), Colour::nth(1), 2.0);
            canvas.circle(place(&x), 4.0, Colour::nth(0));
            canvas.ring(place(&n), 5.0, Colour::nth(1));
        }
    }
}

fn main() -> std::io::Result<()> {
    let x: Array3<f64> = normal((1, 7, 3), 1.0, &mut StdRng::seed_from_u64(3));
    let (n, _) = LayerNorm { epsilon: 0.0, ..LayerNorm::new(3) }.forward(&x);
    println!(
        "token x                    sum     length    becomes n                  sum     \
        length"
    );
    for (x, n) in x.lanes(Axis(2)).into_iter().zip(n.lanes(Axis(2))) {
        let length = |v: &ArrayRef1<f64>| v.dot(v).sqrt();
        println!(
            "{x:6.2}   {:6.2}   {:6.2}    {n:6.2}   {:6.2}   {:6.2}",
            x.sum(),
            length(&x),
            n.sum().abs(),
            length(&n)
        );
        assert!(n.sum().abs() < 1e-14 && (length(&n) - 3.0_f64.sqrt()).abs() < 1e-14);
    }
    let alternative = "Seven points in space. From each a thin line falls along the \
        direction (1, 1, 1) onto the plane across it, and from there an arrow goes inwards \
        or outwards to a circle around the origin. All seven end on the circle.";
    Figure::new("norm-geometry", alternative).panel(Scene(x, n)).save()?;
    Ok(())
}
