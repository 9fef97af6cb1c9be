//! # Several texts at once
//!
//! Greedy generation takes the likeliest token each time, and can so miss the likeliest
//! *text*: a likely word may have nothing but unlikely words after it. **Beam search** goes
//! on with several texts at once. It begins with the prompt alone. At each of n steps it
//! makes every text longer by every token, and of all these longer texts it keeps the
//! `beams` likeliest (or all, if there are fewer). At the end it returns the likeliest of
//! those that are left.
//!
//!     score of a text = Σ log p(token | the tokens before it), over the added tokens
//!
//! `next(tokens)` gives the logarithm of the probability of each token of the vocabulary as
//! the next one. Return the prompt and the n tokens after it.
//!
//! Check it: `cargo exercises check search_by_beams`.
//! Stuck: `cargo exercises hint search_by_beams`.

/// The prompt, and the n tokens after it that beam search finds.
///
/// `next(tokens)`: log p of each token of the vocabulary as the next one.
pub fn beam_search(
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    prompt: &[usize],
    n: usize,
    beams: usize,
) -> Vec<usize> {
    let _ = (next, n, beams);
    prompt.to_vec()
}

/// A place to try things: `cargo run -p exercises --example search_by_beams`.
fn main() {
    // A world of two tokens in which the other one follows in two cases of three.
    let next = |tokens: &[usize]| {
        let last = tokens[tokens.len() - 1];
        [0, 1]
            .map(|token| if token == last { 1.0_f64 / 3.0 } else { 2.0 / 3.0 }.ln())
            .to_vec()
    };
    println!("{:?}", beam_search(&next, &[0], 4, 2));
}
