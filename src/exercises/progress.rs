//! What a student has solved: kept beside the exercises, in a file that Git does not see.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use anyhow::{Context, Result};
use exercises::Exercise;
use serde::{Deserialize, Serialize};

use super::desk::Desk;

/// The solved exercises, each with a fingerprint of the file that solved it: a file that has changed since then must
/// be checked again.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    solved: BTreeMap<String, u64>,
}

impl Progress {
    /// What was kept; nothing if there is nothing, or nothing that can be read.
    pub(crate) fn read(desk: &Desk) -> Progress {
        let text = fs::read_to_string(file(desk)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Keeps whether the student's file, as it is now, solves the exercise.
    pub(crate) fn note(&mut self, desk: &Desk, exercise: &Exercise, solved: bool) -> Result<()> {
        match fingerprint(desk, exercise) {
            Some(fingerprint) if solved => self.solved.insert(exercise.name.clone(), fingerprint),
            _ => self.solved.remove(&exercise.name),
        };
        let file = file(desk);
        fs::write(&file, serde_json::to_string_pretty(self)?)
            .with_context(|| format!("{} can't be written", file.display()))
    }

    /// Whether the student's file, as it is now, has been seen to solve the exercise.
    pub(crate) fn has(&self, desk: &Desk, exercise: &Exercise) -> bool {
        let known = self.solved.get(&exercise.name);
        known.is_some() && known.copied() == fingerprint(desk, exercise)
    }

    /// The first exercise that is not solved.
    pub(crate) fn next<'a>(&self, desk: &'a Desk) -> Option<&'a Exercise> {
        desk.exercises().find(|exercise| !self.has(desk, exercise))
    }
}

fn file(desk: &Desk) -> PathBuf {
    desk.folder().join(".progress.json")
}

/// A number that changes when the student's file or the checks do.
fn fingerprint(desk: &Desk, exercise: &Exercise) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    fs::read(desk.student_file(exercise)).ok()?.hash(&mut hasher);
    fs::read(desk.checks(exercise)).ok()?.hash(&mut hasher);
    Some(hasher.finish())
}
