//! `glassgpt exercises lines`: before one writes a function, its lines are put in order; then one of them is missing.

use std::fs;
use std::io::{self, BufRead};

use anyhow::{Context, Result};
use clap::Args;
use exercises::{Exercise, Lines};

use super::beginning::to_give_out;
use super::check::{examine, read, taken};
use super::desk::Desk;
use super::kit::Kit;
use super::report::{Report, print_findings};
use crate::UsageError;

/// How many of the lines are wrong.
const WRONG: usize = 2;
/// Where the checks' random numbers start.
const SEED: u64 = 1;

/// A function's lines in disorder: put in order step by step, or looked at once.
#[derive(Args)]
pub(crate) struct Options {
    /// Whose [default: lists where there are lines]
    name: Option<String>,
    /// Check the lines of these numbers in this order, and ask nothing
    #[arg(long, value_name = "NUMBERS", requires = "name")]
    order: Option<String>,
    /// With this code in the place of the line that is missing in the second step
    #[arg(long, value_name = "CODE", requires = "order", allow_hyphen_values = true)]
    line: Option<String>,
}

/// Lists what there is; or puts one function's lines in order, for as long as it takes.
pub(crate) fn run(desk: &Desk, options: &Options) -> Result<bool> {
    let Some(name) = &options.name else {
        println!("Lines to put in order, before the function is written:");
        for exercise in desk.exercises().filter(|exercise| exercise.lines().exists()) {
            println!("  cargo exercises lines {}", exercise.name);
        }
        return Ok(true);
    };
    let exercise = desk.exercise(name)?;
    let none = || {
        UsageError(format!(
            "{}: there are no lines to put in order; `cargo exercises lines` lists where there are",
            exercise.name
        ))
    };
    let lines = Lines::of(exercise)?.ok_or_else(none)?;
    let order = options.order.as_deref().map(|order| ordered(order, options.line.as_deref(), &lines));
    let order = order.transpose().map_err(UsageError)?;
    let (begun, kit) = (to_give_out(exercise)?, Kit::build(&desk.workspace)?);
    let puzzle = Puzzle { exercise, begun, lines: &lines, kit };
    match order {
        Some(order) => puzzle.works(&order),
        None => puzzle.run(&mut io::stdin().lock().lines().map_while(Result::ok)),
    }
}

/// A function to be put together.
struct Puzzle<'a> {
    exercise: &'a Exercise,
    /// The student's file at its beginning.
    begun: String,
    lines: &'a Lines,
    kit: Kit,
}

impl Puzzle<'_> {
    /// Whether it came to an end: all lines in order, and the missing one found.
    fn run(&self, typed: &mut impl Iterator<Item = String>) -> Result<bool> {
        let all = self.lines.all();
        println!("{}\n\n{}\n", self.exercise.title, self.lines.head(&self.begun).unwrap_or_default());
        for (number, line) in (1..).zip(&all) {
            println!("{number:>3}  {line}");
        }
        println!(
            "\nTwo of these lines are wrong. Type the numbers of the others in their order, such as 3 1 2:"
        );
        let order = loop {
            let Some(text) = said(typed) else { return Ok(false) };
            match chosen(&text, &all) {
                Err(why) => println!("✗ {why}"),
                Ok(order) if self.works(&order)? => break order,
                Ok(_) => println!("\nNot yet. Type all the numbers again; an empty line ends."),
            }
        };
        if let Some(at) = order.iter().position(|line| *line == self.lines.missing) {
            let mut shown = order.clone();
            shown[at] = "…";
            println!(
                "\nIn order. Now one line is missing, where the dots are. Type it:\n\n{}",
                indented(&shown)
            );
            loop {
                let Some(text) = said(typed) else { return Ok(false) };
                let mut order = order.clone();
                order[at] = &text;
                if self.works(&order)? {
                    break;
                }
                println!("\nNot yet. Type the line again; an empty line ends.");
            }
        }
        let name = &self.exercise.name;
        println!(
            "\nNow write it alone: chapters/exercises/examples/{name}/main.rs, then cargo exercises check {name}"
        );
        Ok(true)
    }

    /// Whether the checks pass with this body; says what they find.
    fn works(&self, body: &[&str]) -> Result<bool> {
        let Puzzle { exercise, begun, lines, kit } = self;
        let folder = kit.folder_of(&format!("{}-lines", exercise.name));
        fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
        let _turn = taken(&folder.join("turn"))?;
        let file = folder.join("main.rs");
        let (_, from, to) = lines
            .parts(begun)
            .with_context(|| format!("{}: there is no function {}", exercise.name, lines.function))?;
        let text = format!("{}{}\n{}{}\n", &begun[..from], indented(body), &begun[to..], lines.uses);
        fs::write(&file, text).with_context(|| format!("{} can't be written", file.display()))?;
        match examine(kit, exercise, &file, &folder, SEED)? {
            Report::Refused(why) => {
                println!("✗ {why}");
                Ok(false)
            }
            Report::Checked(mut findings) => {
                findings.retain(|finding| lines.checks.is_empty() || lines.checks.contains(&finding.check));
                print_findings(&findings);
                Ok(findings.iter().all(|finding| finding.wrong.is_none()))
            }
        }
    }
}

/// What was typed; nothing at an empty line or at the end.
fn said(typed: &mut impl Iterator<Item = String>) -> Option<String> {
    typed.next().filter(|line| !line.trim().is_empty())
}

/// The lines of these numbers, with another in the place of the one that is missing in the second step.
fn ordered<'a>(text: &str, line: Option<&'a str>, lines: &'a Lines) -> Result<Vec<&'a str>, String> {
    let mut order = chosen(text, &lines.all())?;
    if let Some(line) = line {
        let at = order.iter().position(|one| *one == lines.missing);
        order[at.ok_or("the line that is missing is none of these: leave out --line")?] = line;
    }
    Ok(order)
}

/// The lines of these numbers.
fn chosen<'a>(text: &str, all: &[&'a str]) -> Result<Vec<&'a str>, String> {
    let mut order = Vec::new();
    let mut seen = Vec::new();
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let number = word.parse::<usize>().ok().filter(|number| (1..=all.len()).contains(number));
        let number = number.ok_or_else(|| {
            format!("{} is none of the numbers 1 to {}", model_files::in_short(word), all.len())
        })?;
        if seen.contains(&number) {
            return Err(format!("{number} is there twice: each line is used once, or not at all"));
        }
        seen.push(number);
        order.push(all[number - 1]);
    }
    Ok(order)
}

/// Lines of a body, each as deep as its braces.
fn indented(lines: &[&str]) -> String {
    let (mut depth, mut text) = (1_usize, Vec::new());
    for line in lines {
        if line.starts_with('}') {
            depth = depth.saturating_sub(1);
        }
        text.push(format!("{}{line}", "    ".repeat(depth)));
        if line.ends_with('{') {
            depth += 1;
        }
    }
    text.join("\n")
}

/// What is wrong with an exercise's lines, if it has any: the right ones are the solution's, and the wrong ones come
/// from the known mistakes.
pub(crate) fn faults(exercise: &Exercise) -> Result<Vec<String>> {
    let Some(lines) = Lines::of(exercise)? else { return Ok(Vec::new()) };
    let solution = read(&exercise.solution())?;
    let Some((_, from, to)) = lines.parts(&solution) else {
        return Ok(vec![format!("lines.toml: the solution has no function {}", lines.function)]);
    };
    let whole = bare(&solution[from..to]);
    let (right, wrong): (Vec<&str>, Vec<&str>) =
        lines.all().into_iter().partition(|line| whole.contains(&bare(line)));
    let mut faults = Vec::new();
    if wrong.len() != WRONG {
        faults.push(format!("lines.toml: {} lines are not the solution's: {WRONG} are wanted", wrong.len()));
    }
    if right.iter().map(|line| bare(line).len()).sum::<usize>() != whole.len() {
        faults.push("lines.toml: the right lines are not all of the solution's".to_owned());
    }
    if !right.contains(&lines.missing.as_str()) {
        faults.push("lines.toml: the missing line is none of the right ones".to_owned());
    }
    let mut mistakes = String::new();
    for entry in fs::read_dir(exercise.wrong())? {
        mistakes += &bare(&read(&entry?.path())?);
    }
    let unknown = wrong.iter().filter(|line| !mistakes.contains(&bare(line)));
    faults.extend(unknown.map(|line| format!("lines.toml: \"{line}\" is in no known mistake")));
    Ok(faults)
}

/// Without spaces and comments.
fn bare(source: &str) -> String {
    let code = |line: &str| line.split("//").next().unwrap_or_default().replace(' ', "");
    source.lines().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trials::{anything, damaged, trial};

    #[test]
    fn trial_of_an_order_of_lines() {
        let inputs = prop_oneof![anything(), damaged("an order", b"3 1 2, 4".to_vec())];
        trial("orders of lines", 2000, inputs, |bytes| {
            let text = String::from_utf8_lossy(bytes);
            chosen(&text, &["a", "b", "c", "d"]).map(drop)
        });
    }
}
