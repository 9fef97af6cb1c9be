//! Which of the two kinds of models it is, and its sizes.

use std::io::{Read, Seek};

use decoder::{Config, Gpt};
use models::Model;
use rand::rngs::StdRng;
use since_gpt2::{Choice, Decoder, Recipe};

use crate::fields::Fields;
use crate::tensors::{Names, Tensors};
use crate::{FileError, gpt2, llama};

/// What can be known of a model before its weights are there.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A model of chapter 6: on disk a GPT-2.
    Gpt2(Config),
    /// A model of chapter 9, all of its parts those of now: on disk a Llama.
    Llama(Config, Recipe),
}

/// What a model has been through last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It continues texts.
    Pretrained,
    /// It has learnt to answer, from examples.
    Supervised,
    /// It has learnt to answer as a reward wants it.
    Aligned,
}

/// The bytes of a model's `model.safetensors`.
pub(crate) fn to_safetensors(model: &Model) -> Result<Vec<u8>, FileError> {
    match model {
        Choice::Then(gpt) => gpt2::to_safetensors(gpt),
        Choice::Now(decoder) => llama::to_safetensors(decoder),
    }
}

impl Shape {
    /// That of a model.
    pub fn of(model: &Model) -> Shape {
        match model {
            Choice::Then(Gpt { config, .. }) => Shape::Gpt2(config.clone()),
            Choice::Now(Decoder { config, recipe, .. }) => {
                Shape::Llama(config.clone(), *recipe)
            }
        }
    }

    /// The sizes.
    pub fn config(&self) -> &Config {
        match self {
            Shape::Gpt2(config) | Shape::Llama(config, _) => config,
        }
    }

    /// A model of this shape with random weights.
    pub fn new_model(&self, rng: &mut StdRng) -> Model {
        match self {
            Shape::Gpt2(config) => models::then(config.clone(), rng),
            Shape::Llama(config, recipe) => models::now(config, recipe, rng),
        }
    }

    /// The `config.json` of such a model, and what it has been through.
    pub fn to_json(&self, stage: Option<Stage>) -> String {
        match self {
            Shape::Gpt2(config) => gpt2::config_to_json(config, stage),
            Shape::Llama(config, recipe) => llama::config_to_json(config, recipe, stage),
        }
    }

    /// The shape in a `config.json`, and what the model has been through, if that is known.
    ///
    /// # Errors
    /// If it is not JSON, is of another kind of model, or a field calls for a computation
    /// that the book does not do.
    pub fn from_json(text: &str) -> Result<(Shape, Option<Stage>), FileError> {
        let fields = Fields::parse(text)?;
        let kinds = [("gpt2", false), ("llama", true), (gpt2::POST_LN, false)];
        if fields.choice("model_type", "gpt2", &kinds)? {
            let (config, recipe, stage) = llama::config_from_json(text)?;
            return Ok((Shape::Llama(config, recipe), stage));
        }
        let (config, stage) = gpt2::config_from_json(text)?;
        Ok((Shape::Gpt2(config), stage))
    }

    pub(crate) fn names(&self) -> &'static Names {
        match self {
            Shape::Gpt2(_) => &gpt2::NAMES,
            Shape::Llama(..) => &llama::NAMES,
        }
    }

    /// The model that all the tensors together are.
    pub(crate) fn model<R: Read + Seek>(
        &self,
        tensors: Tensors<R>,
    ) -> Result<Model, FileError> {
        Ok(match self {
            Shape::Gpt2(config) => Choice::Then(gpt2::from_tensors(tensors, config)?),
            Shape::Llama(config, recipe) => {
                Choice::Now(llama::from_tensors(tensors, config, recipe)?)
            }
        })
    }
}
