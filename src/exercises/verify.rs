//! `glassgpt exercises verify`: the exercises are checked themselves, each in one program with all its variants.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};
use assembled::Stage;
use exercises::{Exercise, Kind};

use super::assemble::{Program, Untrained, of_variants, parts_of};
use super::check::{names, read, wrong};
use super::compile::{Compiled, Library, Variant, compile};
use super::desk::Desk;
use super::kit::Kit;
use super::lines;
use super::question::ask;
use super::report::words;
use super::signatures::signatures;

/// How many known mistakes an exercise needs.
const MISTAKES: usize = 2;
/// What the first line of a known mistake begins with; after it stands the check that must find it.
const CAUGHT_BY: &str = "//! Caught by: ";

/// Verifies the named exercises, or all; says what is wrong with them.
pub(crate) fn run(desk: &Desk, names: &[String], seeds: u64) -> Result<bool> {
    ensure!(
        desk.exercises().any(|exercise| exercise.solution().exists()),
        "there are no solutions here to verify the exercises with: this is a hand-out"
    );
    let chosen: Vec<&Exercise> = if names.is_empty() {
        desk.exercises().collect()
    } else {
        names.iter().map(|name| desk.exercise(name)).collect::<Result<_>>()?
    };
    let kit = Kit::build(&desk.workspace)?;
    let untrained = Untrained::new(&kit.folder_of("assembled-verified"))?;
    let (next, faulty) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(exercise) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let faults = faults(&kit, exercise, seeds, &untrained)
                        .unwrap_or_else(|error| vec![format!("{error:#}")]);
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
    let apart = if names.is_empty() { solutions_assembled(desk, &kit, &untrained)? } else { Vec::new() };
    apart.iter().for_each(|fault| println!("✗ all solutions assembled: {fault}"));
    Ok(faulty == 0 && apart.is_empty())
}

/// What is wrong with an exercise.
fn faults(kit: &Kit, exercise: &Exercise, seeds: u64, models: &Untrained) -> Result<Vec<String>> {
    let mistakes = mistakes(exercise)?;
    let mut variants = vec![("stub", exercise.student_file()), ("solution", exercise.solution())];
    variants.extend(mistakes.iter().map(|mistake| (mistake.name.as_str(), mistake.file.clone())));
    let variants: Vec<Variant> =
        variants.into_iter().map(|(name, file)| Variant { name: name.to_owned(), file }).collect();
    let mut faults = texts(exercise, &variants)?;
    faults.extend(lines::faults(exercise)?);
    let folder = kit.folder_of(&format!("{}-verified", exercise.name));
    match compile(kit, exercise, &variants, &folder)? {
        Compiled::Program(program) => {
            faults.extend(verdicts(exercise, &program, &mistakes, seeds)?);
            if !exercise.parts.is_empty() {
                faults.extend(in_the_assistant(kit, exercise, &variants, &folder, models)?);
            }
        }
        Compiled::Refused(why) => faults.push(why),
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

fn mistakes(exercise: &Exercise) -> Result<Vec<Mistake>> {
    let folder = exercise.wrong();
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
fn texts(exercise: &Exercise, variants: &[Variant]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let stub = read(&exercise.student_file())?;
    if exercise.task.is_empty() {
        faults.push("main.rs must begin with `//! # Its title`, and the task below it".to_owned());
    }
    for path in exercise.without.iter().filter(|path| !exercise.task.contains(&format!("`{path}`"))) {
        faults.push(format!("the task does not say that an answer does without `{path}`"));
    }
    if variants.len() < 2 + MISTAKES {
        faults.push(format!("there are {} known mistakes: {MISTAKES} are needed", variants.len() - 2));
    }
    for Variant { name, file } in variants {
        let text = read(file)?;
        if signatures(&text) != signatures(&stub) {
            faults.push(format!("{name}: its public functions and constants are not those of the stub"));
        }
    }
    faults.extend(unformatted(variants.iter().map(|variant| &variant.file).chain([&exercise.checks()]))?);
    Ok(faults)
}

/// Cargo knows only the student's file: `cargo fmt` does not see the others.
fn unformatted<'a>(files: impl Iterator<Item = &'a PathBuf>) -> Result<Option<String>> {
    let command: Vec<_> =
        ["--edition=2024".as_ref()].into_iter().chain(files.map(|f| f.as_os_str())).collect();
    let output = Command::new("rustfmt").arg("--check").args(&command).output();
    let formatted = output.context("rustfmt can't be started: is it installed?")?.status.success();
    let command: Vec<_> = command.iter().map(|word| word.to_string_lossy()).collect();
    Ok((!formatted).then(|| format!("not all is formatted: rustfmt {}", command.join(" "))))
}

/// What the checks say of the stub, the solution and the mistakes that they should not.
fn verdicts(exercise: &Exercise, program: &Path, mistakes: &[Mistake], seeds: u64) -> Result<Vec<String>> {
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
    for (seed, check) in (1..=seeds).flat_map(|seed| checks.iter().map(move |check| (seed, check))) {
        let wrong =
            |variant: &str| Ok::<_, anyhow::Error>(wrong(ask(program, variant, Some(check), seed)?.answer));
        let mut fault = |what: &str| faults.push(format!("{what}, with seed {seed}"));
        let said = words(check);
        if let Some(found) = wrong("solution")? {
            fault(&format!("the solution fails \"{said}\": {found}"));
        }
        let must_fail = exercise.kind != Kind::Bug || exercise.bug_fails.contains(check);
        if wrong("stub")?.is_some() != must_fail {
            fault(&format!("the stub {} \"{said}\"", if must_fail { "passes" } else { "fails" }));
        }
        for mistake in mistakes.iter().filter(|mistake| mistake.caught_by == *check) {
            if wrong(&mistake.name)?.is_none() {
                fault(&format!("wrong/{}.rs passes \"{said}\"", mistake.name));
            }
        }
    }
    Ok(faults)
}

/// How many steps are trained where it is verified.
const STEPS: usize = 2;

/// In the assistant the solution does what the book's functions do; and where a known mistake shows, it is blamed on
/// this exercise's functions and on no other.
fn in_the_assistant(
    kit: &Kit,
    exercise: &Exercise,
    variants: &[Variant],
    folder: &Path,
    models: &Untrained,
) -> Result<Vec<String>> {
    let libraries: Vec<Library> =
        (0..variants.len()).map(|number| Library::of_variant(number, folder)).collect();
    let program = match of_variants(kit, exercise, &libraries, folder)? {
        Ok(program) => program,
        Err(why) => return Ok(vec![format!("parts: {why}")]),
    };
    let (mut faults, mut shows) = (Vec::new(), false);
    for (number, Variant { name, .. }) in variants.iter().enumerate() {
        let stage = stage_of(exercise);
        let shown = match program.show(number, stage, models.of(stage), STEPS)? {
            Ok(shown) => shown,
            Err(why) => {
                faults.push(format!("{name} in the assistant: {why}"));
                continue;
            }
        };
        shows |= !shown.partings.is_empty();
        for parting in shown.partings {
            let theirs = exercise.parts.contains(&parting.part);
            if name == "solution" || !theirs {
                faults
                    .push(format!("{name} in the assistant: `{}` is blamed, {}", parting.part, parting.said));
            }
        }
    }
    if !shows {
        faults.push("no known mistake shows in the assistant".to_owned());
    }
    Ok(faults)
}

/// The first stage that uses an exercise's functions.
fn stage_of(exercise: &Exercise) -> Stage {
    let uses = |stage: &Stage| exercise.parts.iter().any(|part| stage.uses(part));
    let trained = [Stage::Decoder, Stage::Trainer, Stage::Answers, Stage::Newer];
    trained.into_iter().find(uses).unwrap_or(Stage::Rewards)
}

/// What differs from the book's where all solutions are put together.
fn solutions_assembled(desk: &Desk, kit: &Kit, models: &Untrained) -> Result<Vec<String>> {
    let files: Vec<_> = parts_of(desk).map(|exercise| (exercise, exercise.solution())).collect();
    let folder = kit.folder_of("assembled-verified");
    let (program, refused) = Program::build(kit, &files, &folder)?;
    let mut faults: Vec<String> =
        refused.iter().map(|(exercise, why)| format!("{}: {why}", exercise.name)).collect();
    for stage in Stage::ALL {
        match program.show(0, stage, models.of(stage), 5 * STEPS)? {
            Ok(shown) => faults.extend(shown.partings.iter().map(|p| format!("{}: {}", p.part, p.said))),
            Err(why) => faults.push(why),
        }
    }
    Ok(faults)
}
