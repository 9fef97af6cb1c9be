//! `glassgpt exercises watch`: an exercise is checked whenever its file is saved; once it is solved, the next one comes.

use std::fs;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use exercises::Exercise;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::check::check;
use super::desk::Desk;
use super::kit::Kit;
use super::{help, list};

/// What wakes the watcher up.
enum Event {
    /// Something happened in the folder of the students' files.
    Touched,
    /// A line was typed.
    Typed(String),
}

/// What to do after a check.
enum Next {
    Again,
    Skip,
    Quit,
}

/// Checks one exercise after the other, until all are solved or the student quits.
pub(crate) fn run(desk: &mut Desk, from: Option<&str>) -> Result<()> {
    let (sender, events) = channel();
    let _watcher = watcher(desk, &sender)?;
    thread::spawn(move || {
        io::stdin().lines().map_while(Result::ok).try_for_each(|line| sender.send(Event::Typed(line)))
    });
    let kit = Kit::build(&desk.workspace)?;
    let mut exercise = desk.chosen(from)?.clone();
    loop {
        let text = text(&exercise);
        let report = check(&kit, &exercise)?;
        desk.note(&exercise, report.solved())?;
        println!();
        report.print(&exercise);
        let next = if report.solved() { Next::Skip } else { wait(desk, &exercise, &text, &events)? };
        match next {
            Next::Again => {}
            Next::Quit => return Ok(()),
            Next::Skip => match desk.after(&exercise) {
                Some(next) => exercise = next.clone(),
                None => {
                    println!("\nAll exercises are solved.");
                    return Ok(());
                }
            },
        }
    }
}

fn watcher(desk: &Desk, sender: &Sender<Event>) -> Result<RecommendedWatcher> {
    let sender = sender.clone();
    let touched = move |_| {
        let _ = sender.send(Event::Touched); // nobody listens any more only at the end
    };
    let folder = desk.workspace.root.join("chapters/exercises/examples");
    let mut watcher = notify::recommended_watcher(touched).context("files can't be watched here")?;
    watcher
        .watch(&folder, RecursiveMode::Recursive)
        .with_context(|| format!("{} can't be watched", folder.display()))?;
    Ok(watcher)
}

/// Waits until the file differs from what was checked, or something was typed.
fn wait(desk: &Desk, exercise: &Exercise, checked: &[u8], events: &Receiver<Event>) -> Result<Next> {
    println!("Waiting for you to save it. [n]ext, [h]int, [m]ore help, [l]ist, [q]uit; then Enter.");
    loop {
        match events.recv().context("nothing can be heard any more")? {
            Event::Typed(line) => match line.trim() {
                "n" => return Ok(Next::Skip),
                "q" => return Ok(Next::Quit),
                "h" => help::hint(desk, Some(&exercise.name), false)?,
                "m" => help::hint(desk, Some(&exercise.name), true)?,
                "l" => list::run(desk)?,
                _ => return Ok(Next::Again),
            },
            Event::Touched => {
                thread::sleep(Duration::from_millis(30)); // an editor may be in the middle of saving
                if text(exercise) != checked {
                    return Ok(Next::Again);
                }
            }
        }
    }
}

fn text(exercise: &Exercise) -> Vec<u8> {
    fs::read(exercise.student_file()).unwrap_or_default()
}
