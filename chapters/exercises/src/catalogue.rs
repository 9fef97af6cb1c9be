//! What there is: the exercises of each chapter, as the folders `examples/NAME` tell of
//! them.

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

/// An exercise: what its `about.toml` says, and what its file asks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Its folder, in which all that belongs to it is.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Its name, the folder's: two or more words in snake case.
    #[serde(skip)]
    pub name: String,
    /// What it is called on the page: the first line of the student's file.
    #[serde(skip)]
    pub title: String,
    /// What is asked, in Markdown: the lines `//!` below it.
    #[serde(skip)]
    pub task: String,
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
    /// Two hints, the second of more help than the first.
    pub hints: [String; 2],
    /// What one takes away from it, said when it is solved.
    pub insight: String,
    /// In a *find the bug*, the checks that the bug fails; the others pass with the bug in
    /// place.
    #[serde(default)]
    pub bug_fails: Vec<String>,
    /// The functions of an answer that the assistant is made of, if there are any.
    #[serde(default)]
    pub parts: Vec<String>,
    /// What an answer must not use because it is what is asked for: a chapter's crate, or
    /// an item of one.
    #[serde(default)]
    pub without: Vec<String>,
}

impl Exercise {
    /// The one file that a student edits.
    pub fn student_file(&self) -> PathBuf {
        self.folder.join("main.rs")
    }

    /// That file as it was at the beginning; only a hand-out has it apart.
    pub fn start(&self) -> PathBuf {
        self.folder.join("start.rs")
    }

    /// What a right answer must do.
    pub fn checks(&self) -> PathBuf {
        self.folder.join("checks.rs")
    }

    /// An answer.
    pub fn solution(&self) -> PathBuf {
        self.folder.join("solution.rs")
    }

    /// The folder of the known mistakes.
    pub fn wrong(&self) -> PathBuf {
        self.folder.join("wrong")
    }

    /// Its function's lines in disorder, where there are any.
    pub fn lines(&self) -> PathBuf {
        self.folder.join("lines.toml")
    }

    fn read(folder: &Path) -> Result<Exercise> {
        let file = folder.join("about.toml");
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} can't be read", file.display()))?;
        let mut exercise: Exercise =
            toml::from_str(&text).map_err(|error| not_an_exercise(&file, &text, &error))?;
        exercise.name =
            folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        exercise.folder = folder.to_owned();
        ensure!(
            in_words(&exercise.name),
            "{}: an exercise's name has two or more words, in snake case",
            folder.display()
        );
        ensure!(
            (1..=5).contains(&exercise.difficulty),
            "{}: the difficulty is 1 to 5",
            file.display()
        );
        let told = [exercise.start(), exercise.student_file()]
            .iter()
            .find_map(|file| told(&String::from_utf8_lossy(&fs::read(file).ok()?)));
        (exercise.title, exercise.task) =
            told.unwrap_or_else(|| (exercise.name.replace('_', " "), String::new()));
        Ok(exercise)
    }
}

/// The title and the task, from the top of a student's file.
fn told(source: &str) -> Option<(String, String)> {
    let mut lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let title = lines.next()?.trim().strip_prefix("# ")?.to_owned();
    let task = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .take_while(|line| !line.starts_with("Check it: "))
        .collect::<Vec<_>>()
        .join("\n");
    Some((title, task.trim_matches('\n').to_owned()))
}

/// Whether a name has two or more words, in snake case, as an exercise's has.
pub fn in_words(name: &str) -> bool {
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
    let mut exercises = files(&root.join("chapters/exercises/examples"))?
        .iter()
        .filter(|folder| folder.join("about.toml").exists())
        .map(|folder| Exercise::read(folder))
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
    if let Some(Exercise { folder, chapter, .. }) = exercises.first() {
        anyhow::bail!("{}: there is no chapter {chapter:?}", folder.display());
    }
    for Exercise { folder, without, .. } in
        chapters.iter().flat_map(|chapter| &chapter.exercises)
    {
        for path in without {
            let krate = path.split("::").next().unwrap_or_default().replace('_', "-");
            let known = chapters.iter().any(|chapter| chapter.name == krate);
            ensure!(known, "{}: there is no {path} to do without", folder.display());
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
