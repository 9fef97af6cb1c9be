//! One sentence as characters, as words and as byte pairs: short texts want many tokens to
//! choose from.

#[path = "drawing/cuts.rs"]
mod cuts;
mod story;

use cuts::{Cut, Cuts};
use decoder::{BytePairs, Vocabulary};
use figures::{Colour, Figure, Plot};
use story::STORY;

const SENTENCE: &str = "the cat drank the milk because it was thirsty";
const MERGES: usize = 40;

fn main() -> std::io::Result<()> {
    let characters = Vocabulary::of(STORY)
        .encode(SENTENCE)
        .expect("the story begins with this sentence");
    let mut word_list: Vec<&str> =
        STORY.split([' ', '.']).filter(|word| !word.is_empty()).collect();
    word_list.sort_unstable();
    word_list.dedup();
    let pairs = BytePairs::learn(STORY, MERGES);
    let merged = pairs.encode(SENTENCE);
    let text = |&token: &usize| {
        String::from_utf8(pairs.bytes(token)).expect("plain letters").replace(' ', "·")
    };

    println!("               tokens in the sentence   vocabulary   \"thirstier\"");
    println!(
        "characters  {:26} {:12}   9 tokens",
        characters.len(),
        Vocabulary::of(STORY).len()
    );
    println!(
        "words       {:26} {:12}   no such word",
        SENTENCE.split(' ').count(),
        word_list.len()
    );
    let thirstier = pairs.encode(" thirstier");
    println!(
        "byte pairs  {:26} {:12}   {} tokens",
        merged.len(),
        pairs.vocab(),
        thirstier.len()
    );
    println!("{}", thirstier.iter().map(text).collect::<Vec<_>>().join(" | "));
    assert_eq!((characters.len(), Vocabulary::of(STORY).len()), (45, 24));
    assert_eq!((SENTENCE.split(' ').count(), word_list.len()), (9, 27));
    assert!(!word_list.contains(&"thirstier"));

    let boxes = |tokens: Vec<String>, kind: &str| Cut {
        title: format!("{kind}: {}", tokens.len()),
        tokens,
    };
    let spaced = |(i, word): (usize, &str)| {
        if i == 0 { word.to_owned() } else { format!("·{word}") }
    };
    let cuts = Cuts(vec![
        boxes(SENTENCE.replace(' ', "·").chars().map(String::from).collect(), "characters"),
        boxes(merged.iter().map(text).collect(), "byte pairs"),
        boxes(SENTENCE.split(' ').enumerate().map(spaced).collect(), "words"),
    ]);
    let length = |merges: usize| {
        (merges as f64, BytePairs::learn(STORY, merges).encode(SENTENCE).len() as f64)
    };
    let curve: Vec<(f64, f64)> = (0..=70).map(length).collect();
    println!("with {} merges: {} tokens", 70, curve[70].1);
    assert!(
        curve[0].1 == 45.0 && curve.windows(2).all(|pair| pair[1].1 <= pair[0].1),
        "never longer"
    );
    let plot = Plot::new().x("merges").y("tokens in the sentence").y_range(0.0, 50.0);
    let plot = plot
        .line("byte pairs", Colour::nth(1), curve)
        .horizontal(45.0, "characters")
        .horizontal(9.0, "words");
    Figure::new(
        "tokens-of-a-sentence",
        "45 boxes of a letter each, fewer boxes of some letters, nine of a word each.",
    )
    .panel(cuts)
    .panel(plot)
    .save()
    .map(drop)
}
