//! The assembled program: it does one job, and answers on one line.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use model_files::Tokenizer;
use serde::{Deserialize, Serialize};

use crate::{Parts, Shown, Stage, in_double, show};

/// What the assembled program is asked, on its standard input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    /// What the line of the reply begins with. The student's code never sees it.
    pub secret: String,
    /// Which of the program's assistants.
    pub assistant: usize,
    /// What to show.
    pub stage: Stage,
    /// The directory of the book's trained model.
    pub model: PathBuf,
    /// How many steps to train.
    pub steps: usize,
}

/// What it answers: what there is to see, or why there is nothing.
pub type Reply = Result<Shown, String>;

/// The whole of the assembled program, which has one assistant or several: reads the job,
/// and prints the reply behind its secret.
///
/// # Panics
/// If the job can't be read: the runner asks only for what there is.
pub fn answer(assistants: &[Parts]) {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).expect("the runner asks on standard input");
    let job: Job = serde_json::from_str(&text).expect("the runner asks in JSON");
    let reply: Reply =
        done(&assistants[job.assistant], &job).map_err(|error| format!("{error:#}"));
    let line = serde_json::to_string(&reply).expect("a reply is JSON");
    // A line of its own, whatever the student's code has printed so far.
    write!(io::stdout(), "\n{}{line}\n", job.secret).expect("the runner listens");
}

fn done(yours: &Parts, job: &Job) -> Result<Shown> {
    let (model, tokenizer) =
        model_files::load(&job.model).context("the book's model can't be read")?;
    let Tokenizer::Characters(vocabulary) = tokenizer else {
        bail!("{}: it is no model of characters", job.model.display())
    };
    Ok(show(job.stage, yours, &in_double(&model), vocabulary.characters(), job.steps))
}
