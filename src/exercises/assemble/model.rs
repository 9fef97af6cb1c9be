//! The model whose weights a student's decoder writes with: the book's own code trains it, once.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use assembled::Stage;
use decoder::{Config, LanguageModel};
use hollow_wood::ALPHABET;
use model_files::{Model, Tokenizer, load, save};
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::Recipe;
use training_loss::{Batch, Schedule, Wood};

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

/// What is kept in a directory; if nothing is, what learns Hollow Wood in half a minute.
fn kept(dir: &Path, what: &str, train: impl FnOnce(&Config) -> Result<Model>) -> Result<PathBuf> {
    if load(dir).is_err() {
        println!("\n{what} is trained first, by the book's own code: half a minute, this once.");
        keep(dir, &train(&config(48))?)?;
    }
    Ok(dir.to_owned())
}

fn small(dir: &Path) -> Result<PathBuf> {
    kept(dir, "A small model", |config| {
        let rng = &mut StdRng::seed_from_u64(1);
        trained(models::then(config.clone(), rng), rng)
    })
}

/// One of chapter 9's parts.
pub(crate) fn newer(folder: &Path) -> Result<PathBuf> {
    kept(&folder.join("newer"), "A small model of chapter 9's parts", |config| {
        let rng = &mut StdRng::seed_from_u64(1);
        trained(models::now(config, &NEWER, rng), rng)
    })
}

/// Two heads of queries share each head of keys and values.
const NEWER: Recipe = Recipe { groups: Some(2), ..Recipe::NOW };

fn config(channels: usize) -> Config {
    Config::article(ALPHABET.chars().count(), CONTEXT, 2, 4, channels)
}

fn trained(model: Model, rng: &mut StdRng) -> Result<Model> {
    let wood = Wood::<f32>::new(300_000, 1, CONTEXT);
    let schedule = Schedule { peak: 0.006, last: 0.0006, warm_up: 40, steps: STEPS };
    let mut trainer = models::trainer(model, schedule);
    for _ in 0..STEPS {
        models::step(&mut trainer, &Batch::random(&wood.text, 8, CONTEXT, rng))?;
    }
    Ok(trainer.model)
}

/// Models that know nothing: enough to see where two assistants part.
pub(crate) struct Untrained {
    then: PathBuf,
    now: PathBuf,
}

impl Untrained {
    pub(crate) fn new(folder: &Path) -> Result<Untrained> {
        let (then, now) = (folder.join("model"), folder.join("newer"));
        let rng = &mut StdRng::seed_from_u64(1);
        keep(&then, &models::then(config(16), rng))?;
        keep(&now, &models::now(&config(16), &NEWER, rng))?;
        Ok(Untrained { then, now })
    }

    pub(crate) fn of(&self, stage: Stage) -> &Path {
        if stage == Stage::Newer { &self.now } else { &self.then }
    }
}

/// Writes a model of Hollow Wood's letters, in place of what was there.
fn keep(dir: &Path, model: &Model) -> Result<()> {
    let _ = std::fs::remove_dir_all(dir); // what can't be loaded is no model
    let vocabulary = decoder::Vocabulary::new(ALPHABET.chars().collect());
    save(dir, model, &Tokenizer::Characters(vocabulary), Some(model_files::Stage::Pretrained))
}
