//! Where the exercises are: the workspace around the current folder, be it this one or a copy.

use std::path::{Path, PathBuf};

use anyhow::Result;
use exercises::{Chapter, Exercise};
use model_files::in_short;
use press::Workspace;

use super::progress::Progress;
use crate::UsageError;

/// The exercises of a workspace, and where their files are.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) chapters: Vec<Chapter>,
}

impl Desk {
    pub(crate) fn find() -> Result<Desk> {
        let workspace = Workspace::find()?;
        let chapters = exercises::chapters(&workspace.root)?;
        Ok(Desk { workspace, chapters })
    }

    /// All exercises, in order.
    pub(crate) fn exercises(&self) -> impl Iterator<Item = &Exercise> {
        self.chapters.iter().flat_map(|chapter| &chapter.exercises)
    }

    /// The exercise of this name; a path to its file is as good.
    pub(crate) fn exercise(&self, name: &str) -> Result<&Exercise> {
        let stem = Path::new(name).file_stem().unwrap_or_default();
        let found = self.exercises().find(|exercise| *exercise.name == *stem);
        let missing = || {
            UsageError(format!(
                "there is no exercise \"{}\": `cargo exercises list` shows all that there are",
                in_short(name)
            ))
        };
        Ok(found.ok_or_else(missing)?)
    }

    /// The exercise of this name; without a name the first that is not solved, or else the first.
    pub(crate) fn chosen(&self, name: Option<&str>) -> Result<&Exercise> {
        match name {
            Some(name) => self.exercise(name),
            None => {
                let next = Progress::read(self).next(self).or_else(|| self.exercises().next());
                Ok(next.ok_or_else(|| UsageError("there are no exercises".to_owned()))?)
            }
        }
    }

    /// The one file of an exercise that a student edits.
    pub(crate) fn student_file(&self, exercise: &Exercise) -> PathBuf {
        self.folder().join("examples").join(&exercise.name).with_extension("rs")
    }

    /// What a right answer must do.
    pub(crate) fn checks(&self, exercise: &Exercise) -> PathBuf {
        self.folder().join("checks").join(&exercise.name).with_extension("rs")
    }

    /// An answer.
    pub(crate) fn solution(&self, exercise: &Exercise) -> PathBuf {
        self.folder().join("solutions").join(&exercise.name).with_extension("rs")
    }

    /// The folder of the known mistakes.
    pub(crate) fn wrong(&self, exercise: &Exercise) -> PathBuf {
        self.folder().join("wrong").join(&exercise.name)
    }

    /// The folder of the exercises.
    pub(crate) fn folder(&self) -> PathBuf {
        self.workspace.root.join("chapters/exercises")
    }

    /// Where what belongs to an exercise is built.
    pub(crate) fn build_folder(&self, exercise: &Exercise) -> PathBuf {
        self.workspace.target.join("exercises").join(&exercise.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trials::{anything, damaged, trial};

    #[test]
    fn trial_of_an_exercises_name() {
        let desk = Desk::find().unwrap();
        let inputs = prop_oneof![
            anything(),
            damaged("a name", b"chapters/exercises/examples/gated_units.rs".to_vec())
        ];
        trial("exercises' names", 2000, inputs, |bytes| {
            let name = String::from_utf8_lossy(bytes);
            desk.exercise(&name).map(drop).map_err(|error| format!("{error:#}"))
        });
    }
}
