//! Far out, at positions that no text of this book reaches: the table is right to an
//! independent formula.

use ndarray::Array2;
use positional_encoding::{BASE, frequency, sinusoids};

/// How far out.
const FAR: usize = 100_000;
const C: usize = 16;

/// (sin, cos) of `pos·ω`, from those of ω by squaring: the angle itself is never worked
/// out.
fn turned(mut pos: usize, omega: f64) -> (f64, f64) {
    let times = |(s, c): (f64, f64), (t, d): (f64, f64)| (s * d + c * t, c * d - s * t);
    let (mut turned, mut power) = ((0.0, 1.0), (omega.sin(), omega.cos()));
    while pos > 0 {
        if pos % 2 == 1 {
            turned = times(turned, power);
        }
        power = times(power, power);
        pos /= 2;
    }
    turned
}

#[test]
fn sinusoids_are_right_at_position_one_hundred_thousand() {
    let (single, double): (Array2<f32>, Array2<f64>) =
        (sinusoids(FAR + 1, C, BASE), sinusoids(FAR + 1, C, BASE));
    for pos in (0..=FAR).step_by(97).chain([FAR - 1, FAR]) {
        for i in 0..C / 2 {
            let (sine, cosine) = turned(pos, frequency(i, C, BASE));
            for (channel, exact) in [(2 * i, sine), (2 * i + 1, cosine)] {
                // Each of the factors of a turn, and the frequency, is rounded: a share ε
                // of the angle, 1e5.
                let error = (double[[pos, channel]] - exact).abs();
                assert!(error < 4e-11, "PE({pos})[{channel}] is off by {error:e} in f64");
                // In f32 half a last bit more, wherever the position: the angle is worked
                // out in f64.
                let error = (f64::from(single[[pos, channel]]) - exact).abs();
                assert!(
                    error < 0.5 * f64::from(f32::EPSILON) + 4e-11,
                    "and by {error:e} in f32"
                );
            }
        }
    }
}

#[test]
fn far_out_the_dot_product_still_depends_on_the_distance_alone() {
    let (single, double): (Array2<f32>, Array2<f64>) =
        (sinusoids(FAR + 1, C, BASE), sinusoids(FAR + 1, C, BASE));
    for distance in [0, 1, 7, 100, 5000] {
        let near = double.row(distance).dot(&double.row(0));
        assert!((double.row(FAR).dot(&double.row(FAR - distance)) - near).abs() < 1e-9);
        let far = f64::from(single.row(FAR).dot(&single.row(FAR - distance)));
        assert!(
            (far - near).abs() < C as f64 * f64::from(f32::EPSILON),
            "at distance {distance}: {far}, {near}"
        );
    }
}
