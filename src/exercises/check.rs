//! `glassgpt exercises check`: how far a student's file is.

use std::fs::{self, File};
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
    check(&Kit::build(&desk.workspace)?, desk, &exercise)
}

/// Checks the student's file of an exercise, says what came of it, and keeps that; whether it is solved.
pub(crate) fn check(kit: &Kit, desk: &mut Desk, exercise: &Exercise) -> Result<bool> {
    let folder = kit.folder_of(&exercise.name);
    fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let _turn = taken(&folder.join("turn"))?;
    let report = examine(kit, exercise, &exercise.student_file(), &folder, SEED)?;
    report.print(exercise);
    if let Err(error) = desk.note(exercise, report.solved()) {
        println!("\nYour progress is not kept: {error:#}");
    }
    Ok(report.solved())
}

/// A file that one process has at a time; waits until it is free.
pub(crate) fn taken(path: &Path) -> Result<File> {
    let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
    let file = file.with_context(|| format!("{} can't be written", path.display()))?;
    let _ = file.lock(); // where a disk knows no locks, nothing is lost but the order
    Ok(file)
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
    if let Some(why) = not_text(file)? {
        return Ok(Report::Refused(why));
    }
    let variant = Variant { name: "student".to_owned(), file: file.to_owned() };
    match compile(kit, exercise, &[variant], folder)? {
        Compiled::Refused(why) => Ok(Report::Refused(why)),
        Compiled::Program(program) => Ok(Report::Checked(findings(&program, "student", seed)?)),
    }
}

/// Why a file is no text as the compiler reads it, if it is none.
fn not_text(file: &Path) -> Result<Option<String>> {
    let bytes = fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let name = file.file_name().unwrap_or_default().display();
    Ok(str::from_utf8(&bytes).err().map(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
        format!("{name} is not in UTF-8, the encoding of Rust's files: save it as UTF-8 (line {line} is the first that is not)")
    }))
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
