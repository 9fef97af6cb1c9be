//! `glassgpt exercises watch`: an exercise is checked whenever its file is saved; once it is solved, the next one comes.

use std::fs;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use exercises::Exercise;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::check::check;
use super::desk::Desk;
use super::kit::Kit;
use super::{help, list};

/// How long nothing must happen until a file counts as saved; some editors move it away and write it anew.
const SAVING: Duration = Duration::from_millis(100);

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
        println!();
        let solved = check(&kit, desk, &exercise)?;
        let next = if solved { Next::Skip } else { wait(desk, &exercise, text.as_deref(), &events)? };
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
    // What is only read has not changed: looking at a file must not wake up the one who looks.
    let touched = move |event: notify::Result<notify::Event>| {
        if !event.is_ok_and(|event| event.kind.is_access()) {
            let _ = sender.send(Event::Touched); // nobody listens any more only at the end
        }
    };
    let folder = desk.workspace.root.join("chapters/exercises/examples");
    let mut watcher = notify::recommended_watcher(touched).context("files can't be watched here")?;
    watcher
        .watch(&folder, RecursiveMode::Recursive)
        .with_context(|| format!("{} can't be watched", folder.display()))?;
    Ok(watcher)
}

/// Waits until the file differs from what was checked, or something was typed.
fn wait(desk: &Desk, exercise: &Exercise, checked: Option<&[u8]>, events: &Receiver<Event>) -> Result<Next> {
    println!(
        "Waiting for you to save it. Enter checks again; [n]ext, [h]int, [m]ore help, [l]ist, [q]uit, then Enter."
    );
    let mut touched = false;
    loop {
        // An editor may be in the middle of saving: what counts is how the file is once nothing happens any more.
        let event = if touched { events.recv_timeout(SAVING) } else { events.recv().map_err(Into::into) };
        match event {
            Ok(Event::Typed(line)) => match line.trim() {
                "n" => return Ok(Next::Skip),
                "q" => return Ok(Next::Quit),
                "h" => help::hint(desk, Some(&exercise.name), false)?,
                "m" => help::hint(desk, Some(&exercise.name), true)?,
                "l" => list::run(desk)?,
                _ => return Ok(Next::Again),
            },
            Ok(Event::Touched) => touched = true,
            Err(RecvTimeoutError::Timeout) => {
                touched = false;
                if text(exercise).as_deref() != checked {
                    return Ok(Next::Again);
                }
            }
            Err(RecvTimeoutError::Disconnected) => bail!("nothing can be heard any more"),
        }
    }
}

/// The student's file; none while it is away.
fn text(exercise: &Exercise) -> Option<Vec<u8>> {
    fs::read(exercise.student_file()).ok()
}
