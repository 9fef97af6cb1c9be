//! The first merges of a story, one by one, and a word that the story doesn't have, cut
//! with more and more of them.

mod story;

use decoder::BytePairs;
use figures::{Colour, Figure, Plot};
use story::STORY;

fn main() -> std::io::Result<()> {
    let text = |pairs: &BytePairs, token: usize| {
        String::from_utf8(pairs.bytes(token)).expect("plain letters").replace(' ', "·")
    };
    println!("merge   the new token   how often it occurs now");
    for merges in 1..=6 {
        let pairs = BytePairs::learn(STORY, merges);
        let new = pairs.vocab() - 1;
        let count = pairs.encode(STORY).iter().filter(|&&token| token == new).count();
        println!("{merges:5}   {:13}   {count:4}", text(&pairs, new));
    }

    println!("\nmerges   \" thirstier\"");
    for merges in [0, 5, 10, 20, 36] {
        let pairs = BytePairs::learn(STORY, merges);
        let tokens = pairs.encode(" thirstier");
        let cut: Vec<_> = tokens.iter().map(|&token| text(&pairs, token)).collect();
        println!("{merges:6}   {}", cut.join(" | "));
        let back: Vec<u8> = tokens.iter().flat_map(|&token| pairs.bytes(token)).collect();
        assert_eq!(back, b" thirstier", "what was cut can be put together again");
    }
    let all = BytePairs::learn(STORY, 100);
    let merges = all.vocab() - 256;
    println!("\nafter {merges} merges no pair of the story occurs twice");
    assert!(merges < 100, "learning ends by itself");
    let with_stop = (256..all.vocab()).any(|token| text(&all, token) == "y.");
    assert!(with_stop, "a letter is merged with its full stop");

    let spaced = all.encode(" the");
    let bare = all.encode("the");
    println!(
        "\" the\" is {} token, \"the\" without its space {}",
        spaced.len(),
        bare.len()
    );
    assert!(spaced.len() == 1 && bare.len() > 1, "the space belongs to the word");

    let lengths = (0..=merges)
        .map(|n| (n as f64, BytePairs::learn(STORY, n).encode(STORY).len() as f64));
    let lengths: Vec<(f64, f64)> = lengths.collect();
    assert!(lengths.is_sorted_by(|a, b| a.1 > b.1), "each merge makes the story shorter");
    let plot = Plot::new().x("merges").y("tokens in the story").y_range(0.0, lengths[0].1);
    let tokens = |merges: usize| lengths[merges].1;
    let seen = format!(
        "A curve that falls with each merge: from {} tokens to {} after 10 merges and {} \
        after {merges}.",
        tokens(0),
        tokens(10),
        tokens(merges)
    );
    Figure::new("merges-by-hand", &seen)
        .panel(plot.line("", Colour::nth(1), lengths.clone()))
        .save()
        .map(drop)
}
