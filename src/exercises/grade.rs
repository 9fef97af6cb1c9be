//! `glassgpt exercises grade`: students' files against this workspace's own checks.

mod files;
mod found;
mod submission;

use std::fs::Metadata;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;
use rand::{TryRng, rngs::SysRng};

use super::confine::are_there_walls;
use super::desk::Desk;
use super::kit::Kit;
use submission::{Graded, Submission};

/// What to grade, and where to write the grades.
///
/// Only the students' own files are taken, `NAME.rs` or `NAME/main.rs`, in the folder or further down. They are compiled with the checks of this workspace; what students have made of theirs counts for nothing.
///
/// On Linux students' code runs behind walls: it reads and writes none of your files, reaches no network and starts no process. Elsewhere it runs with your rights: grade strangers' code in a container there, or on a computer that holds nothing else.
///
/// The exit code is 0 if everything was graded, however good it is; 1 if it could not be; 2 if the command made no sense.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder of one student's files
    #[arg(long, value_name = "DIR", required_unless_present = "class")]
    submission: Option<PathBuf>,
    /// A folder of such folders: a table of the class is printed
    #[arg(long, value_name = "DIR", conflicts_with_all = ["submission", "json", "junit"])]
    class: Option<PathBuf>,
    /// Write the grade as Gradescope's results.json
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write every check as a JUnit report
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write the grade as Classroom 50's result.json
    #[arg(long, value_name = "FILE", conflicts_with = "class")]
    classroom50: Option<PathBuf>,
    /// Write a table, one row an exercise of a submission
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Give an exercise's points in shares, one for each check, rounded down to whole points [default: all or none]
    #[arg(long)]
    shares: bool,
    /// Where the checks' random numbers start; the same seed gives the same grade [default: one that nobody knows]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// Grades a submission or a class.
pub(crate) fn run(desk: &Desk, options: &Options) -> Result<()> {
    let seed = match options.seed {
        Some(seed) => seed,
        None => u64::from(SysRng.try_next_u32()?),
    };
    let folders = match (&options.submission, &options.class) {
        (Some(folder), _) => {
            ensure!(
                folder.is_dir(),
                "{} is no folder: a submission is a folder of NAME.rs files",
                folder.display()
            );
            vec![folder.clone()]
        }
        (None, Some(class)) => class_folders(class)?,
        (None, None) => Vec::new(),
    };
    let kit = Kit::build(&desk.workspace)?;
    let mut table = options.csv.as_deref().map(files::Table::begin).transpose()?;
    let mut not_graded = 0;
    let (packed, folders): (Vec<_>, Vec<_>) = folders.into_iter().partition(|folder| folder.is_file());
    for file in &packed {
        println!("{} must be unpacked into a folder first", found::shown(file));
    }
    for folder in &folders {
        let submission = Submission::grade(desk, &kit, folder, seed, options.shares)?;
        if options.class.is_some() {
            println!("{}", submission.row());
        } else {
            submission.print();
        }
        not_graded += submission.not_graded();
        if let Some(table) = &mut table {
            table.add(&submission)?;
        }
        if let Some(file) = &options.json {
            files::write(file, &files::gradescope(&submission, seed)?)?;
        }
        if let Some(file) = &options.junit {
            files::write(file, &files::junit(&submission))?;
        }
        if let Some(file) = &options.classroom50 {
            files::write(file, &files::classroom50(&submission)?)?;
        }
    }
    println!("\nSeed {seed}: with --seed {seed} the checks draw the same numbers again.");
    if !are_there_walls() {
        println!("No walls stood around students' code: this system has none that this program knows.");
    }
    ensure!(packed.is_empty(), "{} of the class could not be graded: they are packed", packed.len());
    ensure!(not_graded == 0, "{not_graded} answers could not be graded: the reports say why");
    Ok(())
}

/// The submissions of a class, by name, and those that are still packed.
fn class_folders(class: &PathBuf) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(class).with_context(|| {
        format!("--class {} can't be read: it should be a folder of submissions", class.display())
    })?;
    let mut folders = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    folders.sort();
    folders.retain(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let is = |kind: fn(&Metadata) -> bool| folder.symlink_metadata().is_ok_and(|data| kind(&data));
        let taken = !found::is_litter(&name) && (is(Metadata::is_dir) || found::is_packed(folder));
        if !taken && (is(Metadata::is_symlink) || name.ends_with(".rs")) {
            println!("{} is no folder, and nobody's submission", found::shown(folder));
        }
        taken
    });
    ensure!(!folders.is_empty(), "--class {} holds no folders: each submission is one", class.display());
    Ok(folders)
}
