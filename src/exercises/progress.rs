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
    /// The one that was checked last.
    current: Option<String>,
}

impl Progress {
    /// What was kept; nothing if there is nothing, or nothing that can be read.
    pub(crate) fn read(desk: &Desk) -> Progress {
        let text = fs::read_to_string(file(desk)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Keeps whether the student's file, as it is now, solves the exercise.
    pub(crate) fn note(&mut self, desk: &Desk, exercise: &Exercise, solved: bool) -> Result<()> {
        self.current = Some(exercise.name.clone());
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

    /// Where one stopped: the exercise that was checked last, or if it is solved the next one that isn't.
    pub(crate) fn next<'a>(&self, desk: &'a Desk) -> Option<&'a Exercise> {
        let current = desk.exercises().find(|exercise| self.current.as_ref() == Some(&exercise.name));
        match current {
            Some(current) if !self.has(desk, current) => Some(current),
            Some(current) => self.after(desk, current),
            None => desk.exercises().find(|exercise| !self.has(desk, exercise)),
        }
    }

    /// The next exercise after this one that is not solved; after the last one they begin again.
    pub(crate) fn after<'a>(&self, desk: &'a Desk, exercise: &Exercise) -> Option<&'a Exercise> {
        let later = desk.exercises().skip_while(|other| other.name != exercise.name).skip(1);
        later.chain(desk.exercises()).find(|other| !self.has(desk, other))
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
