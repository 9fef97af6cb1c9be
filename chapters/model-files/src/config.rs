//! `config.json`, as GPT-2 has it.

use decoder::{Config, PositionKind};
use feed_forward::Activation;
use residual_norm::NormPlace;
use serde_json::{Map, Value, json};

use crate::{Gpt2Error, in_short};

/// The model type of a post-LN model. GPT-2 is pre-LN, so no other program knows it.
const POST_LN: &str = "glassgpt-post-ln";

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

/// The `config.json` of a model, in GPT-2's words.
///
/// A sinusoidal table is written as any table of positions is; the extra field `glassgpt`,
/// which other programs ignore, says that it is not to be learned, and what the model has
/// been through. A post-LN model is no GPT-2 and carries a `model_type` of its own.
pub fn config_to_json(config: &Config, stage: Option<Stage>) -> String {
    let model_type = name_of(config.norm, &NORMS);
    let mut ours = json!({ "positions": name_of(config.positions, &PositionKind::NAMED) });
    if config.norm == NormPlace::Post {
        ours["note"] =
            "post-LN: each block normalises its sums, so only GlassGPT can load this model"
                .into();
    }
    if let Some(stage) = stage {
        ours["stage"] = name_of(stage, &STAGES).into();
    }
    let fields = json!({
        "model_type": model_type,
        "architectures": [if config.norm == NormPlace::Pre { "GPT2LMHeadModel" } else { "GlassGPT" }],
        "vocab_size": config.vocab,
        "n_positions": config.context,
        "n_layer": config.layers,
        "n_head": config.heads,
        "n_embd": config.channels,
        "n_inner": config.hidden,
        "activation_function": name_of(config.activation, &ACTIVATIONS),
        "layer_norm_epsilon": config.epsilon,
        "tie_word_embeddings": config.tied,
        "glassgpt": ours,
        // The book has no dropout, and no special tokens.
        "resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0,
        "bos_token_id": null, "eos_token_id": null,
    });
    format!("{fields:#}\n")
}

/// The configuration in a `config.json`, and what the model has been through, if that is
/// known. Absent fields have GPT-2's values; fields that don't change what the model computes
/// (dropout, names, tokens with a meaning) are not looked at.
///
/// # Errors
/// If it is not JSON, or a field calls for a computation that the book does not do.
///
/// ```
/// use model_files::config_from_json;
/// let (small, _) = config_from_json("{}").unwrap();
/// assert_eq!((small.layers, small.heads, small.channels, small.tied), (12, 12, 768, true));
/// let error = config_from_json(r#"{"n_head": 5}"#).unwrap_err();
/// assert_eq!(error.to_string(), "the field n_head is 5, but must be a divisor of n_embd, which is 768");
/// ```
pub fn config_from_json(text: &str) -> Result<(Config, Option<Stage>), Gpt2Error> {
    let fields = Fields::parse(text)?;
    fields.only("scale_attn_weights", true)?;
    fields.only("scale_attn_by_inverse_layer_idx", false)?;
    fields.only("add_cross_attention", false)?;
    let channels = fields.size("n_embd", "hidden_size", 768)?;
    let config = Config {
        vocab: fields.size("vocab_size", "vocab_size", 50257)?,
        context: fields.size("n_positions", "max_position_embeddings", 1024)?,
        layers: fields.size("n_layer", "num_hidden_layers", 12)?,
        heads: fields.size("n_head", "num_attention_heads", 12)?,
        channels,
        hidden: fields.hidden(channels)?,
        positions: fields.positions()?,
        activation: fields.choice("activation_function", "gelu_new", &ACTIVATIONS)?,
        norm: fields.choice("model_type", "gpt2", &NORMS)?,
        tied: fields.flag("tie_word_embeddings", true)?,
        epsilon: fields.epsilon()?,
    };
    if config.channels % config.heads != 0 {
        let expected = format!("a divisor of n_embd, which is {}", config.channels);
        return Err(Gpt2Error::Field {
            field: "n_head",
            found: config.heads.to_string(),
            expected,
        });
    }
    Ok((config, fields.stage()?))
}

const NORMS: [(&str, NormPlace); 2] =
    [("gpt2", NormPlace::Pre), (POST_LN, NormPlace::Post)];
const STAGES: [(&str, Stage); 3] = [
    ("pretrained", Stage::Pretrained),
    ("supervised", Stage::Supervised),
    ("aligned", Stage::Aligned),
];
/// The tanh form of GELU goes by several names; the first is GPT-2's.
const ACTIVATIONS: [(&str, Activation); 5] = [
    ("gelu_new", Activation::Gelu),
    ("relu", Activation::Relu),
    ("gelu_pytorch_tanh", Activation::Gelu),
    ("gelu_python_tanh", Activation::Gelu),
    ("gelu_fast", Activation::Gelu),
];

/// The first name that `choices` give to a value.
fn name_of<T: PartialEq>(value: T, choices: &[(&'static str, T)]) -> &'static str {
    choices.iter().find(|(_, choice)| *choice == value).expect("every value has a name").0
}

/// The fields of a `config.json`, with GPT-2's values where there is none.
struct Fields(Map<String, Value>);

impl Fields {
    fn parse(text: &str) -> Result<Fields, Gpt2Error> {
        let not_json =
            |error: serde_json::Error| Gpt2Error::NotJson { reason: in_short(error) };
        serde_json::from_str(text).map(Fields).map_err(not_json)
    }

    /// A size, under GPT-2's name or the one that `transformers` reads for all models.
    fn size(
        &self,
        field: &'static str,
        other: &'static str,
        default: usize,
    ) -> Result<usize, Gpt2Error> {
        let named = |name| self.0.get(name).map(|value| (name, value));
        let Some((field, value)) = named(field).or_else(|| named(other)) else {
            return Ok(default);
        };
        let size = value.as_u64().and_then(|size| usize::try_from(size).ok());
        size.filter(|&size| size > 0)
            .ok_or_else(|| wrong(field, value, "a whole number above 0"))
    }

    fn flag(&self, field: &'static str, default: bool) -> Result<bool, Gpt2Error> {
        let Some(value) = self.0.get(field) else { return Ok(default) };
        value.as_bool().ok_or_else(|| wrong(field, value, "true or false"))
    }

    /// A field that may hold one value alone, which is GPT-2's.
    fn only(&self, field: &'static str, value: bool) -> Result<(), Gpt2Error> {
        match self.0.get(field) {
            Some(other) if *other != Value::Bool(value) => {
                Err(wrong(field, other, &value.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn choice<T: Copy>(
        &self,
        field: &'static str,
        default: &str,
        choices: &[(&str, T)],
    ) -> Result<T, Gpt2Error> {
        choose(field, self.0.get(field).unwrap_or(&default.into()), choices)
    }

    /// A field among those that other programs pass over.
    fn ours(&self, field: &str) -> Option<&Value> {
        self.0.get("glassgpt")?.get(field)
    }

    fn positions(&self) -> Result<PositionKind, Gpt2Error> {
        self.ours("positions").map_or(Ok(PositionKind::Learned), |value| {
            choose("glassgpt.positions", value, &PositionKind::NAMED)
        })
    }

    fn stage(&self) -> Result<Option<Stage>, Gpt2Error> {
        let stage = self.ours("stage").filter(|stage| !stage.is_null());
        stage.map(|value| choose("glassgpt.stage", value, &STAGES)).transpose()
    }

    fn epsilon(&self) -> Result<f64, Gpt2Error> {
        let Some(value) = self.0.get("layer_norm_epsilon") else {
            return Ok(residual_norm::EPSILON);
        };
        let epsilon = value.as_f64().filter(|epsilon| *epsilon >= 0.0);
        epsilon.ok_or_else(|| wrong("layer_norm_epsilon", value, "a number of at least 0"))
    }

    /// The hidden channels of the feed-forward part, where they are not 4 times the others.
    fn hidden(&self, channels: usize) -> Result<Option<usize>, Gpt2Error> {
        match self.0.get("n_inner") {
            None | Some(Value::Null) => Ok(None),
            Some(_) => {
                let hidden = self.size("n_inner", "n_inner", 0)?;
                Ok(Some(hidden).filter(|_| Some(hidden) != channels.checked_mul(4)))
            }
        }
    }
}

/// The choice that a field's value names.
fn choose<T: Copy>(
    field: &'static str,
    value: &Value,
    choices: &[(&str, T)],
) -> Result<T, Gpt2Error> {
    let named = choices.iter().find(|(name, _)| value.as_str() == Some(name));
    let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" or ");
    named.map(|(_, choice)| *choice).ok_or_else(|| wrong(field, value, &names()))
}

fn wrong(field: &'static str, value: &Value, expected: &str) -> Gpt2Error {
    Gpt2Error::Field { field, found: in_short(value), expected: expected.to_owned() }
}
