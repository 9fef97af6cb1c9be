//! `glassgpt exercises review`: five questions a day from the chapters that have been read, at growing distances.

mod bank;
mod kept;
mod pages;
mod predicted;

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
use pages::{Choice, Open, questions};
use predicted::PREDICTED;

/// Five questions from the chapters that you have read: those of the pages, and those of the bank and of the exercises in which one predicts, with new numbers each time. Those at the pages' ends you answer in words, and compare with the page's answer.
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
    let (choices, opens) = questions(&desk.workspace.root, &desk.chapters)?;
    let mut all: Vec<Question> = drawn_anew().map(Question::Number).collect();
    all.extend(choices.iter().map(Question::Choice));
    all.extend(opens.iter().map(Question::Open));
    all.retain(|question| question.chapter() <= read);
    all.sort_by_key(Question::chapter);
    let due = kept.due(all.iter().map(Question::name), today, A_DAY);
    if due.is_empty() {
        println!("Nothing is due today in chapters 0 to {read}. Come back tomorrow.");
        return Ok(());
    }
    println!(
        "{} questions on chapters 0 to {read}. Of a number, three digits are enough; an empty line ends.",
        due.len()
    );
    let mut typed = io::stdin().lock().lines().map_while(Result::ok);
    let rng = &mut StdRng::seed_from_u64(SysRng.try_next_u64()?);
    let (mut asked, mut good) = (0, 0);
    for name in due {
        let Some(question) = all.iter().find(|question| question.name() == name) else { continue };
        let Some(right) = question.ask(rng, &mut typed, &mut |said| println!("{said}")) else { break };
        kept.note(name, right, today)?;
        (asked, good) = (asked + 1, good + usize::from(right));
    }
    println!("\n{good} of {asked} right.");
    Ok(())
}

/// The questions whose numbers are drawn anew.
fn drawn_anew() -> impl Iterator<Item = &'static bank::Question> {
    BANK.iter().chain(PREDICTED)
}

/// What can be asked.
enum Question<'a> {
    Number(&'static bank::Question),
    Choice(&'a Choice),
    Open(&'a Open),
}

impl Question<'_> {
    fn name(&self) -> &str {
        match self {
            Question::Number(question) => question.name,
            Question::Choice(choice) => &choice.name,
            Question::Open(open) => &open.name,
        }
    }

    fn chapter(&self) -> u32 {
        match self {
            Question::Number(question) => question.chapter,
            Question::Choice(choice) => choice.chapter,
            Question::Open(open) => open.chapter,
        }
    }

    /// Asks it, and says the answer; whether what was typed was right. None if nothing was typed.
    fn ask(
        &self,
        rng: &mut StdRng,
        typed: &mut impl Iterator<Item = String>,
        say: &mut impl FnMut(String),
    ) -> Option<bool> {
        let (verdict, why) = match self {
            Question::Number(question) => {
                let drawn = (question.draw)(rng);
                say(format!("\nChapter {}. {}", question.chapter, drawn.text));
                let answer = answered(typed, say, value)?;
                let tolerance = 0.02 * drawn.answer.abs() + 1e-6;
                let near = |number: f64| (answer - number).abs() <= tolerance;
                let mistake = drawn.mistakes.iter().find(|(mistake, _)| near(*mistake));
                let verdict = if near(drawn.answer) { Ok(()) } else { Err(mistake.map(|(_, said)| *said)) };
                (verdict, drawn.why)
            }
            Question::Choice(Choice { chapter, section, text, letters, right, why, .. }) => {
                say(format!("\nChapter {chapter}, {section}. {text}"));
                let answer = answered(typed, say, |text| letter(text, letters))?;
                (if answer == *right { Ok(()) } else { Err(None) }, why.clone())
            }
            Question::Open(Open { chapter, text, answer, .. }) => {
                say(format!("\nChapter {chapter}, in a few words. {text}"));
                answered(typed, say, |_| Ok(()))?;
                say(format!("The page's answer: {answer}\nDid you know it? y or n"));
                return answered(typed, say, yes_or_no);
            }
        };
        say(match verdict {
            Ok(()) => format!("✓ {why}"),
            Err(None) => format!("✗ {why}"),
            Err(Some(said)) => format!("✗ {said}\n  {why}"),
        });
        Some(verdict.is_ok())
    }
}

/// What was typed, once it is understood; none at an empty line or at the end.
fn answered<T>(
    typed: &mut impl Iterator<Item = String>,
    say: &mut impl FnMut(String),
    understood: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    loop {
        let text = typed.next().filter(|line| !line.trim().is_empty())?;
        match understood(&text) {
            Ok(answer) => return Some(answer),
            Err(why) => say(why),
        }
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err("y if you knew it, n if you didn't: an honest n brings it back tomorrow".to_owned()),
    }
}

/// `b`, `B` and `(b)` are one letter.
fn letter(text: &str, letters: &[char]) -> Result<char, String> {
    let plain = text.trim().trim_matches(['(', ')']).to_lowercase();
    let found = letters.iter().find(|letter| plain == letter.to_string());
    found.copied().ok_or_else(|| {
        format!("\"{}\" is none of the answers: type one of their letters, such as a", in_short(text.trim()))
    })
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
    use bank::Drawn;
    use proptest::prelude::*;
    use trials::{anything, damaged, trial};

    #[test]
    fn trial_of_an_answer_to_a_question() {
        let inputs = prop_oneof![anything(), damaged("an answer", b"-1/4".to_vec())];
        trial("answers", 2000, inputs, |bytes| value(&String::from_utf8_lossy(bytes)).map(drop));
    }

    #[test]
    fn every_question_has_a_number_for_an_answer_and_a_name_of_its_own() {
        let mut names: Vec<&str> = drawn_anew().map(|question| question.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), BANK.len() + PREDICTED.len());
        for question in drawn_anew() {
            let drawn = |seed| (question.draw)(&mut StdRng::seed_from_u64(seed));
            assert!((0..20).all(|seed| drawn(seed).answer.is_finite()), "{}", question.name);
            let texts: Vec<String> = (0..20).map(|seed| drawn(seed).text).collect();
            assert!(texts.iter().any(|text| *text != texts[0]), "{}: numbers are drawn", question.name);
        }
        for chapter in 0..=9 {
            assert!(drawn_anew().any(|question| question.chapter == chapter), "chapter {chapter}");
        }
    }

    /// Each exercise in which one predicts comes back, and each chapter's page asks its own questions.
    #[test]
    fn exercises_and_pages_come_back() {
        let desk = Desk::find().unwrap();
        let mut asked: Vec<(&str, u32)> = PREDICTED.iter().map(|one| (one.name, one.chapter)).collect();
        let chapters = desk.chapters.iter();
        let mut exercises: Vec<(&str, u32)> = chapters
            .flat_map(|chapter| chapter.exercises.iter().map(move |one| (one, chapter.number)))
            .filter(|(one, _)| one.kind == exercises::Kind::Predict)
            .map(|(one, number)| (one.name.as_str(), number))
            .collect();
        asked.sort_unstable();
        exercises.sort_unstable();
        assert_eq!(asked, exercises);
        let (choices, opens) = questions(&desk.workspace.root, &desk.chapters).unwrap();
        for chapter in 0..=9 {
            assert!(choices.iter().any(|choice| choice.chapter == chapter), "chapter {chapter}");
            assert!(opens.iter().any(|open| open.chapter == chapter), "chapter {chapter}");
        }
        let names: std::collections::BTreeSet<&str> = choices.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), choices.len());
    }

    #[test]
    fn a_known_mistake_is_told_from_others() {
        let question = PREDICTED.iter().find(|one| one.name == "who_still_pushes").unwrap();
        for seed in 0..20 {
            let Drawn { answer, mistakes, .. } = (question.draw)(&mut StdRng::seed_from_u64(seed));
            assert!(mistakes.iter().any(|(mistake, _)| (mistake - answer).abs() > 0.1), "seed {seed}");
            let ask = |text: String| {
                let mut typed = [text].into_iter();
                let rng = &mut StdRng::seed_from_u64(seed);
                Question::Number(question).ask(rng, &mut typed, &mut |_| ())
            };
            assert_eq!(ask(answer.to_string()), Some(true));
            assert_eq!(ask((answer + 0.2).to_string()), Some(false));
            assert_eq!(ask(String::new()), None);
        }
    }

    #[test]
    fn what_is_answered_in_words_is_judged_by_who_answered() {
        let [name, text, answer] = ["00_question_1", "Why?", "Because."].map(str::to_owned);
        let open = Open { name, chapter: 0, text, answer };
        let ask = |lines: &[&str]| {
            let (mut typed, mut said) = (lines.iter().map(|line| line.to_string()), String::new());
            let rng = &mut StdRng::seed_from_u64(1);
            let verdict = Question::Open(&open).ask(rng, &mut typed, &mut |line| said += &line);
            (verdict, said.contains("Because."))
        };
        assert_eq!(ask(&["I think so", "perhaps", "Y"]), (Some(true), true));
        assert_eq!(ask(&["no idea", "n"]), (Some(false), true));
        assert_eq!(ask(&[""]), (None, false), "who answers nothing is not told");
    }

    #[test]
    fn a_letter_is_one_of_the_answers() {
        assert_eq!(letter(" (B) ", &['a', 'b']), Ok('b'));
        assert!(letter("c", &['a', 'b']).is_err());
    }

    /// What the questions say is what the chapters compute.
    #[test]
    fn answers_are_the_chapters() {
        use attention::{Mask, attend};
        use foundations::Params;
        let mut rng = StdRng::seed_from_u64(1);
        let mut drawn = |name: &str| {
            let question = drawn_anew().find(|question| question.name == name).unwrap();
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
        let (numbers, answer) = drawn("heads_and_parameters");
        let (c, heads) = (numbers[0], numbers[1]);
        let layer = multi_head::MultiHead::<f64>::new(c, heads, Mask::Causal, &mut StdRng::seed_from_u64(2));
        assert_eq!(layer.tensors().iter().map(|(_, tensor)| tensor.len()).sum::<usize>() as f64, answer);
        let (numbers, answer) = drawn("numbers_in_a_gpt");
        let [v, t, layers, c] = numbers[..] else { panic!("{numbers:?}") };
        let config = decoder::Config::article(v, t, layers, 4, c);
        let gpt = decoder::Gpt::<f64>::new(config, &mut StdRng::seed_from_u64(2));
        assert_eq!(gpt.parameter_count() as f64, answer);
        let (numbers, answer) = drawn("clocks_of_positions");
        let row = positional_encoding::sinusoids::<f64>(1, numbers[0], positional_encoding::BASE);
        assert!((f64::sqrt(row.row(0).dot(&row.row(0))) - answer).abs() < 1e-12);
    }
}
