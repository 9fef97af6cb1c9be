//! The model that a fine-tuning begins with.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use decoder::{Gpt, Vocabulary};
use foundations::Params;
use hollow_wood::{ALPHABET, STOP};
use model_files::{Stage, Tokenizer, config_to_json};

use super::{Origin, finite};

/// A model of characters from its directory.
pub(crate) struct Base {
    pub(crate) model: Gpt<f32>,
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
        let name = dir.display().to_string();
        let (model, tokenizer) = model_files::load(dir)?;
        if let Some(fault) = finite::fault(&model) {
            bail!("in the model in {name}, {fault} is not finite: give --model another");
        }
        let stage = model_files::stage(dir)?;
        let Tokenizer::Characters(vocabulary) = tokenizer else {
            bail!(
                "{name} is a model of byte pairs: give --model one of characters, made by glassgpt pretrain"
            );
        };
        let stop = vocabulary.encode(&STOP.to_string());
        let Ok(stop) = stop.map(|tokens| tokens[0]) else {
            bail!(
                "the model in {name} does not know {STOP:?}, the sign that ends an answer: give --model one made by \
                 glassgpt pretrain, which teaches every model that sign"
            );
        };
        let origin = Origin::new("model", &name, bytes(&model, &vocabulary));
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
        let (name, context) = (&self.origin.name, self.model.config.context);
        ensure!(
            characters <= context,
            "the model in {name} looks at {context} characters at once, but {of} can have {characters}: pretrain one \
             with a larger --context"
        );
        Ok(())
    }
}

/// Its shape, weights and characters.
fn bytes(model: &Gpt<f32>, vocabulary: &Vocabulary) -> Vec<u8> {
    let tensors = model.tensors();
    let weights = tensors.iter().flat_map(|(_, tensor)| tensor.iter().flat_map(|x| x.to_le_bytes()));
    let characters = vocabulary.characters().iter().flat_map(|&character| u32::from(character).to_le_bytes());
    config_to_json(&model.config, None).into_bytes().into_iter().chain(weights).chain(characters).collect()
}
