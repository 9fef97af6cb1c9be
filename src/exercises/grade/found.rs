//! Looking for students' files in what they have handed in, wherever they put them and whatever became of their names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use exercises::Exercise;

/// How many folders deep is looked.
const DEEPEST: usize = 8;
/// How many files are looked at.
const MOST: usize = 20_000;
/// How long a student's file may be, in bytes.
const LONGEST: u64 = 1 << 20;
/// Where files stand in a submission that is as it should be; elsewhere is worth a note.
const PLACES: [&str; 4] = ["", "chapters/exercises/examples", "exercises/examples", "examples"];
/// What packed files end in.
const PACKED: [&str; 7] = ["zip", "gz", "tgz", "tar", "xz", "7z", "rar"];

/// What was found in a submission.
pub(super) struct Found {
    /// The files of each exercise, the likeliest first.
    files: BTreeMap<String, Vec<PathBuf>>,
    /// What the teacher should know of where they were.
    pub(super) notes: Vec<String>,
}

/// What there is of an exercise.
pub(super) enum Handed {
    /// A student's file.
    In(Vec<u8>),
    /// Why there is none to grade.
    Not(String),
}

impl Found {
    pub(super) fn in_folder(folder: &Path, exercises: &[&Exercise]) -> Found {
        let (mut all, mut files) = (Vec::new(), BTreeMap::<String, Vec<PathBuf>>::new());
        walk(folder, 0, &mut all);
        for file in &all {
            if let Some(exercise) = exercises.iter().find(|exercise| may_be(file, &exercise.name)) {
                files.entry(exercise.name.clone()).or_default().push(file.clone());
            }
        }
        for (name, files) in &mut files {
            files.sort_by_key(|file| (!is_named(file, name), file.components().count(), file.clone()));
        }
        let notes = notes(folder, &all, &files);
        Found { files, notes }
    }

    /// The first of an exercise's files that is not as it was at the beginning.
    pub(super) fn of(&self, exercise: &Exercise, begun: &str) -> Handed {
        let mut why = "it was not handed in".to_owned();
        for file in self.files.get(&exercise.name).into_iter().flatten() {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            match fs::symlink_metadata(file) {
                Ok(data) if !data.is_file() => {
                    why = format!("{name} is no ordinary file: links, pipes and folders are not read");
                }
                Ok(data) if data.len() > LONGEST => why = format!("{name} is longer than a megabyte"),
                _ => match fs::read(file) {
                    Ok(text) if text == begun.as_bytes() => {
                        why = "it is as it was at the beginning".to_owned();
                    }
                    Ok(text) => return Handed::In(text),
                    Err(error) => why = format!("{name} can't be read: {error}"),
                },
            }
        }
        Handed::Not(why)
    }
}

/// All that is in a folder; links are not followed, and what programs leave about is passed over.
fn walk(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (name, file) = (entry.file_name(), entry.path());
        let name = name.to_string_lossy();
        if is_litter(&name) || name == "target" || all.len() >= MOST {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && depth < DEEPEST {
            walk(&file, depth + 1, all);
            if !name.ends_with(".rs") {
                continue;
            }
        }
        all.push(file);
    }
}

/// What computers leave beside people's files.
pub(super) fn is_litter(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

/// Whether it is many files in one.
pub(super) fn is_packed(file: &Path) -> bool {
    PACKED.iter().any(|end| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(end)))
}

/// Whether a file is an exercise's by name: `NAME.rs`, or `main.rs` in a folder NAME.
fn is_named(file: &Path, name: &str) -> bool {
    file.file_stem().is_some_and(|stem| stem == name) || file.ends_with(Path::new(name).join("main.rs"))
}

/// Whether it could be, but for capitals, a `(1)` that a browser has added, or an ending `.txt`.
fn may_be(file: &Path, name: &str) -> bool {
    let plain = |path: &Path| -> Option<String> {
        let name = path.file_name()?.to_str()?.to_lowercase();
        let name = name.strip_suffix(".txt").unwrap_or(&name);
        let stem = name.strip_suffix(".rs")?;
        Some(stem.split('(').next()?.trim().trim_end_matches(" copy").replace([' ', '-'], "_"))
    };
    match plain(file) {
        Some(stem) if stem == name => true,
        Some(stem) if stem == "main" => {
            let folder = file.parent().and_then(Path::file_name).and_then(|folder| folder.to_str());
            folder.is_some_and(|folder| folder.to_lowercase() == name)
        }
        _ => false,
    }
}

fn notes(folder: &Path, all: &[PathBuf], files: &BTreeMap<String, Vec<PathBuf>>) -> Vec<String> {
    let inside = |file: &Path| file.strip_prefix(folder).unwrap_or(file).to_owned();
    if files.is_empty() {
        return vec![match all.iter().find(|file| is_packed(file)) {
            Some(file) => format!("{} must be unpacked first", inside(file).display()),
            None => format!("no answer found among {} files", all.len()),
        }];
    }
    let mut notes = Vec::new();
    let taken = || files.iter().filter_map(|(name, files)| Some((name, inside(files.first()?))));
    let deep = taken().filter(|(name, file)| {
        let parent = file.parent().unwrap_or(file);
        !PLACES.iter().any(|place| parent == Path::new(place) || parent == Path::new(place).join(name))
    });
    let deep: Vec<PathBuf> = deep.map(|(_, file)| file).collect();
    if let Some(file) = deep.first() {
        notes.push(format!("{} found deeper, as {}", deep.len(), file.display()));
    }
    let odd: Vec<PathBuf> =
        taken().filter(|(name, file)| !is_named(file, name)).map(|(_, file)| file).collect();
    if let Some(file) = odd.first() {
        notes.push(format!("{} oddly named, as {}", odd.len(), file.display()));
    }
    notes
}
