//! `glassgpt exercises`: what students edit is checked, and what teachers hand out is graded.

mod assemble;
mod beginning;
mod check;
mod compile;
mod confine;
mod desk;
mod export;
mod grade;
mod help;
mod kit;
mod limits;
mod lines;
mod list;
mod new;
mod progress;
mod progressed;
mod question;
mod report;
mod review;
mod signatures;
mod verify;
mod watch;

pub(crate) use confine::{Options as Confined, run as confined};

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use desk::Desk;

/// What to do with the exercises.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the exercises: what each asks, its points, and whether it is solved
    List,
    /// Check an exercise; the exit code is 0 only if it is solved
    Check {
        /// Which one [default: the first that is not solved]
        name: Option<String>,
    },
    /// Check an exercise whenever its file is saved, and go on to the next once it is solved
    Watch {
        /// Where to begin [default: where you stopped]
        name: Option<String>,
    },
    /// A hint
    Hint {
        /// For which one [default: the first that is not solved]
        name: Option<String>,
        /// The second hint too
        #[arg(long)]
        more: bool,
    },
    /// Put an exercise's file back to its beginning; a copy of yours is kept
    Reset {
        /// Which one
        name: String,
    },
    /// The solution, once it is solved
    Solution {
        /// Of which one
        name: String,
        /// Before it is solved
        #[arg(long)]
        insist: bool,
    },
    /// Put a function's lines in order, two wrong ones among them, before you write it
    Lines(lines::Options),
    /// Answer five questions a day from the chapters that you have read
    Review(review::Options),
    /// Say how far you are; or write it into an anonymous file, and make a table of a class's
    Progress(progressed::Options),
    /// Build the assistant on the functions that are solved, and show it
    Assemble(assemble::Options),
    /// Check the exercises themselves: solutions pass, stubs and known mistakes do not
    Verify {
        /// Which ones [default: all]
        names: Vec<String>,
        /// How many seeds the checks' random numbers start from
        #[arg(long, value_name = "N", default_value_t = 1)]
        seeds: u64,
    },
    /// Begin an exercise of your own: its folder, with something small in it that works
    New {
        /// Its name: two or more words in snake case
        name: String,
    },
    /// Grade students' files
    Grade(grade::Options),
    /// Make the students' hand-out: a copy of the repository without the answers
    Export {
        /// The new folder
        dir: PathBuf,
    },
}

/// Exit codes: 0 if it is solved (or there was nothing to solve), 1 if it isn't, 2 if the command made no sense.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut desk = Desk::find()?;
    let solved = match &options.command {
        Command::List => list::run(&desk).map(|()| true),
        Command::Check { name } => check::run(&mut desk, name.as_deref()),
        Command::Watch { name } => watch::run(&mut desk, name.as_deref()).map(|()| true),
        Command::Hint { name, more } => help::hint(&desk, name.as_deref(), *more).map(|()| true),
        Command::Reset { name } => help::reset(&desk, name).map(|()| true),
        Command::Solution { name, insist } => help::solution(&desk, name, *insist).map(|()| true),
        Command::Lines(options) => lines::run(&desk, options),
        Command::Review(options) => review::run(&desk, options).map(|()| true),
        Command::Progress(options) => progressed::run(&desk, options).map(|()| true),
        Command::Assemble(options) => assemble::run(&desk, options),
        Command::Verify { names, seeds } => verify::run(&desk, names, *seeds),
        Command::New { name } => new::run(&desk, name).map(|()| true),
        Command::Grade(options) => grade::run(&desk, options).map(|()| true),
        Command::Export { dir } => export::run(&desk, dir).map(|()| true),
    }?;
    Ok(if solved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
