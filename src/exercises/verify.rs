//! `glassgpt exercises verify`: the exercises are checked themselves, each in one program with all its variants.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};
use exercises::{Exercise, Kind};

use super::check::{names, read, wrong};
use super::compile::{Compiled, Variant, compile};
use super::desk::Desk;
use super::kit::Kit;
use super::question::ask;
use super::report::words;
use super::signatures::signatures;

/// How many known mistakes an exercise needs.
const MISTAKES: usize = 2;
/// What the first line of a known mistake begins with; after it stands the check that must find it.
const CAUGHT_BY: &str = "//! Caught by: ";

/// Verifies the named exercises, or all; says what is wrong with them.
pub(crate) fn run(desk: &Desk, names: &[String]) -> Result<bool> {
    ensure!(
        desk.folder().join("solutions").is_dir(),
        "there are no solutions here to verify the exercises with: this is a hand-out"
    );
    let chosen: Vec<&Exercise> = if names.is_empty() {
        desk.exercises().collect()
    } else {
        names.iter().map(|name| desk.exercise(name)).collect::<Result<_>>()?
    };
    let kit = Kit::build(&desk.workspace)?;
    let (next, faulty) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(exercise) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let faults =
                        faults(desk, &kit, exercise).unwrap_or_else(|error| vec![format!("{error:#}")]);
                    let mark = if faults.is_empty() { "✓" } else { "✗" };
                    println!(
                        "{mark} {}{}",
                        exercise.name,
                        faults.iter().map(|f| format!("\n    {f}")).collect::<String>()
                    );
                    if !faults.is_empty() {
                        faulty.lock().expect("no thread panicked").push(&exercise.name);
                    }
                }
            });
        }
    });
    let faulty = faulty.into_inner().expect("no thread panicked").len();
    println!("\n{} exercises, {faulty} with faults.", chosen.len());
    Ok(faulty == 0)
}

/// What is wrong with an exercise.
fn faults(desk: &Desk, kit: &Kit, exercise: &Exercise) -> Result<Vec<String>> {
    let folder = desk.build_folder(exercise).with_file_name(format!("{}-verified", exercise.name));
    fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let stub = folder.join("stub.rs");
    fs::write(&stub, exercise.stub()).with_context(|| format!("{} can't be written", stub.display()))?;
    let mistakes = mistakes(desk, exercise)?;
    let mut variants = vec![("stub".to_owned(), stub), ("solution".to_owned(), desk.solution(exercise))];
    variants.extend(mistakes.iter().map(|mistake| (mistake.name.clone(), mistake.file.clone())));
    let variants: Vec<Variant> = variants.into_iter().map(|(name, file)| Variant { name, file }).collect();
    let mut faults = texts(desk, exercise, &variants)?;
    match compile(kit, &desk.checks(exercise), &variants, &folder)? {
        Compiled::Program(program) => faults.extend(verdicts(exercise, &program, &mistakes)?),
        Compiled::Refused(errors) => {
            faults.extend(errors.into_iter().filter_map(|error| error.rendered));
        }
    }
    Ok(faults)
}

/// A known mistake.
struct Mistake {
    name: String,
    file: PathBuf,
    /// The check that must find it.
    caught_by: String,
}

fn mistakes(desk: &Desk, exercise: &Exercise) -> Result<Vec<Mistake>> {
    let folder = desk.wrong(exercise);
    let entries = fs::read_dir(&folder).with_context(|| format!("{} can't be read", folder.display()))?;
    let mut mistakes = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let text = read(&file)?;
        let caught_by = text.lines().next().and_then(|line| line.strip_prefix(CAUGHT_BY));
        let caught_by = caught_by
            .with_context(|| format!("{} must begin with \"{CAUGHT_BY}\" and a check", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        mistakes.push(Mistake { name, caught_by: caught_by.trim().to_owned(), file });
    }
    Ok(mistakes)
}

/// What can be seen from the files alone.
fn texts(desk: &Desk, exercise: &Exercise, variants: &[Variant]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let (stub, found) = (exercise.stub(), read(&desk.student_file(exercise)).unwrap_or_default());
    if stub != found {
        let same = stub.lines().zip(found.lines()).take_while(|(one, other)| one == other).count();
        faults.push(format!(
            "examples/{0}.rs is not as checks/{0}.toml says, from line {1} on: `cargo exercises reset {0}`",
            exercise.name,
            same + 1
        ));
    }
    if variants.len() < 2 + MISTAKES {
        faults.push(format!("there are {} known mistakes: {MISTAKES} are needed", variants.len() - 2));
    }
    for Variant { name, file } in variants {
        let text = read(file)?;
        faults.extend(exercise.borrowed(&text).map(|borrowed| format!("{name}: {borrowed}")));
        if signatures(&text) != signatures(&stub) {
            faults.push(format!("{name}: its public functions and constants are not those of the stub"));
        }
    }
    Ok(faults)
}

/// What the checks say of the stub, the solution and the mistakes that they should not.
fn verdicts(exercise: &Exercise, program: &Path, mistakes: &[Mistake]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let checks = names(program, "stub")?;
    let known = exercise.bug_fails.iter().chain(mistakes.iter().map(|mistake| &mistake.caught_by));
    faults
        .extend(known.filter(|name| !checks.contains(name)).map(|name| format!("there is no check {name}")));
    if (exercise.kind == Kind::Bug) == exercise.bug_fails.is_empty() {
        faults.push(
            "a \"bug\", and no other kind, lists in bug_fails the checks that its bug fails".to_owned(),
        );
    }
    for check in &checks {
        let wrong =
            |variant: &str| Ok::<_, anyhow::Error>(wrong(ask(program, variant, Some(check), 1)?.answer));
        if let Some(found) = wrong("solution")? {
            faults.push(format!("the solution fails \"{}\": {found}", words(check)));
        }
        let must_fail = exercise.kind != Kind::Bug || exercise.bug_fails.contains(check);
        if wrong("stub")?.is_some() != must_fail {
            let does = if must_fail { "passes" } else { "fails" };
            faults.push(format!("the stub {does} \"{}\"", words(check)));
        }
        for mistake in mistakes.iter().filter(|mistake| mistake.caught_by == *check) {
            if wrong(&mistake.name)?.is_none() {
                faults.push(format!(
                    "wrong/{}/{}.rs passes \"{}\"",
                    exercise.name,
                    mistake.name,
                    words(check)
                ));
            }
        }
    }
    Ok(faults)
}
