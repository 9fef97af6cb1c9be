//! `glassgpt chat`: questions from the keyboard, answers from a model.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use model_files::{Model, Stage, Tokenizer};
use press::shell::Out;
use rand::rngs::StdRng;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::conversation::{Answer, answer, speed};
use crate::runs::{Purpose, generator, load_model};

const ABOUT_QUESTIONS: &str = "\
A question is shown to the model as \"Q: question\", a new line, and \"A: \", and it writes on until it writes ~. A model
that is only pretrained writes what could come next in a story.";

/// Whom to talk to.
#[derive(Args)]
#[command(after_help = ABOUT_QUESTIONS)]
pub(crate) struct Options {
    /// The directory of the model
    #[arg(long, value_name = "DIR")]
    model: PathBuf,
    /// The same seed gives the same answers to the same questions
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

const HELP: &str = "\
Ask a question. Beside questions there are:
  /probabilities   how likely each character of the last answer was, and what else could have come
  /speed           how long the last answer took
  /help            this
  /quit            the end, as is Ctrl-D";

const NOTHING: &str = "Nothing was said yet: ask a question first.";

pub(crate) fn run(options: &Options) -> Result<()> {
    let (model, tokenizer) = load_model(&options.model)?;
    let stage = model_files::stage(&options.model)?;
    let rng = generator(options.seed, Purpose::Conversation);
    let chat = Chat { model, tokenizer, rng, last: None };
    match chat.hold(stage, &mut Out) {
        Err(error) if is_broken_pipe(&error) => Ok(()), // the reader has seen enough
        result => result,
    }
}

/// Whether nobody reads any more what is written.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// A model and what it said last.
struct Chat {
    model: Model,
    tokenizer: Tokenizer,
    rng: StdRng,
    last: Option<Answer>,
}

impl Chat {
    /// Line by line until the end. What was asked can be called back by the arrow keys; no file remembers it.
    fn hold(mut self, stage: Option<Stage>, out: &mut impl Write) -> Result<()> {
        let mut editor = DefaultEditor::new().context("the keyboard can't be read")?;
        writeln!(out, "{} /help lists what you can do.", introduction(stage))?;
        loop {
            let line = match editor.readline("Q: ") {
                Ok(line) => line,
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(()),
                Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => {
                    writeln!(out, "This can't be asked: the line is not UTF-8 text.")?;
                    continue;
                }
                Err(error) => return Err(error).context("the keyboard can't be read any more"),
            };
            editor.add_history_entry(&line).context("the line can't be remembered")?;
            match line.trim_start_matches('\u{feff}').trim() {
                "" => {}
                "/quit" => return Ok(()),
                "/help" => writeln!(out, "{HELP}")?,
                "/probabilities" => self.show_probabilities(out)?,
                "/speed" => self.show_speed(out)?,
                other if other.starts_with('/') => {
                    writeln!(out, "There is no {other}: /help lists what there is.")?;
                }
                question => self.ask(question, out)?,
            }
            out.flush()?;
        }
    }

    fn ask(&mut self, question: &str, out: &mut impl Write) -> io::Result<()> {
        match answer(&self.model, &self.tokenizer, question, &mut self.rng) {
            Ok(said) => {
                writeln!(out, "A: {}", said.text(&self.tokenizer))?;
                self.last = Some(said);
                Ok(())
            }
            Err(error) => writeln!(out, "{error:#}."),
        }
    }

    fn show_speed(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(said) = &self.last else { return writeln!(out, "{NOTHING}") };
        writeln!(out, "{}", speed(said.words.len(), said.time))
    }

    /// A line for each character of the last answer.
    fn show_probabilities(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(said) = &self.last else { return writeln!(out, "{NOTHING}") };
        let shown = |token| format!("{:?}", self.tokenizer.decode(&[token]));
        writeln!(out, "said    likeliest")?;
        for word in &said.words {
            let mut line = format!("{:6}", shown(word.token));
            for &(token, p) in &word.likeliest {
                line += &format!("  {:>5.1} % {:6}", 100.0 * p, shown(token));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn introduction(stage: Option<Stage>) -> &'static str {
    match stage {
        Some(Stage::Pretrained) => "This model has learnt to continue stories, not to answer.",
        Some(Stage::Supervised) => "This model has learnt to answer from examples.",
        Some(Stage::Aligned) => "This model has learnt from a reward for its answers.",
        None => "What this model has learnt is not known.",
    }
}
