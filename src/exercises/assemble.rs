//! `glassgpt exercises assemble`: the assistant, built on the functions that a student has solved.

mod model;
mod program;

use std::path::PathBuf;

use anyhow::Result;
use assembled::{Parting, Stage};
use clap::Args;
use exercises::Exercise;

use super::check::taken;
use super::compile::{Compiled, Variant, compile};
use super::desk::Desk;
use super::kit::Kit;
pub(crate) use model::Untrained;
pub(crate) use program::{Program, of_variants};

/// Build the assistant on your functions, and show it.
///
/// Where an exercise isn't solved, the book's own function stands in. What the assistant shows depends on what is yours: attention's weights and a text always; training, once a function of it is yours; answers, once the weights of chapter 8 are; answers that are rewarded, once their advantages are; a text of chapter 9's decoder, once one of its parts is.
///
/// The exit code is 0 if it does what the book's does, 1 if it doesn't.
#[derive(Args)]
pub(crate) struct Options {
    /// Take this exercise's functions as they are, though it isn't solved: what a mistake does can be read
    #[arg(long = "with", value_name = "NAME")]
    with: Vec<String>,
    /// The directory of a model that was pretrained on Hollow Wood [default: a small one, trained at the first time]
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// How many steps to train; answers are learnt in a fifth of them
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..))]
    steps: u16,
}

/// Builds the assistant, says whose each part is, and shows it.
pub(crate) fn run(desk: &Desk, options: &Options) -> Result<bool> {
    let with = options.with.iter().map(|name| desk.exercise(name)).collect::<Result<Vec<_>>>()?;
    let taken_as_it_is = |exercise: &Exercise| with.iter().any(|other| other.name == exercise.name);
    let theirs: Vec<&Exercise> =
        parts_of(desk).filter(|exercise| desk.solved(exercise) || taken_as_it_is(exercise)).collect();
    print_parts(desk, &theirs);
    if theirs.is_empty() {
        println!("\nNothing of it is yours yet. Solve one of these exercises, and assemble again.");
        return Ok(true);
    }
    let kit = Kit::build(&desk.workspace)?;
    let folder = kit.folder_of("assembled");
    std::fs::create_dir_all(&folder)?;
    let _turn = taken(&folder.join("turn"))?;
    let model = model::chosen(options.model.as_deref(), &folder)?;
    let mut refused = Vec::new();
    let mut files = Vec::new();
    for exercise in &theirs {
        match fits(&kit, desk, exercise)? {
            Some(why) => refused.push((*exercise, why)),
            None => files.push((*exercise, exercise.student_file())),
        }
    }
    let (program, more) = Program::build(&kit, &files, &folder)?;
    refused.extend(more);
    let used = theirs.iter().filter(|one| refused.iter().all(|(other, _)| other.name != one.name));
    let own: Vec<&str> = used.flat_map(|exercise| &exercise.parts).map(String::as_str).collect();
    let map = folder.join("pipeline.svg");
    std::fs::write(&map, press::pipeline_of(&desk.workspace, &own))?;
    println!("What is yours, on the map of the whole machine: {}", map.display());
    for (exercise, why) in &refused {
        println!("\n✗ {}: the book's stands in, for {why}", exercise.name);
    }
    let mut same = refused.is_empty();
    for stage in Stage::ALL.into_iter().filter(|stage| is_shown(*stage, &theirs)) {
        println!("\n{}\n", title(stage));
        let weights = if stage == Stage::Newer { model::newer(&folder)? } else { model.clone() };
        match program.show(0, stage, &weights, usize::from(options.steps))? {
            Err(why) => {
                println!("✗ {why}");
                same = false;
            }
            Ok(shown) => {
                print!("{}", shown.text);
                same &= shown.partings.is_empty();
                print_partings(desk, &shown.partings);
            }
        }
    }
    Ok(same)
}

/// Why a file's functions don't have the types that its checks ask for, if they don't. What is solved has them.
fn fits(kit: &Kit, desk: &Desk, exercise: &Exercise) -> Result<Option<String>> {
    if desk.solved(exercise) {
        return Ok(None);
    }
    let variant = Variant { name: "student".to_owned(), file: exercise.student_file() };
    Ok(match compile(kit, exercise, &[variant], &kit.folder_of(&exercise.name))? {
        Compiled::Program(_) => None,
        Compiled::Refused(why) => Some(why),
    })
}

/// The exercises whose answers the assistant is made of, in the book's order.
pub(crate) fn parts_of(desk: &Desk) -> impl Iterator<Item = &Exercise> {
    desk.exercises().filter(|exercise| !exercise.parts.is_empty())
}

/// Whose each part is.
fn print_parts(desk: &Desk, theirs: &[&Exercise]) {
    let width = parts_of(desk).map(|exercise| exercise.name.len()).max().unwrap_or(0);
    for chapter in &desk.chapters {
        for exercise in chapter.exercises.iter().filter(|exercise| !exercise.parts.is_empty()) {
            let yours = theirs.iter().any(|other| other.name == exercise.name);
            println!(
                "{} {}  {:width$}  {}",
                if yours { "■ yours     " } else { "□ the book's" },
                chapter.number,
                exercise.name,
                exercise.parts.join(", ")
            );
        }
    }
    let own = |newer| parts_among(theirs.iter().copied(), newer);
    let all = |newer| parts_among(parts_of(desk), newer);
    println!(
        "\nYours: {} of the assistant's {} functions, and {} of the {} of chapter 9's decoder.",
        own(false),
        all(false),
        own(true),
        all(true)
    );
}

/// How many parts of these exercises only chapter 9's decoder has, or how many the assistant.
fn parts_among<'a>(exercises: impl Iterator<Item = &'a Exercise>, newer: bool) -> usize {
    exercises.flat_map(|exercise| &exercise.parts).filter(|part| Stage::Rewards.uses(part) != newer).count()
}

/// Training is shown once a function is theirs that nothing before it has used; chapter 9's decoder, once a function of
/// its own is.
fn is_shown(stage: Stage, theirs: &[&Exercise]) -> bool {
    let parts = || theirs.iter().flat_map(|exercise| &exercise.parts);
    let beyond = |before: Stage| parts().any(|part| !before.uses(part) && Stage::Rewards.uses(part));
    match stage {
        Stage::Attention | Stage::Decoder => true,
        Stage::Trainer => beyond(Stage::Decoder),
        Stage::Answers => beyond(Stage::Trainer),
        Stage::Rewards => beyond(Stage::Answers),
        Stage::Newer => parts().any(|part| !Stage::Rewards.uses(part)),
    }
}

fn title(stage: Stage) -> &'static str {
    match stage {
        Stage::Attention => "Who looks at whom, in the words and with the head of chapter 1:",
        Stage::Decoder => "What your decoder writes, with the weights of a model that the book has trained:",
        Stage::Trainer => "Your trainer beside the book's, on a model that has learnt nothing yet:",
        Stage::Answers => "The trained model learns to answer, from your trainer and from the book's:",
        Stage::Rewards => "And then it is rewarded for nice words in its own answers:",
        Stage::Newer => "What a decoder of chapter 9's parts writes, with weights that the book has trained:",
    }
}

/// Where it parts from the book's, and which files to look at.
fn print_partings(desk: &Desk, partings: &[Parting]) {
    for Parting { part, place, said } in partings {
        let owner = parts_of(desk).find(|exercise| exercise.parts.contains(part));
        let name = owner.map_or("", |exercise| exercise.name.as_str());
        println!("✗ `{part}` of {name}, first seen in \"{place}\": {said}");
        println!("  chapters/exercises/examples/{name}/main.rs; cargo exercises check {name}");
    }
}
