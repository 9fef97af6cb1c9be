//! # With and without what was kept
//!
//! Kept keys and values make a model faster, and must not make it another model. Write a
//! law that says so: a function that takes *any* reader with a memory, a model and two
//! pieces of a text, and says whether the reader did what it must.
//!
//! `reader(model, past, new)` first reads the tokens `past` and keeps what it needs of
//! them; then it reads `new` on top of that, and returns a row of logits for each token of
//! `new`: (T, V). Your law is tried on a right reader, of which it must be true for every
//! text, and on wrong ones: one that has forgotten the past, one that lets the positions of
//! `new` begin at 0 again, one that keeps the last token of the past twice. It must be
//! false of each on some text. Both pieces have at least one token, and together they fit
//! the model's context. Right code rounds: compare to within 1e-9.
//!
//! Check it: `cargo exercises check law_of_kept_keys`.
//! Stuck: `cargo exercises hint law_of_kept_keys`.

use decoder::Gpt;
use ndarray::Array2;

/// Reads `past`, keeps what it needs, reads `new`; returns the logits of each new token's
/// successor, (T, V).
pub type Reader = fn(&Gpt<f64>, past: &[usize], new: &[usize]) -> Array2<f64>;

/// Whether this reader says of the new tokens what it must.
pub fn law(reader: Reader, model: &Gpt<f64>, past: &[usize], new: &[usize]) -> bool {
    reader(model, past, new).nrows() == new.len()
}

/// A place to try things: `cargo run -p exercises --example law_of_kept_keys`.
fn main() {
    use decoder::Config;
    use rand::{SeedableRng, rngs::StdRng};
    let model = Gpt::new(Config::article(5, 8, 1, 2, 4), &mut StdRng::seed_from_u64(1));
    let silent: Reader = |model, _, new| Array2::zeros((new.len(), model.config.vocab));
    println!(
        "a reader that says nothing obeys the law: {}",
        law(silent, &model, &[0, 1], &[2])
    );
}
