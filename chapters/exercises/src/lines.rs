//! A function's lines in disorder, two wrong ones among them: a step before one writes it.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::Exercise;

/// What an exercise's `lines.toml` says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// The function whose lines they are.
    pub function: String,
    /// What the lines use that the student's file at its beginning does not.
    #[serde(default)]
    pub uses: String,
    /// The checks that look at this function, if not all do.
    #[serde(default)]
    pub checks: Vec<String>,
    /// The line that is missing in the second step.
    pub missing: String,
    /// The function's lines in disorder, two wrong ones among them.
    pub lines: String,
}

impl Lines {
    /// An exercise's, if it has any.
    ///
    /// # Errors
    /// If its `lines.toml` can't be read.
    pub fn of(exercise: &Exercise) -> Result<Option<Lines>> {
        let file = exercise.lines();
        if !file.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} can't be read", file.display()))?;
        let lines = toml::from_str(&text);
        lines.map(Some).with_context(|| format!("{} is not understood", file.display()))
    }

    /// All lines, as they are shown.
    pub fn all(&self) -> Vec<&str> {
        self.lines.lines().filter(|line| !line.is_empty()).collect()
    }

    /// In a source: where the function begins, its body begins, and its body ends.
    pub fn parts(&self, source: &str) -> Option<(usize, usize, usize)> {
        let from = source.find(&format!("pub fn {}(", self.function))?;
        let body = from + source[from..].find("{\n")? + 2;
        let end = body + source[body..].find("\n}\n")? + 1;
        Some((from, body, end))
    }

    /// The function's first lines, as a source has them.
    pub fn head<'a>(&self, source: &'a str) -> Option<&'a str> {
        let (from, body, _) = self.parts(source)?;
        Some(source[from..body].trim_end())
    }
}
