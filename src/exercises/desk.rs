//! Where one works: the workspace around the current folder with its exercises, and how far one is.

use std::path::Path;

use anyhow::Result;
use exercises::{Chapter, Exercise};
use model_files::in_short;
use press::Workspace;

use super::progress::Progress;
use crate::UsageError;

/// The exercises of a workspace, and what is solved of them.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) chapters: Vec<Chapter>,
    progress: Progress,
}

impl Desk {
    pub(crate) fn find() -> Result<Desk> {
        let workspace = Workspace::find()?;
        let chapters = exercises::chapters(&workspace.root)?;
        let progress = Progress::read(&workspace.root.join("chapters/exercises/.progress.json"));
        Ok(Desk { workspace, chapters, progress })
    }

    /// All exercises, in order.
    pub(crate) fn exercises(&self) -> impl Iterator<Item = &Exercise> {
        self.chapters.iter().flat_map(|chapter| &chapter.exercises)
    }

    /// The exercise of this name; a path to one of its files is as good.
    pub(crate) fn exercise(&self, name: &str) -> Result<&Exercise> {
        let parts: Vec<_> = Path::new(name).iter().collect();
        let found = self.exercises().find(|exercise| parts.contains(&exercise.name.as_ref()));
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
                let next = self.next().or_else(|| self.exercises().next());
                Ok(next.ok_or_else(|| UsageError("there are no exercises".to_owned()))?)
            }
        }
    }

    /// Whether the student's file, as it is now, has been seen to solve the exercise.
    pub(crate) fn solved(&self, exercise: &Exercise) -> bool {
        self.progress.has(exercise)
    }

    /// How often an exercise was checked.
    pub(crate) fn times(&self, exercise: &Exercise) -> u32 {
        self.progress.times(exercise)
    }

    /// Keeps whether the student's file, as it is now, solves the exercise.
    pub(crate) fn note(&mut self, exercise: &Exercise, solved: bool) -> Result<()> {
        self.progress.note(exercise, solved)
    }

    /// The exercise that was checked last.
    pub(crate) fn last(&self) -> Option<&Exercise> {
        self.exercises().find(|exercise| self.progress.is_current(exercise))
    }

    /// Where one stopped: the exercise that was checked last, or if it is solved the next one that isn't.
    pub(crate) fn next(&self) -> Option<&Exercise> {
        match self.last() {
            Some(current) if !self.solved(current) => Some(current),
            Some(current) => self.after(current),
            None => self.exercises().find(|exercise| !self.solved(exercise)),
        }
    }

    /// The next exercise after this one that is not solved; after the last one they begin again.
    pub(crate) fn after(&self, exercise: &Exercise) -> Option<&Exercise> {
        let later = self.exercises().skip_while(|other| other.name != exercise.name).skip(1);
        later.chain(self.exercises()).find(|other| !self.solved(other))
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
            damaged("a name", b"chapters/exercises/examples/gated_units/main.rs".to_vec())
        ];
        trial("exercises' names", 2000, inputs, |bytes| {
            let name = String::from_utf8_lossy(bytes);
            desk.exercise(&name).map(drop).map_err(|error| format!("{error:#}"))
        });
    }
}
