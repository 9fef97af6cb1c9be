//! What a student has solved: kept beside the exercises, in a file that Git does not see.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use exercises::Exercise;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::check::taken;

/// The solved exercises, each with a fingerprint of the file that solved it: a file that has changed since then must
/// be checked again.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    #[serde(skip)]
    file: PathBuf,
    solved: BTreeMap<String, String>,
    /// How often each was checked.
    #[serde(default)]
    checked: BTreeMap<String, u32>,
    /// The one that was checked last.
    current: Option<String>,
}

impl Progress {
    /// What was kept; nothing if there is nothing, or nothing that can be read.
    pub(crate) fn read(file: &Path) -> Progress {
        let text = fs::read_to_string(file).unwrap_or_default();
        let kept: Progress = serde_json::from_str(&text).unwrap_or_default();
        Progress { file: file.to_owned(), ..kept }
    }

    /// Keeps whether the student's file, as it is now, solves the exercise, beside what others have kept meanwhile.
    pub(crate) fn note(&mut self, exercise: &Exercise, solved: bool) -> Result<()> {
        let mut turn = taken(&self.file)?;
        let mut text = String::new();
        if turn.read_to_string(&mut text).is_ok()
            && let Ok(kept) = serde_json::from_str::<Progress>(&text)
        {
            (self.solved, self.checked) = (kept.solved, kept.checked);
        }
        *self.checked.entry(exercise.name.clone()).or_default() += 1;
        self.current = Some(exercise.name.clone());
        match fingerprint(exercise) {
            Some(fingerprint) if solved => self.solved.insert(exercise.name.clone(), fingerprint),
            _ => self.solved.remove(&exercise.name),
        };
        let text = serde_json::to_string_pretty(self)?;
        let written =
            turn.rewind().and_then(|()| turn.set_len(0)).and_then(|()| turn.write_all(text.as_bytes()));
        written.with_context(|| format!("{} can't be written", self.file.display()))
    }

    /// Whether the student's file, as it is now, has been seen to solve the exercise.
    pub(crate) fn has(&self, exercise: &Exercise) -> bool {
        let known = self.solved.get(&exercise.name);
        known.is_some() && known == fingerprint(exercise).as_ref()
    }

    /// How often an exercise was checked.
    pub(crate) fn times(&self, exercise: &Exercise) -> u32 {
        self.checked.get(&exercise.name).copied().unwrap_or(0)
    }

    /// Whether it was the exercise that was checked last.
    pub(crate) fn is_current(&self, exercise: &Exercise) -> bool {
        self.current.as_ref() == Some(&exercise.name)
    }
}

/// What changes when the student's file or the checks do, and with nothing else.
fn fingerprint(exercise: &Exercise) -> Option<String> {
    let files = [exercise.student_file(), exercise.checks()].map(fs::read);
    let hashes = files.into_iter().map(|file| Some(format!("{:?}", Sha256::digest(file.ok()?))));
    hashes.collect()
}
