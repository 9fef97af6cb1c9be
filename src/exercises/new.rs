//! `glassgpt exercises new`: the folder of an exercise, with something small in it that `verify` accepts.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::desk::Desk;
use crate::UsageError;

/// The files of a new exercise; NAME stands for its name.
const FILES: [(&str, &str); 6] = [
    ("main.rs", include_str!("new/main.rs")),
    ("about.toml", include_str!("new/about.toml")),
    ("checks.rs", include_str!("new/checks.rs")),
    ("solution.rs", include_str!("new/solution.rs")),
    ("wrong/added_one.rs", include_str!("new/wrong/added_one.rs")),
    ("wrong/first_alone.rs", include_str!("new/wrong/first_alone.rs")),
];

/// Makes the folder of a new exercise.
pub(crate) fn run(desk: &Desk, name: &str) -> Result<()> {
    if !exercises::in_words(name) {
        let rule = "an exercise's name has two or more words, in snake case";
        return Err(UsageError(format!("{name}: {rule}")).into());
    }
    let folder = desk.workspace.root.join("chapters/exercises/examples").join(name);
    ensure!(!folder.exists(), "{} is there already", folder.display());
    for (file, text) in FILES {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().unwrap_or(&folder))
            .and_then(|()| fs::write(&file, text.replace("NAME", name)))
            .with_context(|| format!("{} can't be written", file.display()))?;
    }
    println!("chapters/exercises/examples/{name} is an exercise: doubling numbers. Make it yours.");
    println!("Then prove it: cargo exercises verify {name}");
    Ok(())
}
