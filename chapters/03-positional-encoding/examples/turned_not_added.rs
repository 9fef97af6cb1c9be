//! Rotary positions: query and key are turned by their places. Their score then depends on
//! the distance alone, however loud the words are.

use attention::{Mask, attend};
use figures::{Colour, Figure, Plot};
use foundations::normal;
use ndarray::{Array1, Array2};
use positional_encoding::{BASE, rotation, sinusoids};
use rand::{SeedableRng, rngs::StdRng};

const T: usize = 64;
const D: usize = 64;

/// The same row at each of the T places.
fn everywhere(row: &Array1<f64>) -> Array2<f64> {
    row.broadcast((T, D)).expect("T rows").to_owned()
}

// ANCHOR: turned
/// Row t of `x` turned by its place: `x_t·R_t`.
fn turned(x: &Array2<f64>) -> Array2<f64> {
    let mut y = x.clone(); // (T, D)
    for (t, mut row) in y.rows_mut().into_iter().enumerate() {
        let there = row.dot(&rotation(t, D, BASE));
        row.assign(&there);
    }
    y
}
// ANCHOR_END: turned

/// The scores of every place with the place two before it.
fn two_apart(q: &Array2<f64>, k: &Array2<f64>) -> Array1<f64> {
    (2..T).map(|t| q.row(t).dot(&k.row(t - 2))).collect()
}

fn main() -> std::io::Result<()> {
    let pe = sinusoids::<f64>(T, D, BASE);
    println!("one pair of words, two apart, at 62 places: how far the score varies");
    println!("loudness   positions added   query and key turned");
    let mut plot = Plot::new().x("place of the later word").y("score").label_ends();
    for loudness in [0.02, 0.1, 0.4, 1.0] {
        let rng = &mut StdRng::seed_from_u64(1);
        let [q, k] = [(); 2].map(|()| everywhere(&normal(D, loudness, rng)));
        let scores =
            [two_apart(&(&q + &pe), &(&k + &pe)), two_apart(&turned(&q), &turned(&k))];
        let vary =
            scores.each_ref().map(|s| (s - s[0]).fold(0.0, |m: f64, d| m.max(d.abs())));
        println!("{loudness:8.2}   {:15.2}   {:20.1e}", vary[0], vary[1]);
        assert!(vary[0] > 3.0 * loudness && vary[1] < 1e-11);
        if loudness == 0.4 {
            let [added, turned] = scores.map(|s| (2..T).map(|t| t as f64).zip(s));
            plot = plot.line("added", Colour::nth(0), added);
            plot = plot.line("turned", Colour::Position, turned);
        }
    }
    // A head that asks by place alone: no word enters its query or its key.
    let start = pe.row(0).to_owned();
    let query = everywhere(&(40.0 * &start.dot(&rotation(2, D, BASE).t())));
    let (q, k) = (turned(&query), turned(&everywhere(&start)));
    let (_, a) = attend(&q, &k, &k, Mask::Causal); // (T, T)
    let least = (2..T).map(|t| a[[t, t - 2]]).fold(1.0, f64::min);
    println!(
        "\nlooking two back, by turning: at least {:.1} %, for any words",
        100.0 * least
    );
    assert!(least > 0.98);
    let alternative = "The score of two words, two apart, against their place. With \
        positions added it wanders up and down; with query and key turned it is level.";
    Figure::new("turned-not-added", alternative).panel(plot).save().map(drop)
}
