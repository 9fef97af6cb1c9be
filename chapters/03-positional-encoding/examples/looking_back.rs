//! A head that always looks two words back, made from the formula, and how loud the words
//! may be before it loses its way.

use attention::{Mask, SelfAttention};
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, Linear, normal};
use ndarray::{Array1, Array2, Array3, s};
use positional_encoding::{BASE, Positions, rotation};
use rand::{SeedableRng, rngs::StdRng};

const WORDS: [&str; 9] =
    ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];
const C: usize = 64;
const LOUDNESS: [f64; 4] = [0.0, 0.02, 0.1, 0.4];

/// A head whose query turns a position `k` steps back and whose key leaves it as it is.
fn looks_back(k: usize, sharpness: f64) -> SelfAttention<f64> {
    let linear = |w: Array2<f64>| Linear { w, b: Array1::zeros(C) };
    SelfAttention {
        query: linear(sharpness * &rotation::<f64>(k, C, BASE).t()), // PE(t − k)
        key: linear(Array2::eye(C)),
        value: linear(Array2::eye(C)),
        mask: Mask::Causal,
    }
}

/// The head's weights on words of this loudness, with their positions added.
fn weights(k: usize, sharpness: f64, loudness: f64, seed: u64) -> Array2<f64> {
    let rng = &mut StdRng::seed_from_u64(seed);
    let words: Array3<f64> = loudness * normal((1, WORDS.len(), C), 1.0, rng);
    let x = Positions::sinusoidal(WORDS.len(), C).forward(&words).0;
    looks_back(k, sharpness).forward(&x).1.weights().slice(s![0, .., ..]).to_owned()
}

/// The mean share of the word `k` back, over 100 draws of the words.
fn share(k: usize, sharpness: f64, loudness: f64) -> f64 {
    let of_one =
        |seed| weights(k, sharpness, loudness, seed).slice(s![k.., ..]).diag().mean();
    (0..100).map(|seed| of_one(seed).expect("nine words")).sum::<f64>() / 100.0
}

fn main() -> std::io::Result<()> {
    let even = (2..WORDS.len()).map(|t| 1.0 / (t as f64 + 1.0)).sum::<f64>() / 7.0;
    println!(
        "share of the word two back; spread evenly it would have {:.0} %",
        100.0 * even
    );
    println!("loudness of the words   share");
    let shares = LOUDNESS.map(|loudness| share(2, 40.0, loudness));
    for (loudness, share) in LOUDNESS.iter().zip(shares) {
        println!("{loudness:21.2}   {:4.1} %", 100.0 * share);
    }
    assert!(shares[0] > 0.98 && shares[1] > 0.97 && shares[2] > 0.6 && shares[2] < 0.95);
    assert!(shares[3] < 0.6 * even, "loud words drown it: worse than looking everywhere");
    let sharper = [1.0, 5.0, 20.0, 40.0, 80.0].map(|sharpness| share(2, sharpness, 0.4));
    let best = sharper.into_iter().fold(0.0, f64::max);
    println!("at 0.40, the best of five sharpnesses: {:.0} %", 100.0 * best);
    assert!(best < 1.2 * even, "however sharply it asks");

    let panels = [(1, 0.0), (2, 0.0), (2, 0.1), (2, 0.4)].map(|(k, loudness)| {
        Matrix::new(&weights(k, 40.0, loudness, 1))
            .title(&format!("{k} back, {loudness}"))
            .colour(Colour::Weight)
            .rows(WORDS)
            .columns(WORDS)
            .mask(|t, s| s > t)
            .up_to(1.0)
    });
    let last = weights(2, 40.0, 0.4, 1); // (T, T)
    let back = last.slice(s![2.., ..]).diag().mean().expect("seven words");
    let itself = last.diag().mean().expect("nine words");
    assert!(back < even && itself > 0.5, "a loud word looks at itself");
    let alternative = "Four grids of weights. With positions alone one strong line \
        below the diagonal, one and two words back. With words of loudness 0.4 the line \
        lies on the diagonal.";
    Figure::new("looking-back", alternative).panels(2, panels).save()?;
    Ok(())
}
