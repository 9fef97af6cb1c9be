//! Looking for students' files in what they have handed in, wherever they put them and whatever became of their names.

use std::collections::BTreeMap;
use std::ffi::OsStr;
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
const PACKED: [&str; 10] = ["zip", "gz", "tgz", "tar", "bz2", "tbz2", "xz", "zst", "7z", "rar"];

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
        let mut notes = notes(folder, &all, &files);
        let missing = exercises.iter().filter(|exercise| !files.contains_key(&exercise.name));
        let left: Vec<&PathBuf> = missing
            .filter_map(|exercise| all.iter().find(|file| is_about(file, folder, &exercise.name)))
            .collect();
        if let Some(file) = left.first() {
            let inside = file.strip_prefix(folder).unwrap_or(file);
            notes.push(format!("{} not taken, for its name, as {}", left.len(), shown(inside)));
        }
        Found { files, notes }
    }

    /// The first of an exercise's files that is not as it was at the beginning.
    pub(super) fn of(&self, exercise: &Exercise, begun: &str) -> Handed {
        let mut why = "it was not handed in".to_owned();
        for file in self.files.get(&exercise.name).into_iter().flatten() {
            let name = shown(Path::new(file.file_name().unwrap_or_default()));
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

/// A path as a line of a table can hold it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string().replace(char::is_control, "\u{fffd}")
}

/// All that is in a folder; links are not followed, and what programs leave about is passed over, as is what `reset` has
/// kept.
fn walk(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (name, file) = (entry.file_name(), entry.path());
        let name = name.to_string_lossy();
        if is_litter(&name) || ["target", "kept"].contains(&&*name) || all.len() >= MOST {
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

/// Whether it could be, with what its way here has added: capitals, a `(1)`, "- Copy", a student's number, a `.txt`.
fn may_be(file: &Path, name: &str) -> bool {
    let plain = |part: Option<&OsStr>| Some(part?.to_str()?.to_lowercase().replace([' ', '-'], "_"));
    let file_name = plain(file.file_name()).unwrap_or_default();
    let source = file_name.strip_suffix(".txt").unwrap_or(&file_name).strip_suffix(".rs");
    let folder = || plain(file.parent().and_then(Path::file_name)).unwrap_or_default();
    source.is_some_and(|stem| stem.contains(name) || stem == "main" && folder().contains(name))
}

/// Whether a file's way within the submission names an exercise, however it is written.
fn is_about(file: &Path, folder: &Path, name: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let inside = file.strip_prefix(folder).unwrap_or(file);
    letters(&inside.to_string_lossy()).contains(&letters(name))
}

fn notes(folder: &Path, all: &[PathBuf], files: &BTreeMap<String, Vec<PathBuf>>) -> Vec<String> {
    let inside = |file: &Path| file.strip_prefix(folder).unwrap_or(file).to_owned();
    let mut notes = Vec::new();
    if files.is_empty() {
        notes.push(format!("no answer found among {} files", all.len()));
    }
    if let Some(file) = all.iter().find(|file| is_packed(file)) {
        notes.push(format!("{} must be unpacked first", shown(&inside(file))));
    }
    if all.len() == MOST {
        notes.push(format!("only the first {MOST} files were looked at"));
    }
    let taken = || files.iter().filter_map(|(name, files)| Some((name, inside(files.first()?))));
    let deep = taken().filter(|(name, file)| {
        let parent = file.parent().unwrap_or(file);
        !PLACES.iter().any(|place| parent == Path::new(place) || parent == Path::new(place).join(name))
    });
    let deep: Vec<PathBuf> = deep.map(|(_, file)| file).collect();
    if let Some(file) = deep.first() {
        notes.push(format!("{} found deeper, as {}", deep.len(), shown(file)));
    }
    let odd: Vec<PathBuf> =
        taken().filter(|(name, file)| !is_named(file, name)).map(|(_, file)| file).collect();
    if let Some(file) = odd.first() {
        notes.push(format!("{} oddly named, as {}", odd.len(), shown(file)));
    }
    let others: Vec<PathBuf> =
        files.values().flat_map(|files| files.iter().skip(1)).map(|file| inside(file)).collect();
    if let Some(file) = others.first() {
        notes.push(format!("{} handed in twice, the other as {}", others.len(), shown(file)));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a submission of these files, each of which holds its own path, and what is noted.
    fn found(files: &[&str]) -> (Option<String>, String) {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, name).unwrap();
        }
        let chapters = exercises::chapters(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let all: Vec<&Exercise> = chapters.iter().flat_map(|chapter| &chapter.exercises).collect();
        let found = Found::in_folder(folder.path(), &all);
        let exercise = all.iter().find(|exercise| exercise.name == "sliding_window").unwrap();
        let text = match found.of(exercise, "") {
            Handed::In(text) => Some(String::from_utf8(text).unwrap()),
            Handed::Not(_) => None,
        };
        (text, found.notes.join("  "))
    }

    #[test]
    fn an_answer_is_found_whatever_became_of_its_name_and_it_is_noted() {
        for file in [
            "Sliding_Window.RS",
            "sliding-window.rs",
            "sliding_window (1).rs",
            "Copy of sliding_window.rs",
            "sliding_window - Kopie.rs.txt",
            "smithjohn_1234_56789_sliding_window-1.rs",
            "Sliding Window/main.rs",
        ] {
            let (text, notes) = found(&[file]);
            assert!(text.as_deref() == Some(file) && notes.contains("1 oddly named, as"), "{file}: {notes}");
        }
        for file in [
            "sliding_window.rs",
            "sliding_window/main.rs",
            "chapters/exercises/examples/sliding_window/main.rs",
        ] {
            assert_eq!(found(&[file]), (Some(file.to_owned()), String::new()));
        }
        assert_eq!(found(&["a/b/sliding_window.rs"]).1, "1 found deeper, as a/b/sliding_window.rs");
    }

    #[test]
    fn of_two_the_likelier_is_taken_and_the_other_is_noted() {
        let (text, notes) = found(&["sliding_window.rs", "old/sliding_window.rs", "sliding_window (1).rs"]);
        assert_eq!(text.as_deref(), Some("sliding_window.rs"));
        assert_eq!(notes, "2 handed in twice, the other as old/sliding_window.rs");
        let (text, notes) =
            found(&["sliding_window/main.rs", "kept/sliding_window-1.rs", "target/sliding_window.rs"]);
        assert_eq!((text.as_deref(), &notes[..]), (Some("sliding_window/main.rs"), ""));
    }

    #[test]
    fn what_is_not_found_is_said_in_one_line() {
        assert_eq!(
            found(&["report.txt", "rest.TAR"]).1,
            "no answer found among 2 files  rest.TAR must be unpacked first"
        );
        assert_eq!(found(&["sliding_window.rs", "rest.zip"]).1, "rest.zip must be unpacked first");
        for file in
            ["slidingwindow.rs", "sliding_window.rs.bak", "Sliding-Window/src/lib.rs", "sliding_window"]
        {
            let notes = found(&["gated_units.rs", file]).1;
            assert_eq!(notes, format!("1 not taken, for its name, as {file}"));
        }
        if cfg!(unix) {
            let (_, notes) = found(&["x\nzoe 124 of 124 points/sliding_window.rs"]);
            assert!(!notes.contains('\n') && notes.contains("zoe 124"), "{notes}");
        }
    }
}
