//! `glassgpt exercises review`: five questions a day from the chapters that have been read, at growing distances.

mod bank;
mod kept;

use std::io::{self, BufRead};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::Args;
use model_files::in_short;
use rand::rngs::{StdRng, SysRng};
use rand::{SeedableRng, TryRng};

use super::desk::Desk;
use bank::BANK;
pub(crate) use kept::{FILE, Kept};

/// Five questions from the chapters that you have read, with new numbers each time.
///
/// What was right comes back after a day, then after a week, and then every week; what was wrong comes back the next day. Nothing leaves the computer.
#[derive(Args)]
pub(crate) struct Options {
    /// The last chapter that you have read [default: the last in which you have solved something]
    #[arg(long, value_name = "N")]
    up_to: Option<u32>,
    /// Another day than today, in days since 1970
    #[arg(long, value_name = "DAY", hide = true)]
    today: Option<u64>,
}

/// How many are asked in a day.
const A_DAY: usize = 5;

/// Asks what is due today.
pub(crate) fn run(desk: &Desk, options: &Options) -> Result<()> {
    let today = match options.today {
        Some(day) => day,
        None => SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is wrong")?.as_secs() / 86400,
    };
    let read = options.up_to.unwrap_or_else(|| last_read(desk));
    let mut kept = Kept::read(desk.workspace.root.join(FILE));
    let names = || BANK.iter().filter(|question| question.chapter <= read).map(|question| question.name);
    let due = kept.due(names(), today, A_DAY);
    if due.is_empty() {
        println!("Nothing is due today in chapters 0 to {read}. Come back tomorrow.");
        return Ok(());
    }
    println!("{} questions on chapters 0 to {read}. Two digits are enough; an empty line ends.", due.len());
    let mut typed = io::stdin().lock().lines().map_while(Result::ok);
    let rng = &mut StdRng::seed_from_u64(SysRng.try_next_u64()?);
    let (mut asked, mut good) = (0, 0);
    for name in due {
        let Some(question) = BANK.iter().find(|question| question.name == name) else { continue };
        let drawn = (question.draw)(rng);
        println!("\nChapter {}. {}", question.chapter, drawn.text);
        let Some(answer) = number(&mut typed) else { break };
        let right = (answer - drawn.answer).abs() <= 0.02 * drawn.answer.abs() + 1e-6;
        println!("{} {}", if right { "✓" } else { "✗" }, drawn.why);
        kept.note(name, right, today)?;
        (asked, good) = (asked + 1, good + usize::from(right));
    }
    println!("\n{good} of {asked} right.");
    Ok(())
}

/// A number that was typed; none at an empty line or at the end.
fn number(typed: &mut impl Iterator<Item = String>) -> Option<f64> {
    loop {
        let text = typed.next().filter(|line| !line.trim().is_empty())?;
        match value(&text) {
            Ok(number) => return Some(number),
            Err(why) => println!("{why}"),
        }
    }
}

/// `0.25`, `1/4` and `0,25` are one number.
fn value(text: &str) -> Result<f64, String> {
    let plain = text.trim().replace(',', ".").replace('−', "-");
    let parts: Option<Vec<f64>> = plain.split('/').map(|part| part.trim().parse().ok()).collect();
    let number = match parts.as_deref() {
        Some(&[number]) => Some(number),
        Some(&[over, under]) => Some(over / under),
        _ => None,
    };
    let number = number.filter(|number| number.is_finite());
    number.ok_or_else(|| format!("\"{}\" is no number, such as 0.25 or 1/4: type it again", in_short(text)))
}

/// The last chapter in which something is solved.
fn last_read(desk: &Desk) -> u32 {
    let solved = |chapter: &&exercises::Chapter| chapter.exercises.iter().any(|one| desk.solved(one));
    desk.chapters.iter().filter(solved).map(|chapter| chapter.number).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trials::{anything, damaged, trial};

    #[test]
    fn trial_of_an_answer_to_a_question() {
        let inputs = prop_oneof![anything(), damaged("an answer", b"-1/4".to_vec())];
        trial("answers", 2000, inputs, |bytes| value(&String::from_utf8_lossy(bytes)).map(drop));
    }

    #[test]
    fn every_question_has_a_number_for_an_answer_and_a_name_of_its_own() {
        let mut names: Vec<&str> = BANK.iter().map(|question| question.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), BANK.len());
        for question in BANK {
            let drawn = |seed| (question.draw)(&mut StdRng::seed_from_u64(seed));
            assert!((0..20).all(|seed| drawn(seed).answer.is_finite()), "{}", question.name);
            let texts: Vec<String> = (0..20).map(|seed| drawn(seed).text).collect();
            assert!(texts.iter().any(|text| *text != texts[0]), "{}: numbers are drawn", question.name);
        }
        for chapter in 0..=9 {
            assert!(BANK.iter().any(|question| question.chapter == chapter), "chapter {chapter}");
        }
    }

    /// What the questions say is what the chapters compute.
    #[test]
    fn answers_are_the_chapters() {
        use attention::{Mask, attend};
        use foundations::Params;
        let mut rng = StdRng::seed_from_u64(1);
        let mut drawn = |name: &str| {
            let question = BANK.iter().find(|question| question.name == name).unwrap();
            let drawn = (question.draw)(&mut rng);
            let numbers: Vec<usize> = drawn
                .text
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|word| word.parse().ok())
                .collect();
            (numbers, drawn.answer)
        };
        let (numbers, answer) = drawn("masked_weights");
        let x = ndarray::Array2::<f64>::ones((numbers[0], 2));
        let (_, a) = attend(&x, &x, &x, Mask::Causal);
        assert_eq!(a.iter().filter(|&&a| a == 0.0).count() as f64, answer);
        let (numbers, answer) = drawn("parameters_of_heads");
        let (c, heads) = (numbers[0], numbers[1]);
        let layer = multi_head::MultiHead::<f64>::new(c, heads, Mask::Causal, &mut StdRng::seed_from_u64(2));
        assert_eq!(layer.tensors().iter().map(|(_, tensor)| tensor.len()).sum::<usize>() as f64, answer);
    }
}
