//! The grammar: who can be where, and in what mood.

use crate::source::{Builder, Source, choose};

/// Every character of the stories, and of the questions and answers.
pub const ALPHABET: &str = " abcdefghijklmnopqrstuvwxyz.?:\n~QA";

/// How an animal looks.
pub const ADJECTIVES: [&str; 6] = ["red", "blue", "old", "tiny", "gray", "big"];

/// Who lives in Hollow Wood.
pub const ANIMALS: [&str; 8] = ["fox", "owl", "cat", "dog", "bear", "frog", "hen", "mole"];

/// Where they can be.
pub const PLACES: [&str; 6] = ["barn", "well", "wood", "lake", "hill", "tree"];

/// The nice moods.
pub const NICE: [&str; 6] = ["happy", "kind", "calm", "brave", "warm", "wise"];

/// The mean moods.
pub const MEAN: [&str; 6] = ["sad", "mean", "rude", "angry", "cold", "dull"];

/// The probability that a list of moods goes on after a mood.
pub const AND: f64 = 0.15;

/// The text of Hollow Wood, which goes on for ever.
///
/// ```
/// use rand::{SeedableRng, rngs::StdRng};
/// let wood = hollow_wood::source();
/// let text = wood.text(1000, &mut StdRng::seed_from_u64(1));
/// assert!(text.starts_with("the "));
/// assert!(wood.entropy() < 0.25); // nats per character: nearly every character can be foreseen
/// ```
pub fn source() -> Source {
    let mut b = Builder::default();
    let end = b.open('\n');
    let pairs = (ADJECTIVES.len() * ANIMALS.len()) as f64;
    let mut paragraphs = Vec::new();
    for adjective in ADJECTIVES {
        for animal in ANIMALS {
            paragraphs.push((
                1.0 / pairs,
                paragraph(&mut b, &format!("the {adjective} {animal}"), vec![(end, 1.0)]),
            ));
        }
    }
    let start = choose(paragraphs);
    b.follow(end, start.clone());
    b.build(start)
}

type Then = Vec<(usize, f64)>;

/// All paragraphs about one animal.
// ANCHOR: paragraph
fn paragraph(b: &mut Builder, name: &str, end: Then) -> Then {
    let likes = one_of(b, &ANIMALS, ".", &end);
    let likes = b.write(" likes the ", likes);
    let likes = subject(b, name, likes);
    let third = choose([(0.5, end), (0.5, likes)]);

    let place_last = place(b, third.clone());
    let place_last = subject(b, name, place_last);
    let mood_last = moods(b, third);
    let mood_last = subject(b, name, mood_last);

    let mood_first = moods(b, place_last);
    let place_first = place(b, mood_last);
    let first = choose([(0.5, place_first), (0.5, mood_first)]);
    b.write(name, first)
}

/// A later sentence's subject: the name again, or "it".
fn subject(b: &mut Builder, name: &str, then: Then) -> Then {
    let again = b.write(&format!(" {name}"), then.clone());
    let pronoun = b.write(" it", then);
    choose([(0.5, again), (0.5, pronoun)])
}

fn place(b: &mut Builder, then: Then) -> Then {
    let place = one_of(b, &PLACES, ".", &then);
    b.write(" is in the ", place)
}

fn moods(b: &mut Builder, then: Then) -> Then {
    let and = b.open(' '); // of " and ", which leads back to the list: its end is not known yet
    let stop = b.write(".", then);
    let after = choose([(AND, vec![(and, 1.0)]), (1.0 - AND, stop)]);
    let nice = one_of(b, &NICE, "", &after);
    let mean = one_of(b, &MEAN, "", &after);
    let mood = choose([(0.5, nice), (0.5, mean)]);
    let again = b.write("and ", mood.clone());
    b.follow(and, again);
    b.write(" is ", mood)
}
// ANCHOR_END: paragraph

/// One of the words, each as likely as the others, and `mark` after it.
fn one_of(b: &mut Builder, words: &[&str], mark: &str, then: &Then) -> Then {
    let p = 1.0 / words.len() as f64;
    let options: Vec<_> = words
        .iter()
        .map(|word| (p, b.write(&format!("{word}{mark}"), then.clone())))
        .collect();
    choose(options)
}
