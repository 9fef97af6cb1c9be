//! The program `glassgpt`: one command a file. It is compiled without optimisation; what computes is in `models`.

// `println!` and `eprintln!` that no reader who goes away can stop.
#[macro_use(println, eprintln)]
extern crate press;

mod book;
mod chat;
mod conversation;
mod dpo;
mod exercises;
mod generate;
mod pasted;
mod pretrain;
mod read;
mod rl;
mod runs;
mod sft;
mod train;
mod wood;

// What is given from outside, tried; the files that have no command of their own are tried in tests/fuzz.
#[cfg(test)]
mod flags;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use press::shell;

/// The system behind ChatGPT, as a book that runs.
///
/// Without a command it opens the book: it makes what has changed, prints an address for your browser, and serves
/// the pages to this computer alone until Ctrl-C.
#[derive(Parser)]
#[command(name = "glassgpt", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    read: read::Options,
}

#[derive(Subcommand)]
enum Command {
    /// Open the book in your browser (what happens without a command)
    Read(read::Options),
    /// Make the book and put its pages into a folder
    Book(book::Options),
    /// Train a GPT from nothing: on Hollow Wood, or on a text of yours
    Pretrain(runs::Options<pretrain::Settings>),
    /// Teach a model to answer, by examples of questions and answers
    Sft(runs::Options<sft::Settings>),
    /// Teach a model to answer better, by a reward for its own answers
    Rl(runs::Options<rl::Settings>),
    /// Teach a model which of two answers is better, directly, without a reward for its own
    Dpo(runs::Options<dpo::Settings>),
    /// All three in a row: from random weights to an assistant
    Train(runs::Options<train::Settings>),
    /// Talk to a model
    Chat(chat::Options),
    /// Let a model write
    Generate(generate::Options),
    /// Solve exercises, and grade them (`cargo exercises` is the same)
    Exercises(exercises::Options),
    /// Become another program, behind walls
    #[command(hide = true)]
    Confined(exercises::Confined),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = run(cli.command.unwrap_or(Command::Read(cli.read)));
    match done.and_then(|code| shell::check_said().map(|()| code)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if error.is::<UsageError>() { 2 } else { 1 })
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let done = match command {
        Command::Read(options) => read::run(&options),
        Command::Book(options) => book::run(&options),
        Command::Pretrain(options) => runs::command::<pretrain::Pretraining>(options),
        Command::Sft(options) => runs::command::<sft::Supervision>(options),
        Command::Rl(options) => runs::command::<rl::Reinforcement>(options),
        Command::Dpo(options) => runs::command::<dpo::Preferences>(options),
        Command::Train(options) => train::run(options),
        Command::Chat(options) => chat::run(&options),
        Command::Generate(options) => generate::run(&options),
        Command::Exercises(options) => return exercises::run(&options),
        Command::Confined(options) => return exercises::confined(&options),
    };
    done.map(|()| ExitCode::SUCCESS)
}

/// A flag that does not suit the files it goes with; clap finds the faults that can be seen from the flags alone.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);
