//! The model that a fine-tuning begins with.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use decoder::{LanguageModel, Vocabulary};
use foundations::Params;
use hollow_wood::{ALPHABET, STOP};
use model_files::{Model, Shape, Stage, Tokenizer};

use super::fingerprint::Fingerprint;
use super::{Origin, finite, load_model};

/// A model from its directory, to go on from.
pub(crate) struct Start {
    pub(crate) model: Model,
    pub(crate) tokenizer: Tokenizer,
    /// What it is recognised by.
    pub(crate) origin: Origin,
}

impl Start {
    /// # Errors
    /// If there is no model in the directory, or one whose numbers end.
    pub(crate) fn load(dir: &Path) -> Result<Start> {
        let name = dir.display().to_string();
        let (model, tokenizer) = load_model(dir)?;
        if let Some(fault) = finite::fault(&model) {
            bail!("in the model in {name}, {fault} is not finite: give --model another");
        }
        let origin = Origin { flag: "model", fingerprint: fingerprint(&model, &tokenizer), name };
        Ok(Start { model, tokenizer, origin })
    }
}

/// A model of characters, to teach it to answer.
pub(crate) struct Base {
    pub(crate) model: Model,
    pub(crate) vocabulary: Vocabulary,
    /// What it has been through, as far as its directory says so.
    pub(crate) stage: Option<Stage>,
    /// The token that ends an answer.
    pub(crate) stop: usize,
    /// What it is recognised by.
    pub(crate) origin: Origin,
}

impl Base {
    /// # Errors
    /// If there is no model in the directory, or none that could learn to end an answer.
    pub(crate) fn load(dir: Option<&Path>) -> Result<Base> {
        let dir = dir.context("there is no --model to begin with: give one")?;
        let Start { model, tokenizer, origin } = Start::load(dir)?;
        let stage = model_files::stage(dir)?;
        let Tokenizer::Characters(vocabulary) = tokenizer else {
            bail!(
                "{} is a model of byte pairs: give --model one of characters, made by glassgpt pretrain",
                origin.name
            );
        };
        let stop = vocabulary.encode(&STOP.to_string());
        let Ok(stop) = stop.map(|tokens| tokens[0]) else {
            bail!(
                "the model in {} does not know {STOP:?}, the sign that ends an answer: give --model one made by \
                 glassgpt pretrain, which teaches every model that sign",
                origin.name
            );
        };
        Ok(Base { model, vocabulary, stage, stop, origin })
    }

    /// # Errors
    /// If the model has never seen one of the characters of Hollow Wood.
    pub(crate) fn check_wood(&self, advice: &str) -> Result<()> {
        if let Err(unknown) = self.vocabulary.encode(ALPHABET) {
            let (name, character) = (&self.origin.name, unknown.character);
            bail!(
                "the model in {name} does not know {character:?}, a character of Hollow Wood's questions: {advice}"
            );
        }
        Ok(())
    }

    /// # Errors
    /// If the model can't look at so many characters at once.
    pub(crate) fn check_context(&self, characters: usize, of: &str) -> Result<()> {
        let (name, context) = (&self.origin.name, self.model.config().context);
        ensure!(
            characters <= context,
            "the model in {name} looks at {context} characters at once, but {of} can have {characters}: pretrain one \
             with a larger --context"
        );
        Ok(())
    }
}

/// Of its shape, its weights, and its characters or byte pairs.
fn fingerprint(model: &Model, tokenizer: &Tokenizer) -> String {
    let mut fingerprint = Fingerprint::of(Shape::of(model).to_json(None));
    for (_, tensor) in model.tensors() {
        for row in tensor.rows() {
            fingerprint.add(models::bytes(&row.into_dyn()));
        }
    }
    match tokenizer {
        Tokenizer::Characters(vocabulary) => {
            for &character in vocabulary.characters() {
                fingerprint.add(u32::from(character).to_le_bytes());
            }
        }
        Tokenizer::BytePairs(pairs) => fingerprint.add(serde_json::to_string(pairs).unwrap_or_default()),
    }
    fingerprint.digits()
}
