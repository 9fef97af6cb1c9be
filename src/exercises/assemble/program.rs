//! The assembled program: students' files, each a library of its own, with the book's assistant around them.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use assembled::{Job, PARTS, Reply, Shown, Stage};
use exercises::Exercise;

use super::super::compile::{Compiled, Library, alone, link};
use super::super::kit::Kit;
use super::super::limits::Time;
use super::super::question::{put, secret};

/// How long a stage may take: training takes some tens of seconds.
const TIME: Time = Time { processor: Duration::from_secs(600), clock: Duration::from_secs(1200) };
/// Students' functions are called some million times.
const LEVEL: &str = "2";

/// A program that answers for one assistant or several.
pub(crate) struct Program(PathBuf);

/// Exercises whose files can't be used, each with the reason.
type Refused<'a> = Vec<(&'a Exercise, String)>;

impl Program {
    /// One assistant of these files, whose functions have their types; those that can't be used are left out.
    pub(crate) fn build<'a>(
        kit: &Kit,
        files: &[(&'a Exercise, PathBuf)],
        folder: &Path,
    ) -> Result<(Program, Refused<'a>)> {
        let built = Mutex::new(Vec::new());
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some((exercise, file)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (folder, name) =
                            (folder.join(&exercise.name), format!("student_{}", exercise.name));
                        let library = alone(kit, exercise, file, &folder, name, LEVEL);
                        built.lock().expect("no thread panicked").push((*exercise, library));
                    }
                });
            }
        });
        let (mut theirs, mut libraries, mut refused) = (String::new(), Vec::new(), Vec::new());
        for (exercise, library) in built.into_inner().expect("no thread panicked") {
            match library? {
                Ok(library) => {
                    theirs += &functions(exercise, &library.name);
                    libraries.push(library);
                }
                Err(why) => refused.push((exercise, why)),
            }
        }
        match link(kit, folder, "assembled", &main(&[theirs]), &libraries)? {
            Compiled::Program(file) => Ok((Program(file), refused)),
            Compiled::Refused(why) => bail!("the assistant can't be put together: {why}"),
        }
    }

    /// What one of its assistants shows; or why there is nothing to see.
    pub(crate) fn show(
        &self,
        assistant: usize,
        stage: Stage,
        model: &Path,
        steps: usize,
    ) -> Result<Result<Shown, String>> {
        let Program(file) = self;
        let job = Job { secret: secret()?, assistant, stage, model: model.to_owned(), steps };
        let reply = put::<Reply>(file, &[file, model], &job.secret, &job, TIME)?;
        if !reply.printed.is_empty() {
            println!("Your code printed:\n{}\n", reply.printed);
        }
        Ok(reply.answer.flatten())
    }
}

/// A program with an assistant for each of an exercise's variants, whose libraries its checks were compiled with.
pub(crate) fn of_variants(
    kit: &Kit,
    exercise: &Exercise,
    libraries: &[Library],
    folder: &Path,
) -> Result<Result<Program, String>> {
    let assistants: Vec<String> =
        libraries.iter().map(|library| functions(exercise, &library.name)).collect();
    Ok(match link(kit, folder, "assembled", &main(&assistants), libraries)? {
        Compiled::Program(file) => Ok(Program(file)),
        Compiled::Refused(why) => Err(why),
    })
}

/// An exercise's functions, in their places: closures, for a file may take `&ArrayRef2` where `&Array2` was asked for.
fn functions(exercise: &Exercise, library: &str) -> String {
    let mut text = String::new();
    for part in PARTS.iter().filter(|part| exercise.parts.iter().any(|name| name == part.name)) {
        let arguments = part.arguments.join(", ");
        let _ = write!(text, "{0}: |{arguments}| ::{library}::{0}({arguments}), ", part.name);
    }
    text
}

/// The program's source.
fn main(assistants: &[String]) -> String {
    let list: String =
        assistants.iter().map(|functions| format!("    Parts {{ {functions}..BOOK }},\n")).collect();
    format!("use assembled::{{BOOK, Parts}};\n\nfn main() {{\n    assembled::answer(&[\n{list}    ]);\n}}\n")
}
