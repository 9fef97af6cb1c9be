//! What each word of a sentence looks at, with word vectors made by hand: "it" finds its
//! noun.

use std::{env, io, process};

use attention::{Mask, words};
use figures::{Figure, Matrix};
use foundations::Layer;
use ndarray::Axis;

const SENTENCE: &str = "the cat drank the milk because it was thirsty";
const HELP: &str = "Draws what each word of a sentence looks at.

    cargo run -p attention --example sentence_weights
    cargo run -p attention --example sentence_weights -- \"the white owl saw the milk\"

Without a sentence it takes \"the cat drank the milk because it was thirsty\".
An unknown word gets a list of the known ones.";

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{HELP}");
        return Ok(());
    }
    let text = if arguments.is_empty() {
        SENTENCE.to_owned()
    } else {
        arguments.join(" ").to_lowercase()
    };
    let x = words::sentence(&text).unwrap_or_else(|problem| {
        eprintln!("{problem}");
        process::exit(2);
    });

    let (_, cache) = words::head(Mask::Full).forward(&x);
    let a = cache.weights().index_axis(Axis(0), 0); // (T, T)
    let text: Vec<&str> = text.split_whitespace().collect();
    let mut looks = Vec::new();
    for (word, row) in text.iter().zip(a.rows()) {
        let most = row.iter().copied().fold(0.0, f64::max);
        let found: Vec<&str> =
            (0..text.len()).filter(|&s| row[s] == most).map(|s| text[s]).collect();
        let found = if found.len() == text.len() {
            "every word alike".to_owned()
        } else {
            found.join(" and ")
        };
        println!("{word:>8} looks at {found} ({most:.2})");
        looks.push(format!("{word} looks at {found} ({most:.2})"));
    }

    let mut matrix = Matrix::new(&a)
        .title("query (row) looks at key (column)")
        .rows(&text)
        .columns(&text);
    if arguments.is_empty() {
        let (it, cat, milk) = (6, 1, 4);
        assert_eq!(
            format!("{:.2} {:.2}", a[[it, cat]], a[[it, milk]]),
            "0.72 0.13",
            "the page says so"
        );
        assert!(
            a.row(it).iter().all(|&weight| weight <= a[[it, cat]]),
            "\"it\" looks at \"cat\" most"
        );
        let even = |t: usize| a.row(t).iter().all(|&w| (w - 1.0 / 9.0).abs() < 1e-15);
        assert!([0, 3, 5, 7].into_iter().all(even), "who asks for nothing looks evenly");
        matrix = matrix.highlight(it, cat);
    }
    let seen = format!("Attention weights, a row for each word: {}.", looks.join("; "));
    Figure::new("sentence-weights", &seen)
        .panel(matrix.up_to(1.0).numbers(2).bar("weight"))
        .save()?;
    Ok(())
}
