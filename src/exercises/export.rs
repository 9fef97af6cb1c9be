//! `glassgpt exercises export`: the students' hand-out, the repository without the answers.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::beginning::to_give_out;
use super::desk::Desk;

/// What a hand-out is made of, where it is there.
const PARTS: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "rust-toolchain.toml",
    "rustfmt.toml",
    ".cargo",
    ".gitignore",
    "benches",
    "book",
    "chapters",
    "src",
    "tests/trials",
];
/// What students are not given: the answers, and what the teacher has tried.
const WITHOUT: [&str; 3] =
    ["chapters/exercises/kept", "chapters/exercises/.progress.json", super::review::FILE];
/// What is written for a hand-out alone. The tests that span chapters need the answers: they stay with the teacher.
const OWN: [(&str, &str); 2] = [
    ("tests/main.rs", "//! The chapters' tests are beside the chapters.\n"),
    ("AGENTS.md", include_str!("hand_out/AGENTS.md")),
];

/// Copies the repository into a new folder without the answers, every exercise at its beginning.
pub(crate) fn run(desk: &Desk, out: &Path) -> Result<()> {
    let empty =
        fs::read_dir(out).map_or(true, |entries| entries.flatten().all(|entry| entry.file_name() == ".git")); // a repository just begun
    ensure!(empty, "{} is not empty: choose a new folder", out.display());
    let root = &desk.workspace.root;
    let inside =
        std::path::absolute(out).is_ok_and(|out| PARTS.iter().any(|part| out.starts_with(root.join(part))));
    ensure!(!inside, "{} is a part of what is handed out: choose a folder outside", out.display());
    fs::create_dir_all(out).with_context(|| format!("{} can't be made", out.display()))?;
    let answers: Vec<PathBuf> = desk.exercises().flat_map(|e| [e.solution(), e.wrong()]).collect();
    let without = |file: &Path| {
        answers.iter().any(|answer| answer == file) || WITHOUT.iter().any(|part| root.join(part) == file)
    };
    for part in PARTS {
        copy(&root.join(part), &out.join(part), &without)?;
    }
    for (file, text) in OWN {
        let file = out.join(file);
        fs::write(&file, text).with_context(|| format!("{} can't be written", file.display()))?;
    }
    for exercise in desk.exercises() {
        let begun = to_give_out(exercise)?;
        for file in [exercise.student_file(), exercise.start()] {
            let file = out.join(file.strip_prefix(root).unwrap_or(&file));
            fs::write(&file, &begun).with_context(|| format!("{} can't be written", file.display()))?;
        }
    }
    println!("The hand-out is in {}: {} exercises without answers.", out.display(), desk.exercises().count());
    println!("Students need no more than this folder: cargo exercises list");
    Ok(())
}

/// Copies a file, or a folder with all that is in it, but for what students are not given.
fn copy(from: &Path, to: &Path, without: &impl Fn(&Path) -> bool) -> Result<()> {
    if without(from) || !from.exists() {
        return Ok(());
    }
    if from.is_dir() {
        fs::create_dir_all(to).with_context(|| format!("{} can't be made", to.display()))?;
        for entry in fs::read_dir(from).with_context(|| format!("{} can't be read", from.display()))? {
            let name = entry?.file_name();
            copy(&from.join(&name), &to.join(&name), without)?;
        }
        return Ok(());
    }
    copy_file(from, to).with_context(|| format!("{} can't be copied", from.display()))
}

/// Copies a file with its time: what Cargo has compiled of it need not be compiled again.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
}
