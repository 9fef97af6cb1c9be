//! An exercise's file, read and written for its page. It is the file that `cargo exercises` checks, on disk.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use tokio::sync::mpsc::Sender;

use super::process::{End, Limits, Pipe, attend};
use super::{Event, File};

/// A check compiles, and runs each of an exercise's checks with a limit of its own.
const CHECK: Limits = Limits { time: Duration::from_secs(600), memory: 4, printed: 1 << 20 };

/// The student's file of an exercise of the workspace in `root`.
pub(super) fn read(root: &Path, name: &str) -> Result<File> {
    let place = place(root, name)?;
    let text = fs::read_to_string(&place).with_context(|| {
        format!("{} can't be read: `cargo exercises reset {name}` brings it back", place.display())
    })?;
    let path = place.strip_prefix(root).unwrap_or(&place);
    Ok(File { path: path.to_string_lossy().replace('\\', "/"), text })
}

/// Writes a student's file, if it is still what the page knows of it.
///
/// # Errors
/// If it is not: somebody has saved it meanwhile, and that is not overwritten.
pub(super) fn write(root: &Path, name: &str, was: &str, text: &str) -> Result<()> {
    let now = read(root, name)?;
    if now.text == text {
        return Ok(());
    }
    ensure!(
        now.text == was,
        "{} was changed outside this page, so it is left as it is. \"Reload\" shows it; \"Take it back\" shows yours again.",
        now.path
    );
    let place = place(root, name)?;
    let half = place.with_extension("part");
    let written = fs::write(&half, text).and_then(|()| fs::rename(&half, &place));
    written.with_context(|| format!("{} can't be written", now.path))
}

fn place(root: &Path, name: &str) -> Result<PathBuf> {
    let chapters = exercises::chapters(root)?;
    let mut all = chapters.iter().flat_map(|chapter| &chapter.exercises);
    let exercise = all.find(|exercise| exercise.name == name);
    Ok(exercise.ok_or_else(|| anyhow!("There is no exercise of this name."))?.student_file())
}

/// What the tutor is asked to look at.
pub(super) enum Look {
    /// At the student's file.
    File,
    /// At the function's lines in this order, with a line in the place of the missing one.
    Lines(Vec<usize>, Option<String>),
}

impl Look {
    /// What this program is told, as on the command line.
    fn arguments(&self, exercise: &str) -> Vec<String> {
        let mut arguments = vec!["exercises".to_owned()];
        match self {
            Look::File => arguments.extend(["check".to_owned(), exercise.to_owned()]),
            Look::Lines(order, line) => {
                let numbers: Vec<String> = order.iter().map(usize::to_string).collect();
                let order = format!("--order={}", numbers.join(" "));
                arguments.extend(["lines".to_owned(), exercise.to_owned(), order]);
                arguments.extend(line.iter().map(|line| format!("--line={line}")));
            }
        }
        arguments
    }

    /// What is said in the end, if all is well and if it is not.
    fn sentences(&self) -> [&'static str; 2] {
        match self {
            Look::File => ["It is solved.", "It is not solved yet."],
            Look::Lines(_, None) => ["The lines are in order.", "Not yet."],
            Look::Lines(_, Some(_)) => ["That is the line.", "Not yet."],
        }
    }
}

/// Has this program check the exercise, as `cargo exercises` does, and tells what the tutor says.
pub(super) async fn check(root: &Path, name: &str, look: &Look, tell: &Sender<Event>) -> Result<()> {
    let mut tutor = Command::new(env::current_exe().context("this program can't be found")?);
    tutor.current_dir(root).args(look.arguments(name));
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut tutor, 0);
    let end = attend(tutor, &CHECK, tell, |pipe, text| {
        Some(if pipe == Pipe::Output { Event::Printed(text) } else { Event::Said(text) })
    });
    let [right, wrong] = look.sentences();
    let (well, how) = match end.await.context("the tutor can't be started")? {
        End::Itself(status) if status.success() => (true, right),
        End::Itself(_) => (false, wrong),
        End::TooLong | End::TooMuch => (false, "The check did not end, and was stopped."),
        End::Stopped => return Ok(()),
    };
    let _ = tell.send(Event::Ended { well, how: how.to_owned() }).await; // the page is gone
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_sends_is_told_as_on_the_command_line() {
        let typed = Some("--insist; rm -r \"x\"".to_owned());
        assert_eq!(
            Look::Lines(vec![3, 1, 2], typed).arguments("two_words"),
            ["exercises", "lines", "two_words", "--order=3 1 2", "--line=--insist; rm -r \"x\""]
        );
        assert_eq!(Look::File.arguments("two_words"), ["exercises", "check", "two_words"]);
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("chapters/exercises/examples/two_words");
        fs::create_dir_all(&folder).unwrap();
        let here = crate::Workspace::find().unwrap().root;
        for file in ["about.toml", "main.rs"] {
            let from = here.join("chapters/exercises/examples/gated_units").join(file);
            fs::copy(from, folder.join(file)).unwrap();
        }
        let chapter = root.path().join("chapters/04-feed-forward");
        fs::create_dir_all(chapter).unwrap();
        let (root, name) = (root.path(), "two_words");
        let begun = read(root, name).unwrap().text;
        write(root, name, &begun, "first").unwrap();
        write(root, name, "first", "second").unwrap();
        let refused = write(root, name, "first", "third").unwrap_err().to_string();
        assert!(refused.contains("was changed outside this page"), "{refused}");
        assert_eq!(read(root, name).unwrap().text, "second");
        write(root, name, "first", "second").unwrap(); // nothing would be lost
        assert!(read(root, "no_such").is_err());
    }
}
