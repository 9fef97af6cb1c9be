//! `glassgpt exercises check`: how far a student's file is.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use exercises::{Answer, Exercise};

use super::compile::{Compiled, Variant, compile};
use super::desk::Desk;
use super::kit::Kit;
use super::question::ask;
use super::report::{Finding, Report, words};

/// Where the random numbers of a student's checks start. Graders choose another seed.
const SEED: u64 = 1;

/// Checks one exercise, the first unsolved one if none is named, and says what came of it.
pub(crate) fn run(desk: &mut Desk, name: Option<&str>) -> Result<bool> {
    let exercise = desk.chosen(name)?.clone();
    let report = check(&Kit::build(&desk.workspace)?, &exercise)?;
    desk.note(&exercise, report.solved())?;
    report.print(&exercise);
    Ok(report.solved())
}

/// Checks the student's file of an exercise.
pub(crate) fn check(kit: &Kit, exercise: &Exercise) -> Result<Report> {
    examine(kit, exercise, &exercise.student_file(), &kit.folder_of(&exercise.name), SEED)
}

/// Compiles a file with an exercise's checks, and runs every check in a process of its own.
pub(crate) fn examine(
    kit: &Kit,
    exercise: &Exercise,
    file: &Path,
    folder: &Path,
    seed: u64,
) -> Result<Report> {
    if !fs::metadata(file).is_ok_and(|file| file.is_file()) {
        let name = &exercise.name;
        return Ok(Report::Refused(format!(
            "{} is not there: `cargo exercises reset {name}` brings it back",
            file.display()
        )));
    }
    let variant = Variant { name: "student".to_owned(), file: file.to_owned() };
    match compile(kit, exercise, &[variant], folder)? {
        Compiled::Refused(why) => Ok(Report::Refused(why)),
        Compiled::Program(program) => Ok(Report::Checked(findings(&program, "student", seed)?)),
    }
}

/// Runs every check of a variant. Once one has run out of time the rest are not started.
pub(crate) fn findings(program: &Path, variant: &str, seed: u64) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut late: Option<String> = None;
    for check in names(program, variant)? {
        let finding = match &late {
            Some(first) => {
                let wrong = Some(format!("not run, because \"{}\" did not end", words(first)));
                Finding { check, wrong, printed: String::new() }
            }
            None => {
                let reply = ask(program, variant, Some(&check), seed)?;
                late = reply.timed_out.then(|| check.clone());
                Finding { check, wrong: wrong(reply.answer), printed: reply.printed }
            }
        };
        findings.push(finding);
    }
    Ok(findings)
}

/// The names of a variant's checks.
pub(crate) fn names(program: &Path, variant: &str) -> Result<Vec<String>> {
    match ask(program, variant, None, SEED)?.answer {
        Ok(Answer::Checks(names)) => Ok(names),
        _ => Err(anyhow::anyhow!("{} does not tell its checks", program.display())),
    }
}

/// What a check's answer says is wrong.
pub(crate) fn wrong(answer: Result<Answer, String>) -> Option<String> {
    match answer {
        Ok(Answer::Passed) => None,
        Ok(Answer::Failed(found)) => Some(found),
        Ok(Answer::Panicked(message)) => Some(format!("it panicked at {message}")),
        Ok(Answer::Checks(_)) => Some("no answer".to_owned()),
        Err(why) => Some(why),
    }
}

/// The text of a file.
pub(crate) fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))
}
