//! # A text as numbers, and back
//!
//! A model knows no letters, it knows numbers. An alphabet is a list of characters, each
//! once, in any order; a character's number, its token, is its place in that list, and the
//! first has number 0. With the alphabet `b`, `a`, `n` the text `nab` is 2, 1, 0.
//!
//! Write the way there and the way back. All characters of a text are in the alphabet, and
//! all tokens are places in it.
//!
//! Don't use `decoder`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check text_as_numbers`.
//! Stuck: `cargo exercises hint text_as_numbers`.

/// Each character's place in the alphabet.
pub fn encoded(text: &str, alphabet: &[char]) -> Vec<usize> {
    let _ = (text, alphabet);
    Vec::new()
}

/// The characters at these places in the alphabet.
pub fn decoded(tokens: &[usize], alphabet: &[char]) -> String {
    let _ = (tokens, alphabet);
    String::new()
}

/// A place to try things: `cargo run -p exercises --example text_as_numbers`.
fn main() {
    let alphabet = ['b', 'a', 'n'];
    println!("nab, should be [2, 1, 0]: {:?}", encoded("nab", &alphabet));
    println!("and back, should be nab: {}", decoded(&[2, 1, 0], &alphabet));
}
