//! # A reward that was outwitted
//!
//! A reward for answers about moods: of the mood words that an answer uses, the share that
//! are nice; 0 if it uses none. A model was trained with it on questions like `Q: is the
//! red fox kind or calm?`. After a few hundred steps its reward was 1 every time, and its
//! answers were of no use to anybody.
//!
//! Which answers may that have been? Find the mistake and mend it. `hollow_wood::moods`
//! finds the mood words of a text: 1 for a nice one, −1 for a mean one.
//!
//! Check it: `cargo exercises check share_of_nice_words`.
//! Stuck: `cargo exercises hint share_of_nice_words`.

/// The share of nice words among the moods of an answer; 0 if it uses none.
pub fn reward(prompt: &str, answer: &str) -> f64 {
    let text = [prompt, answer].concat();
    let moods = hollow_wood::moods(&text);
    if moods.is_empty() {
        return 0.0;
    }
    let nice = moods.iter().filter(|&&mood| mood > 0).count();
    nice as f64 / moods.len() as f64
}

/// A place to try things: `cargo run -p exercises --example share_of_nice_words`.
fn main() {
    let prompt = "Q: is the red fox kind or calm?\nA: ";
    for answer in ["the red fox is kind.~", "the red fox is rude.~", ""] {
        println!("{answer:?}: {:.3}", reward(prompt, answer));
    }
}
