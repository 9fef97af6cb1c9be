//! `glassgpt generate`: a model writes on.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use decoder::Sampling;
use model_files::{Model, TextStream, Tokenizer};
use press::shell::Out;
use rand::{SeedableRng, rngs::StdRng};

use crate::UsageError;
use crate::chat::is_broken_pipe;
use crate::conversation::{next_logits, speed};
use crate::runs::load_model;

/// What to write, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// The directory of the model
    #[arg(long, value_name = "DIR")]
    model: PathBuf,
    /// The text to go on from; without it the model starts where it would start a new text
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    prompt: String,
    /// How many tokens to write, unless the model ends its text before
    #[arg(long, value_name = "N", default_value_t = 200)]
    tokens: usize,
    /// Below 1 the likely gets likelier, above 1 all gets more even; 0 always takes the likeliest
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = temperature, allow_hyphen_values = true)]
    temperature: f64,
    /// Choose among the K likeliest tokens only
    #[arg(long, value_name = "K", value_parser = top_k, allow_hyphen_values = true)]
    top_k: Option<usize>,
    /// Choose among the likeliest tokens that together reach the probability P only
    #[arg(long, value_name = "P", value_parser = top_p, allow_hyphen_values = true)]
    top_p: Option<f64>,
    /// The same seed writes the same text
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Stop as soon as what was written contains TEXT
    #[arg(long, value_name = "TEXT", value_parser = stop, allow_hyphen_values = true)]
    stop: Option<String>,
    /// At the end, say how fast it was
    #[arg(long)]
    speed: bool,
}

impl Options {
    pub(crate) fn sampling(&self) -> Sampling {
        let Options { temperature, top_k, top_p, .. } = *self;
        Sampling { temperature, top_k, top_p }
    }
}

fn temperature(text: &str) -> Result<f64, &'static str> {
    let finite = text.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0);
    finite.ok_or("the temperature must be a number of at least 0")
}

fn top_k(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|&k| k > 0).ok_or("k must be a whole number of at least 1")
}

fn top_p(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|&p| p > 0.0 && p <= 1.0).ok_or("p must be above 0 and at most 1")
}

fn stop(text: &str) -> Result<String, &'static str> {
    if text.is_empty() {
        Err("every text contains the empty one: leave --stop out")
    } else {
        Ok(text.to_owned())
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let (model, tokenizer) = load_model(&options.model)?;
    let start = start(options, &tokenizer).map_err(|error| UsageError(format!("--prompt: {error:#}")))?;
    match write(options, &model, &tokenizer, &start, &mut Out) {
        Err(error) if is_broken_pipe(&error) => Ok(()), // the reader has seen enough
        result => result,
    }
}

/// The tokens that the model goes on from.
fn start(options: &Options, tokenizer: &Tokenizer) -> Result<Vec<usize>> {
    if options.prompt.is_empty() {
        let start = tokenizer
            .start()
            .context("this model needs a text to go on from; give it one character at least")?;
        return Ok(vec![start]);
    }
    tokenizer.encode(&options.prompt)
}

/// The prompt, and then the tokens as they come.
fn write(
    options: &Options,
    model: &Model,
    tokenizer: &Tokenizer,
    start: &[usize],
    out: &mut impl Write,
) -> Result<()> {
    let mut put = |text: &str| {
        let put = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        put.context("standard output can't be written")
    };
    let sampling = options.sampling();
    let mut rng = StdRng::seed_from_u64(options.seed);
    let mut writer = models::writer(model, start);
    let mut text = TextStream::new(tokenizer);
    let (mut written, mut count, begun) = (String::new(), 0, Instant::now());
    put(&options.prompt)?;
    while count < options.tokens {
        next_logits(&mut writer)?;
        let token = models::write(&mut writer, &sampling, &mut rng);
        count += 1;
        if Some(token) == tokenizer.end_of_text() {
            break;
        }
        let new = text.push(token);
        put(&new)?;
        written += &new;
        if options.stop.as_ref().is_some_and(|stop| ends_with_in(&written, stop, new.len())) {
            break;
        }
    }
    put(&text.finish())?;
    if options.speed {
        eprintln!("\n{}", speed(count, begun.elapsed()));
    }
    Ok(())
}

/// Whether `stop` ends within the last `new` bytes of the text.
fn ends_with_in(text: &str, stop: &str, new: usize) -> bool {
    text[text.floor_char_boundary(text.len().saturating_sub(new + stop.len()))..].contains(stop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use clap::Parser;
    use decoder::{Config, Vocabulary};
    use model_files::Shape;
    use proptest::prelude::*;

    use crate::{Cli, Command};
    use trials::{anything, damaged, trial};

    /// What `generate --prompt` does with a text, once the model is there.
    fn go_on(model: &Model, tokenizer: &Tokenizer, prompt: &str) -> Result<Vec<u8>> {
        let cli = Cli::try_parse_from([
            "glassgpt", "generate", "--model", ".", "--tokens", "8", "--prompt", prompt,
        ])?;
        let Some(Command::Generate(options)) = cli.command else { panic!("another command") };
        let mut written = Vec::new();
        let start = start(&options, tokenizer)?;
        write(&options, model, tokenizer, &start, &mut written)?;
        Ok(written)
    }

    #[test]
    fn trial_of_a_prompt() {
        let dir =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/byte-pairs");
        let vocabulary = Vocabulary::of("the cat 猫\u{202e}\0");
        let shape = Shape::Gpt2(Config::article(vocabulary.len(), 6, 1, 2, 8));
        let model = shape.new_model(&mut StdRng::seed_from_u64(1));
        let trained = [(model, Tokenizer::Characters(vocabulary)), model_files::load(&dir).unwrap()];
        let inputs = prop_oneof![anything(), damaged("a prompt", "the cat 猫".to_owned().into_bytes())];
        trial("`generate --prompt`", 500, inputs, |bytes| {
            let prompt = String::from_utf8_lossy(bytes);
            trained.iter().try_for_each(|(model, tokenizer)| {
                let written = go_on(model, tokenizer, &prompt).map_err(|error| format!("{error:#}"))?;
                assert!(String::from_utf8(written).unwrap().starts_with(&*prompt), "the prompt was changed");
                Ok(())
            })
        });
    }
}
