//! The model whose weights a student's decoder writes with: the book's own code trains it, once.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use decoder::{Config, Gpt, LanguageModel};
use hollow_wood::ALPHABET;
use model_files::{Model, Tokenizer, load, save};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer, Wood};

use crate::UsageError;

/// Long enough for a question and its answer.
const CONTEXT: usize = 96;
const STEPS: usize = 1200;

/// The model that was asked for, or the small one.
pub(crate) fn chosen(model: Option<&Path>, folder: &Path) -> Result<PathBuf> {
    match model {
        Some(dir) => fitting(dir),
        None => small(&folder.join("model")),
    }
}

/// The functions of the exercises are the article's: a model of another kind would need others.
fn fitting(dir: &Path) -> Result<PathBuf> {
    let (model, tokenizer) = load(dir)?;
    let is_article = |config: &Config| {
        let Config { vocab, context, layers, heads, channels, hidden, epsilon, .. } = *config;
        *config == Config { hidden, epsilon, ..Config::article(vocab, context, layers, heads, channels) }
    };
    let letters = matches!(&tokenizer, Tokenizer::Characters(known) if known.encode(ALPHABET).is_ok());
    ensure!(
        matches!(&model, Model::Then(gpt) if is_article(&gpt.config))
            && letters
            && model.config().context >= CONTEXT,
        UsageError(format!(
            "--model {} is not of the article's kind, or does not know Hollow Wood: `cargo run --release -- pretrain --out DIR` makes one that fits",
            dir.display()
        ))
    );
    std::path::absolute(dir).with_context(|| format!("{} can't be found", dir.display()))
}

/// A model that learns Hollow Wood in half a minute, and is kept.
fn small(dir: &Path) -> Result<PathBuf> {
    if load(dir).is_err() {
        println!("\nA small model is trained first, by the book's own code: half a minute, this once.");
        let wood = Wood::<f32>::new(300_000, 1, CONTEXT);
        let rng = &mut StdRng::seed_from_u64(1);
        let schedule = Schedule { peak: 0.006, last: 0.0006, warm_up: 40, steps: STEPS };
        let mut trainer = Trainer::new(wood.model(2, 4, 48, rng), schedule);
        for _ in 0..STEPS {
            trainer.step(&Batch::random(&wood.text, 8, CONTEXT, rng))?;
        }
        keep(dir, trainer.model)?;
    }
    Ok(dir.to_owned())
}

/// A model that knows nothing: enough to see where two assistants part.
pub(crate) fn untrained(folder: &Path) -> Result<PathBuf> {
    let config = Config::article(ALPHABET.chars().count(), CONTEXT, 2, 4, 16);
    let dir = folder.join("model");
    keep(&dir, Gpt::new(config, &mut StdRng::seed_from_u64(1)))?;
    Ok(dir)
}

/// Writes a model of Hollow Wood's letters, in place of what was there.
fn keep(dir: &Path, model: Gpt<f32>) -> Result<()> {
    let _ = std::fs::remove_dir_all(dir); // what can't be loaded is no model
    let vocabulary = decoder::Vocabulary::new(ALPHABET.chars().collect());
    save(dir, &Model::Then(model), &Tokenizer::Characters(vocabulary), Some(model_files::Stage::Pretrained))
}
