//! A head that always looks two words back, made from the formula: nothing is trained.

use attention::{Mask, SelfAttention};
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, Linear, normal};
use ndarray::{Array1, Array2, Array3, s};
use positional_encoding::{BASE, Positions, rotation};
use rand::{SeedableRng, rngs::StdRng};

const WORDS: [&str; 9] =
    ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];
const C: usize = 64;
const SHARPNESS: f64 = 40.0;

/// A head whose query turns a position `k` steps back and whose key leaves it as it is.
fn looks_back(k: usize) -> SelfAttention<f64> {
    let linear = |w: Array2<f64>| Linear { w, b: Array1::zeros(C) };
    SelfAttention {
        query: linear(SHARPNESS * &rotation::<f64>(k, C, BASE).t()), // PE(t)·R_kᵀ = PE(t − k)
        key: linear(Array2::eye(C)),
        value: linear(Array2::eye(C)),
        mask: Mask::Causal,
    }
}

fn main() -> std::io::Result<()> {
    let embeddings: Array3<f64> =
        normal((1, WORDS.len(), C), 0.02, &mut StdRng::seed_from_u64(2));
    let x = Positions::sinusoidal(WORDS.len(), C).forward(&embeddings).0;
    let mut panels = Vec::new();
    for k in [1, 2] {
        let a = looks_back(k).forward(&x).1.weights().slice(s![0, .., ..]).to_owned(); // (T, T)
        println!("the word {k} back gets");
        for t in k..WORDS.len() {
            println!(
                "    {:4.1} % of the attention of {}",
                100.0 * a[[t, t - k]],
                WORDS[t]
            );
            assert!(a[[t, t - k]] > 0.97);
        }
        let title = format!("{k} back");
        let matrix =
            Matrix::new(&a).title(&title).colour(Colour::Weight).rows(WORDS).columns(WORDS);
        panels.push(matrix.mask(|t, s| s > t).up_to(1.0));
    }
    Figure::new(
        "looking-back",
        "Two grids of weights, each with one bright line below the diagonal: one and two words back.",
    )
    .panels(2, panels)
    .save()?;
    Ok(())
}
