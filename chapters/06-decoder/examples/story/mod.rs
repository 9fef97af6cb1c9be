//! Six sentences, the book's own first, and how often their words begin with each letter.

#![allow(dead_code, reason = "each example uses its part")]

/// The story.
pub(crate) const STORY: &str = "the cat drank the milk because it was thirsty. the dog ate \
    the bone because it was hungry. the bird sang in the tree because it was happy. the \
    child slept in the bed because it was tired. the horse ran to the river because it was \
    thirsty. the cat ran from the dog because it was afraid.";

/// What follows a space in the story, and how often, the most frequent first.
pub(crate) fn first_letters() -> (Vec<char>, Vec<f64>) {
    let follows = |letter: char| STORY.matches(&format!(" {letter}")).count();
    let mut letters: Vec<char> =
        ('a'..='z').filter(|&letter| follows(letter) > 0).collect();
    letters.sort_by_key(|&letter| std::cmp::Reverse(follows(letter)));
    let counts = letters.iter().map(|&letter| follows(letter) as f64).collect();
    (letters, counts)
}
