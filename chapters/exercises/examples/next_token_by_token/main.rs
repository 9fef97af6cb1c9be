//! # Where the prompt ends
//!
//! This writer keeps keys and values, so that each new token costs one row of work, and
//! always takes the likeliest token. Its author tried it with prompts of a single
//! character, compared it with a writer that keeps nothing, and found the same texts. With
//! longer prompts the texts are grammatical too, but they begin as if the model had not
//! read the prompt to its end. Find the mistake and mend it.
//!
//! Do without `decoder::Writer` and `decoder::naive`: with the chapter's own code there is
//! nothing left to find out.
//!
//! Check it: `cargo exercises check next_token_by_token`.
//! Stuck: `cargo exercises hint next_token_by_token`.

use decoder::{Config, Gpt};
use ndarray::{Array2, ArrayView1, array, s};
use rand::{SeedableRng, rngs::StdRng};

/// The prompt and the n tokens after it, each the likeliest.
pub fn write(model: &Gpt<f64>, prompt: &[usize], n: usize) -> Vec<usize> {
    let mut tokens = prompt.to_vec();
    let mut kept = model.kv_cache(1);
    let mut new =
        Array2::from_shape_vec((1, prompt.len()), prompt.to_vec()).expect("one row");
    for _ in 0..n {
        let logits = model.forward_cached(&new, &mut kept); // (1, T, V)
        let token = likeliest(logits.slice(s![0, 0, ..]));
        tokens.push(token);
        new = array![[token]];
    }
    tokens
}

/// The place of the largest number.
fn likeliest(logits: ArrayView1<f64>) -> usize {
    let places = 0..logits.len();
    places.max_by(|&i, &j| logits[i].total_cmp(&logits[j])).expect("some logits")
}

/// A place to try things: `cargo run -p exercises --example next_token_by_token`.
fn main() {
    let model = Gpt::new(Config::article(7, 16, 2, 2, 8), &mut StdRng::seed_from_u64(1));
    println!("after [3]: {:?}", write(&model, &[3], 6));
    println!("after [3, 1, 4]: {:?}", write(&model, &[3, 1, 4], 6));
}
