//! Word vectors made by hand, and a head whose weights a person can read: what the examples
//! with sentences share.

use foundations::Linear;
use ndarray::{Array1, Array2, Array3, Axis, concatenate, stack};

use crate::{Mask, SelfAttention};

// ANCHOR: words
/// Words, what they are, and what they look for.
/// Three channels each: animal, drink, action.
const WORDS: [(&str, [f64; 3], [f64; 3]); 7] = [
    // an animal: looks for what it does, and for a drink
    ("cat dog fox owl", [1.0, 0.0, 0.0], [0.0, 0.2, 0.5]),
    // a drink: looks for what is done to it, and by whom
    ("milk water tea", [0.0, 1.0, 0.0], [0.4, 0.0, 0.5]),
    // an action: looks for who and for what
    ("drank saw liked", [0.0, 0.0, 1.0], [0.8, 0.8, 0.0]),
    // looks for a noun, for an animal first
    ("it", [0.0, 0.0, 0.0], [1.0, 0.5, 0.0]),
    // who is thirsty? looks for an animal
    ("thirsty tired hungry", [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]),
    // what is cold? looks for a drink first
    ("cold white", [0.0, 0.0, 0.0], [0.2, 1.0, 0.0]),
    // are none of these, and look for none
    ("the was because and", [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]),
];
// ANCHOR_END: words

/// A sentence as a batch of one, `(1, T, 6)`: of each word what it is, then what it looks
/// for.
///
/// # Errors
/// If there is no word, or one that is not in the dictionary; the message lists those that
/// are.
pub fn sentence(text: &str) -> Result<Array3<f64>, String> {
    let vectors: Vec<Array1<f64>> =
        text.split_whitespace().map(vector).collect::<Result<_, _>>()?;
    let rows: Vec<_> = vectors.iter().map(|vector| vector.view()).collect();
    let x = stack(Axis(0), &rows)
        .map_err(|_| "the sentence has no words; write it in quotes".to_owned())?;
    Ok(x.insert_axis(Axis(0)))
}

fn vector(word: &str) -> Result<Array1<f64>, String> {
    let entry =
        WORDS.iter().find(|(words, ..)| words.split(' ').any(|known| known == word));
    entry
        .map(|(_, is, looks_for)| is.iter().chain(looks_for).copied().collect())
        .ok_or_else(|| {
            let known: Vec<&str> = WORDS.iter().map(|(words, ..)| *words).collect();
            let known = known.join(" ");
            format!(
                "\"{word}\" is not in this example's dictionary; the words it knows are: \
                 {known}"
            )
        })
}

// ANCHOR: head
/// Its query is what a word looks for; its key and value are what it is.
pub fn head(mask: Mask) -> SelfAttention<f64> {
    let (on, off) = (Array2::eye(3), Array2::zeros((3, 3)));
    let linear = |w| Linear { w, b: Array1::zeros(3) };
    SelfAttention {
        query: linear(6.0 * concatenate![Axis(0), off, on]), // it asks loudly
        key: linear(concatenate![Axis(0), on, off]),
        value: linear(concatenate![Axis(0), on, off]),
        mask,
    }
}
// ANCHOR_END: head
