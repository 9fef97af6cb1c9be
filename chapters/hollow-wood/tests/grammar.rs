//! Hollow Wood is what it says it is: one derivation for every text, and an entropy that
//! can be worked out by hand.

use hollow_wood::{ADJECTIVES, ALPHABET, AND, ANIMALS, MEAN, NICE, PLACES, source};
use rand::{SeedableRng, rngs::StdRng};

/// Every way to read the beginning of a text: what is left to read, and the log-probability
/// of what was read.
type Readings<'a> = Vec<(&'a str, f64)>;

fn read<'a>(readings: &Readings<'a>, word: &str, p: f64) -> Readings<'a> {
    let rest =
        |&(text, log_p): &(&'a str, f64)| Some((text.strip_prefix(word)?, log_p + p.ln()));
    readings.iter().filter_map(rest).collect()
}

fn read_one_of<'a>(readings: &Readings<'a>, words: &[&str], share: f64) -> Readings<'a> {
    words.iter().flat_map(|word| read(readings, word, share / words.len() as f64)).collect()
}

fn read_place<'a>(readings: &Readings<'a>) -> Readings<'a> {
    read(&read_one_of(&read(readings, " is in the ", 1.0), &PLACES, 1.0), ".", 1.0)
}

fn read_moods<'a>(readings: &Readings<'a>, before: &str) -> Readings<'a> {
    let readings = read(readings, before, 1.0);
    if readings.is_empty() {
        return readings;
    }
    let moods =
        [read_one_of(&readings, &NICE, 0.5), read_one_of(&readings, &MEAN, 0.5)].concat();
    let more = read_moods(&read(&moods, " and", AND), " ");
    [read(&moods, ".", 1.0 - AND), more].concat()
}

fn read_subject<'a>(readings: &Readings<'a>, name: &str) -> Readings<'a> {
    [read(readings, &format!(" {name}"), 0.5), read(readings, " it", 0.5)].concat()
}

/// The log-probabilities of all derivations of one paragraph, by a parser that shares
/// nothing with the source.
fn derivations(paragraph: &str) -> Vec<f64> {
    let mut found = Vec::new();
    for adjective in ADJECTIVES {
        for animal in ANIMALS {
            let name = format!("the {adjective} {animal}");
            let start = read(&vec![(paragraph, 0.0)], &name, 1.0 / 48.0);
            let place_first = read_moods(
                &read_subject(&read_place(&read(&start, "", 0.5)), &name),
                " is ",
            );
            let mood_first = read_place(&read_subject(
                &read_moods(&read(&start, "", 0.5), " is "),
                &name,
            ));
            let two = [place_first, mood_first].concat();
            let likes =
                read(&read_subject(&read(&two, "", 0.5), &name), " likes the ", 1.0);
            let three = read(&read_one_of(&likes, &ANIMALS, 1.0), ".", 1.0);
            let all = [read(&two, "", 0.5), three].concat();
            found.extend(
                read(&all, "\n", 1.0)
                    .iter()
                    .filter(|(rest, _)| rest.is_empty())
                    .map(|(_, p)| p),
            );
        }
    }
    found
}

/// Complete paragraphs, each with its line end.
fn paragraphs(characters: usize, seed: u64) -> Vec<String> {
    let text = source().text(characters, &mut StdRng::seed_from_u64(seed));
    let mut paragraphs: Vec<String> =
        text.split_inclusive('\n').map(str::to_owned).collect();
    paragraphs.pop(); // the last one is cut short
    paragraphs
}

/// Each paragraph's characters with the surprises of the best predictor, which knows that a
/// paragraph begins.
fn with_surprises(paragraphs: &[String]) -> Vec<Vec<(char, f64)>> {
    let text: Vec<char> = format!("\n{}", paragraphs.concat()).chars().collect();
    let surprises = source().surprises(&text);
    let pairs: Vec<(char, f64)> = text[1..].iter().copied().zip(surprises).collect();
    pairs.split_inclusive(|&(c, _)| c == '\n').map(<[_]>::to_vec).collect()
}

fn mean_length(words: &[&str]) -> f64 {
    words.iter().map(|word| word.len() as f64).sum::<f64>() / words.len() as f64
}

/// Nats and characters of a paragraph, expected, choice by choice.
fn by_hand() -> (f64, f64) {
    let ln = |n: f64| n.ln();
    let moods = 1.0 / (1.0 - AND); // how many there are in a list
    let go_on = -AND * ln(AND) - (1.0 - AND) * ln(1.0 - AND); // decided after each
    let name = ln(6.0 * 8.0);
    let (order, subject, third) = (ln(2.0), ln(2.0), ln(2.0));
    let facts = ln(6.0) + moods * (ln(2.0) + ln(6.0) + go_on);
    let nats = name + order + facts + subject + third + 0.5 * (subject + ln(8.0));

    let name = 4.0 + mean_length(&ADJECTIVES) + 1.0 + mean_length(&ANIMALS); // "the red fox"
    let subject = 1.0 + (name + 2.0) / 2.0; // a space, and the name or "it"
    let place = 11.0 + mean_length(&PLACES) + 1.0; // " is in the barn."
    let mood = (mean_length(&NICE) + mean_length(&MEAN)) / 2.0;
    let list = 4.0 + moods * mood + (moods - 1.0) * 5.0 + 1.0; // " is calm and warm."
    let likes = subject + 11.0 + mean_length(&ANIMALS) + 1.0; // " it likes the owl."
    (nats, name + place + subject + list + 0.5 * likes + 1.0)
}

#[test]
fn every_text_has_exactly_one_derivation_and_its_probability() {
    let paragraphs = paragraphs(25_000, 1);
    assert!(paragraphs.len() > 300);
    for (paragraph, surprises) in paragraphs.iter().zip(with_surprises(&paragraphs)) {
        let found = derivations(paragraph);
        assert_eq!(found.len(), 1, "{} derivations of {paragraph:?}", found.len());
        let sum: f64 = surprises.iter().map(|(_, nats)| nats).sum();
        assert!(
            (sum + found[0]).abs() < 1e-10,
            "{sum} nats, by hand {}: {paragraph:?}",
            -found[0]
        );
    }
}

#[test]
fn the_entropy_is_the_one_worked_out_by_hand() {
    let (nats, characters) = by_hand();
    let entropy = source().entropy();
    assert!(
        (entropy - nats / characters).abs() < 1e-12,
        "{entropy}, by hand {}",
        nats / characters
    );
}

/// The source's own text costs its entropy. The mean over n paragraphs of (nats −
/// h·characters) is 0 up to its standard error; four of them are allowed.
#[test]
fn the_source_is_surprised_by_its_entropy_per_character() {
    let h = source().entropy();
    let excess_of =
        |part: &Vec<(char, f64)>| part.iter().map(|(_, nats)| nats - h).sum::<f64>();
    let excess: Vec<f64> =
        with_surprises(&paragraphs(200_000, 2)).iter().map(excess_of).collect();
    let n = excess.len() as f64;
    let mean = excess.iter().sum::<f64>() / n;
    let variance = excess.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    assert!(
        error < 0.1 && mean.abs() < 4.0 * error,
        "off by {mean} nats a paragraph, standard error {error}"
    );
}

/// Counts in a text against the grammar's probabilities, four standard errors allowed.
#[test]
fn choices_come_as_often_as_they_should() {
    let text = paragraphs(400_000, 3).concat();
    let count = |what: &str| text.matches(what).count() as f64;
    let check = |what: &str, of: f64, p: f64| {
        let error = (of * p * (1.0 - p)).sqrt();
        assert!(
            (count(what) - p * of).abs() < 4.0 * error,
            "{what:?}: {} of {of}, not {p}",
            count(what)
        );
    };
    let n = count("\n");
    for adjective in ADJECTIVES {
        check(&format!("\nthe {adjective} "), n, 1.0 / 6.0);
    }
    for animal in ANIMALS {
        check(&format!(" likes the {animal}."), count(" likes "), 1.0 / 8.0);
    }
    for place in PLACES {
        check(&format!(" in the {place}."), n, 1.0 / 6.0);
    }
    check(" likes ", n, 0.5);
    check(". it ", n + count(" likes "), 0.5);
    let moods = n + count(" and ");
    check(" and ", moods, AND);
    for mood in NICE.into_iter().chain(MEAN) {
        check(&format!(" {mood}"), moods, 1.0 / 12.0);
    }
}

/// After one known character: the best prediction is the share in which each character
/// follows it.
#[test]
fn predictions_are_frequencies() {
    let wood = source();
    let text: Vec<char> =
        wood.text(400_000, &mut StdRng::seed_from_u64(4)).chars().collect();
    for first in "t.ne ".chars() {
        let followers: Vec<char> =
            text.windows(2).filter(|two| two[0] == first).map(|two| two[1]).collect();
        let of = followers.len() as f64;
        for next in ALPHABET.chars().filter(|next| followers.contains(next)) {
            let p = (-wood.surprises(&[first, next])[0]).exp();
            let share = followers.iter().filter(|&&c| c == next).count() as f64 / of;
            let error = (p * (1.0 - p) / of).sqrt();
            assert!(
                (share - p).abs() <= 5.0 * error,
                "{first:?}, {next:?}: predicted {p}, counted {share}"
            );
        }
    }
}

#[test]
fn the_floor_falls_towards_the_entropy_as_windows_grow() {
    let wood = source();
    let text: Vec<char> =
        wood.text(100_000, &mut StdRng::seed_from_u64(5)).chars().collect();
    let starts: Vec<usize> = (0..300).map(|i| i * 330).collect();
    let floors = [16, 32, 64, 128, 256].map(|t| wood.floor(&text, &starts, t));
    assert!(floors.is_sorted_by(|a, b| a > b), "{floors:?}");
    assert!(floors[4] > wood.entropy());
    let long = wood.floor(&text, &[17], 90_000); // from the middle of a paragraph on
    assert!((long / wood.entropy() - 1.0).abs() < 0.02, "{long} is not {}", wood.entropy());
}

#[test]
fn the_world_is_written_in_its_alphabet() {
    let text = source().text(50_000, &mut StdRng::seed_from_u64(6));
    assert!(text.chars().all(|c| ALPHABET.contains(c)));
    assert_eq!(ALPHABET.chars().count(), 34);
}

#[test]
#[should_panic(expected = "the source can't write 'z' here")]
fn what_the_source_cannot_write_is_refused() {
    source().surprises(&['t', 'h', 'z']);
}
