//! Letters by hand, alphabets in any order, and the way there and back.

use exercises::{Verdict, checks, for_sizes};
use rand::{RngExt, rngs::StdRng, seq::SliceRandom};

use super::student::{decoded, encoded};

checks![
    three_letters_by_hand,
    three_numbers_by_hand,
    an_alphabet_in_any_order,
    characters_of_more_than_one_byte,
    there_and_back,
];

const ALPHABET: [char; 3] = ['b', 'a', 'n'];

fn three_letters_by_hand(_: &mut StdRng) -> Verdict {
    let got = encoded("nab", &ALPHABET);
    let mistakes = [
        (vec![3, 2, 1], "the first letter of the alphabet has the number 0, not 1"),
        (
            vec![2, 0, 1],
            "these are the places in a sorted alphabet; take the one that is given",
        ),
        (
            vec![110, 97, 98],
            "these are the letters' numbers in Unicode; their places are wanted",
        ),
    ];
    as_it_should("\"nab\" in the alphabet b a n", &got, &vec![2, 1, 0], &mistakes)
}

fn three_numbers_by_hand(_: &mut StdRng) -> Verdict {
    let got = decoded(&[2, 1, 0, 1], &ALPHABET);
    as_it_should("2 1 0 1 in the alphabet b a n", &got, &"naba".to_owned(), &[])
}

fn an_alphabet_in_any_order(rng: &mut StdRng) -> Verdict {
    for_sizes("the alphabet's length", 3..=8, rng, |n, rng| {
        let mut alphabet: Vec<char> = ('a'..='z').take(n).collect();
        alphabet.shuffle(rng);
        let text: String = alphabet.iter().collect();
        let right: Vec<usize> = (0..n).collect();
        let what = format!("\"{text}\" in the alphabet {alphabet:?}");
        as_it_should(&what, &encoded(&text, &alphabet), &right, &[])
    })
}

fn characters_of_more_than_one_byte(_: &mut StdRng) -> Verdict {
    let alphabet = ['a', 'é', '雪'];
    let got = encoded("é雪a", &alphabet);
    as_it_should("\"é雪a\" in the alphabet a é 雪", &got, &vec![1, 2, 0], &[])
}

fn there_and_back(rng: &mut StdRng) -> Verdict {
    for_sizes("the text's length", 1..=5, rng, |n, rng| {
        let mut alphabet: Vec<char> = "wood ñ.".chars().collect();
        alphabet.sort_unstable();
        alphabet.dedup();
        alphabet.shuffle(rng);
        let text: String =
            (0..n).map(|_| alphabet[rng.random_range(0..alphabet.len())]).collect();
        let back = decoded(&encoded(&text, &alphabet), &alphabet);
        as_it_should("the text, encoded and decoded,", &back, &text, &[])
    })
}

fn as_it_should<T: PartialEq + std::fmt::Debug>(
    what: &str,
    got: &T,
    right: &T,
    mistakes: &[(T, &str)],
) -> Verdict {
    if got == right {
        return Ok(());
    }
    match mistakes.iter().find(|(gives, _)| gives == got) {
        Some((_, why)) => Err(format!("{what} is wrong: {why}")),
        None => Err(format!("{what} is {got:?} and should be {right:?}")),
    }
}
