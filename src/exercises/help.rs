//! `hint`, `solution` and `reset`: help, all of it, and a fresh start.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use exercises::Exercise;

use super::beginning::beginning;
use super::check::read;
use super::desk::Desk;
use crate::UsageError;

/// Prints the first hint, or the first two.
pub(crate) fn hint(desk: &Desk, name: Option<&str>, more: bool) -> Result<()> {
    let exercise = desk.chosen(name)?;
    println!("{}", exercise.hints[0]);
    if more {
        println!("\n{}", exercise.hints[1]);
    } else {
        println!("\nMore help: cargo exercises hint {} --more", exercise.name);
    }
    Ok(())
}

/// Prints the solution, if the exercise is solved or one insists.
pub(crate) fn solution(desk: &Desk, name: &str, insist: bool) -> Result<()> {
    let exercise = desk.exercise(name)?;
    if !insist && !desk.solved(exercise) {
        let not_yet = "it is not solved yet. A hint may be enough; or insist on the solution with --insist";
        return Err(UsageError(format!("{name}: {not_yet}")).into());
    }
    let file = exercise.solution();
    if !file.is_file() {
        return Err(UsageError("this hand-out has no solutions: your teacher has them".to_owned()).into());
    }
    println!("{}\n{}", read(&file)?, exercise.insight.trim());
    Ok(())
}

/// Puts the student's file back to its beginning; what it was is kept.
pub(crate) fn reset(desk: &Desk, name: &str) -> Result<()> {
    let exercise = desk.exercise(name)?;
    let begun =
        beginning(exercise).context("how it began isn't known here: Git isn't at hand, nor is a start.rs")?;
    let file = exercise.student_file();
    if let Ok(old) = fs::read(&file)
        && old != begun.as_bytes()
    {
        let kept = desk.workspace.root.join("chapters/exercises/kept");
        let kept = unused_name(&kept, exercise);
        write(&kept, &old)?;
        println!("Your file is kept as {}", shown(desk, &kept));
    }
    write(&file, begun.as_bytes())?;
    println!("{} is as it was at the beginning", shown(desk, &file));
    Ok(())
}

/// `kept/NAME-1.rs`, or the next number that is free.
fn unused_name(folder: &Path, exercise: &Exercise) -> PathBuf {
    let name = |number: u32| folder.join(format!("{}-{number}.rs", exercise.name));
    (1..).map(name).find(|file| !file.exists()).unwrap_or_else(|| name(0))
}

fn write(file: &Path, text: &[u8]) -> Result<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    fs::write(file, text).with_context(|| format!("{} can't be written", file.display()))
}

/// A file's path as a student types it.
fn shown(desk: &Desk, file: &Path) -> String {
    file.strip_prefix(&desk.workspace.root).unwrap_or(file).display().to_string()
}
