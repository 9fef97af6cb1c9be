//! A shuffled sentence: without positions attention gives the same weights, with them it
//! doesn't.

use attention::{Mask, SelfAttention};
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, normal};
use ndarray::{Array2, Array3, Axis, s};
use positional_encoding::Positions;
use rand::{SeedableRng, rngs::StdRng};

const WORDS: [&str; 9] =
    ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];
const VOCABULARY: [&str; 8] =
    ["the", "cat", "drank", "milk", "because", "it", "was", "thirsty"];
// where each word of the shuffled sentence comes from
const SHUFFLED: [usize; 9] = [4, 6, 2, 8, 0, 5, 1, 7, 3];
const C: usize = 32;

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(5);
    let embeddings: Array2<f64> = normal((VOCABULARY.len(), C), 1.0, &mut rng);
    let ids = WORDS.map(|word| {
        VOCABULARY.iter().position(|&entry| entry == word).expect("in the vocabulary")
    });
    let x = embeddings.select(Axis(0), &ids).insert_axis(Axis(0)); // (1, T, C)
    let head: SelfAttention<f64> = SelfAttention::new(C, C, Mask::Full, &mut rng);
    let positions = Positions::sinusoidal(WORDS.len(), C);

    let weights =
        |x: &Array3<f64>| head.forward(x).1.weights().slice(s![0, .., ..]).to_owned();
    // The weights of the shuffled sentence, their rows and columns put back into the
    // sentence's order.
    let back: Vec<usize> = (0..9)
        .map(|t| SHUFFLED.iter().position(|&from| from == t).expect("all nine"))
        .collect();
    let put_back = |a: Array2<f64>| a.select(Axis(0), &back).select(Axis(1), &back);
    let shuffled = x.select(Axis(1), &SHUFFLED);
    let blind = [weights(&x), put_back(weights(&shuffled))];
    let seeing = [
        weights(&positions.forward(&x).0),
        put_back(weights(&positions.forward(&shuffled).0)),
    ];

    println!("shuffled: {}", SHUFFLED.map(|from| WORDS[from]).join(" "));
    let difference =
        |[a, b]: &[Array2<f64>; 2]| (a - b).fold(0.0_f64, |most, d| most.max(d.abs()));
    let the_two = |a: &Array2<f64>| {
        (&a.row(0) - &a.row(3)).fold(0.0_f64, |most, d| most.max(d.abs()))
    };
    println!(
        "                      shuffling changes a weight by   the two \"the\" differ by"
    );
    println!(
        "without positions     {:29.1e}   {:23.1e}",
        difference(&blind),
        the_two(&blind[0])
    );
    println!(
        "with positions added  {:29.2}   {:23.2}",
        difference(&seeing),
        the_two(&seeing[0])
    );
    assert!(difference(&blind) < 1e-14 && the_two(&blind[0]) < 1e-14);
    assert!(difference(&seeing) > 0.1 && the_two(&seeing[0]) > 0.03);

    let titles = ["in order", "shuffled", "in order + PE", "shuffled + PE"];
    let panels = blind.iter().chain(&seeing).zip(titles).map(|(a, title)| {
        Matrix::new(a)
            .title(title)
            .colour(Colour::Weight)
            .rows(WORDS)
            .columns(WORDS)
            .up_to(0.6)
    });
    Figure::new(
        "order-is-seen",
        "Four grids of weights: the upper two are the same, the lower two are not.",
    )
    .panels(2, panels)
    .save()?;
    Ok(())
}
