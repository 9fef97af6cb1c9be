//! One block with its straight road: what the two halves read, and what they add to the
//! stream that passes them by.

mod road;

use decoder::{Block, Config, Embedding, Vocabulary};
use figures::Figure;
use foundations::Layer;
use ndarray::{Array2, Array3};
use positional_encoding::Positions;
use rand::{SeedableRng, rngs::StdRng};
use road::{Half, Road};

const SENTENCE: &str = "the cat drank the milk because it was thirsty";
const C: usize = 64;
const LAYERS: usize = 6;

/// The root of the mean square.
fn size(x: &Array3<f64>) -> f64 {
    x.pow2().mean().expect("numbers").sqrt()
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let vocabulary = Vocabulary::of(SENTENCE);
    let tokens = vocabulary.encode(SENTENCE).expect("its own characters");
    let tokens = Array2::from_shape_vec((1, tokens.len()), tokens).expect("one sequence");
    let config = Config::article(vocabulary.len(), 64, LAYERS, 4, C);
    let block = Block::<f64>::new(&config, &mut rng);
    let embedded = Embedding::new(vocabulary.len(), C, 0.4, &mut rng).forward(&tokens);
    let x = Positions::sinusoidal(64, C).forward(&embedded).0; // (B, T, C)

    // The two halves by hand: a normalised copy is read, and the answer is added.
    let Block { attention, feed_forward } = &block;
    let copy = attention.norm.forward(&x).0;
    let found = attention.inner.forward(&copy).0;
    let middle = &x + &found;
    let second_copy = feed_forward.norm.forward(&middle).0;
    let thought = feed_forward.inner.forward(&second_copy).0;
    let y = &middle + &thought;

    let off = (&y - block.forward(&x).0).fold(0.0_f64, |most, d| most.max(d.abs()));
    assert!(off < 1e-12, "by hand it is the block");
    let rest = (&y - &found - &thought - &x).fold(0.0_f64, |most, d| most.max(d.abs()));
    assert!(rest < 1e-12, "x is in y, whole");
    let halves = [
        Half { name: "attention", reads: size(&copy), adds: size(&found) },
        Half { name: "network", reads: size(&second_copy), adds: size(&thought) },
    ];
    let stream = [size(&x), size(&middle), size(&y)];
    println!("the stream: {:.2}, {:.2}, {:.2}", stream[0], stream[1], stream[2]);
    for Half { name, reads, adds } in &halves {
        println!("{name:9} reads a copy of size {reads:.2} and adds {adds:.2}");
        assert!((reads - 1.0).abs() < 0.01 && *adds < 0.5 * stream[0]);
    }
    let seen = "A thick line goes straight down from x to y. Twice a thin line leaves it, \
        passes a norm and then attention or the network, and comes back to a plus on the \
        thick line.";
    Figure::new("road-through-a-block", seen).panel(Road { halves, stream }).save()?;
    Ok(())
}
