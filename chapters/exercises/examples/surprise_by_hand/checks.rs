//! The three numbers, computed by chapter 7's loss.

use exercises::{Verdict, checks, predicted};
use ndarray::{Array2, Array3, array};
use rand::rngs::StdRng;
use training_loss::cross_entropy;

use super::student::{EQUALLY_LIKELY, FLOOR, PERPLEXITY};

checks![equal_chances, chances_in_turn, words_on_lines];

fn equal_chances(_: &mut StdRng) -> Verdict {
    let (loss, _) = cross_entropy(&Array3::zeros((1, 1, 32)), &array![[7]], &array![[1.0]]);
    let mistakes = [
        (5.0, "that is in bits; use the natural logarithm"),
        (32.0, "that is the perplexity; the loss is its logarithm"),
        (1.0 / 32.0, "that is the probability; the surprise is −ln of it"),
        (-loss, "a surprise is not negative: it is minus the logarithm"),
    ];
    predicted(EQUALLY_LIKELY, loss, 0.01, &mistakes)
}

fn chances_in_turn(_: &mut StdRng) -> Verdict {
    let logits = array![[[0.5_f64.ln(), 0.5_f64.ln()], [0.125_f64.ln(), 0.875_f64.ln()]]];
    let (loss, _) = cross_entropy(&logits, &array![[0, 0]], &array![[0.5, 0.5]]);
    let mistakes = [
        (
            5.0,
            "that is the mean of 2 and 8; take the mean of the surprises first, and then the power",
        ),
        (
            3.2,
            "that is one over the mean probability; take the mean of the surprises first, and then the power",
        ),
        (loss, "that is the loss in nats; the perplexity is e to its power"),
        (2.0, "that is the loss in bits; the perplexity is 2 to its power"),
        (7.389, "the mean of the surprises is 2 bits, not 2 nats"),
    ];
    predicted(PERPLEXITY, loss.exp(), 0.01, &mistakes)
}

/// A model that knows which letters follow which, read off the text itself, on that text.
fn words_on_lines(_: &mut StdRng) -> Verdict {
    let text: Vec<char> = "fox\nhen\n".chars().collect(); // both words equally often
    let mut letters = text.clone();
    letters.sort_unstable();
    letters.dedup();
    let place = |letter: char| {
        letters.iter().position(|&other| other == letter).expect("a letter of the text")
    };
    let n = text.len();
    let mut counts = Array2::<f64>::zeros((letters.len(), letters.len()));
    for i in 0..n {
        // A line is as likely to be followed by either word.
        let next = if text[i] == '\n' { vec!['f', 'h'] } else { vec![text[i + 1]] };
        for &letter in &next {
            counts[[place(text[i]), place(letter)]] += 1.0 / next.len() as f64;
        }
    }
    let logits = Array3::from_shape_fn((1, n, letters.len()), |(_, i, v)| {
        counts[[place(text[i]), v]].max(1e-300).ln()
    });
    let targets = Array2::from_shape_fn((1, n), |(_, i)| place(text[(i + 1) % n]));
    let (floor, _) =
        cross_entropy(&logits, &targets, &Array2::from_elem((1, n), 1.0 / n as f64));
    let mistakes = [
        (2_f64.ln(), "that is for a line; a line has four characters"),
        (2_f64.ln() / 3.0, "a line has four characters: its end is one of them"),
        (0.25, "that is in bits"),
        (0.0, "which word comes next nobody can know"),
        (
            7_f64.ln(),
            "that is a model that knows the letters only, and not what follows what",
        ),
    ];
    predicted(FLOOR, floor, 0.01, &mistakes)
}
