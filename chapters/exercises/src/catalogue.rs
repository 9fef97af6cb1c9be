//! What there is: the exercises of each chapter, as their `checks/NAME.toml` tell of them.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use serde::Deserialize;

/// What a student does in an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Write a function.
    Implement,
    /// Find what is wrong with a function, and mend it.
    Bug,
    /// Write a property that right code has and wrong code has not.
    Law,
    /// Commit to a number or a choice before it is computed.
    Predict,
}

impl Display for Kind {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kind::Implement => "implement",
            Kind::Bug => "find the bug",
            Kind::Law => "write the law",
            Kind::Predict => "predict",
        })
    }
}

/// An exercise, from its `checks/NAME.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Its name: two or more words in snake case, the name of all its files.
    #[serde(skip)]
    pub name: String,
    /// What it is called on the page.
    pub title: String,
    /// The crate of the chapter that it belongs to.
    pub chapter: String,
    /// What a student does in it.
    pub kind: Kind,
    /// How long it should take.
    pub minutes: u32,
    /// From 1, a warm-up, to 5, an evening.
    pub difficulty: u32,
    /// What it counts when it is graded.
    pub points: u32,
    /// What is asked, in Markdown.
    pub task: String,
    /// Two hints, the second of more help than the first.
    pub hints: [String; 2],
    /// What one takes away from it, said when it is solved.
    pub insight: String,
    /// In a *find the bug*, the checks that the bug fails; the others pass with the bug in
    /// place.
    #[serde(default)]
    pub bug_fails: Vec<String>,
    /// What an answer must not use because it is what is asked for: a chapter's crate, or
    /// an item of one.
    #[serde(default)]
    pub without: Vec<String>,
    /// The student's file as it is at the beginning, below its task.
    pub start: String,
}

impl Exercise {
    /// The student's file as it is at the beginning.
    pub fn stub(&self) -> String {
        let Exercise { name, title, task, start, .. } = self;
        let rule = self.rule().map(|rule| format!("\n\n{rule}")).unwrap_or_default();
        let task: String = format!("{}{rule}", task.trim())
            .lines()
            .map(|line| format!("//! {line}").trim_end().to_owned() + "\n")
            .collect();
        format!(
            "//! # {title}\n//!\n{task}//!\n//! Check it: `cargo exercises check {name}`. Stuck: `cargo exercises hint {name}`.\n\n{}\n",
            start.trim()
        )
    }

    fn read(file: &Path) -> Result<Exercise> {
        let text = fs::read_to_string(file)
            .with_context(|| format!("{} can't be read", file.display()))?;
        let mut exercise: Exercise =
            toml::from_str(&text).map_err(|error| not_an_exercise(file, &text, &error))?;
        exercise.name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        ensure!(
            in_words(&exercise.name),
            "{}: an exercise's name has two or more words, in snake case",
            file.display()
        );
        ensure!(
            (1..=5).contains(&exercise.difficulty),
            "{}: the difficulty is 1 to 5",
            file.display()
        );
        Ok(exercise)
    }
}

/// Whether a name has two or more words, in snake case.
fn in_words(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    name.contains('_') && name.split('_').all(word)
}

/// What the parser says, in one line.
fn not_an_exercise(file: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let (line, said) =
        (before.matches('\n').count() + 1, error.message().escape_debug().take(200));
    anyhow!("{}, line {line}, is no exercise: {}", file.display(), said.collect::<String>())
}

/// A chapter and its exercises, the easiest first.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its number.
    pub number: u32,
    /// Its crate's name.
    pub name: String,
    /// Its exercises.
    pub exercises: Vec<Exercise>,
}

/// The chapters of the workspace in `root` with their exercises, in reading order.
///
/// # Errors
/// If a file can't be read or is no exercise, or an exercise belongs to no chapter.
pub fn chapters(root: &Path) -> Result<Vec<Chapter>> {
    let mut exercises = files(&root.join("chapters/exercises/checks"))?
        .iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
        .map(|file| Exercise::read(file))
        .collect::<Result<Vec<_>>>()?;
    exercises.sort_by(|a, b| {
        (a.difficulty, a.minutes, &a.name).cmp(&(b.difficulty, b.minutes, &b.name))
    });
    let mut chapters = Vec::new();
    for folder in files(&root.join("chapters"))? {
        let folder = folder.file_name().unwrap_or_default().to_string_lossy();
        let Some((number, name)) = folder.split_once('-') else { continue };
        let Ok(number) = number.parse() else { continue };
        let (own, others) =
            exercises.into_iter().partition(|exercise| exercise.chapter == name);
        exercises = others;
        chapters.push(Chapter { number, name: name.to_owned(), exercises: own });
    }
    if let Some(Exercise { name, chapter, .. }) = exercises.first() {
        anyhow::bail!(
            "chapters/exercises/checks/{name}.toml: there is no chapter {chapter:?}"
        );
    }
    for Exercise { name, without, .. } in
        chapters.iter().flat_map(|chapter| &chapter.exercises)
    {
        for path in without {
            let krate = path.split("::").next().unwrap_or_default().replace('_', "-");
            let known = chapters.iter().any(|chapter| chapter.name == krate);
            ensure!(
                known,
                "chapters/exercises/checks/{name}.toml: there is no {path} to do without"
            );
        }
    }
    Ok(chapters)
}

/// What is in a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{} can't be read", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}
