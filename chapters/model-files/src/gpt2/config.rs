//! `config.json`, as GPT-2 has it.

use decoder::{Config, PositionKind};
use feed_forward::Activation;
use residual_norm::NormPlace;
use serde_json::json;

use crate::fields::{Fields, STAGES, choose, name_of};
use crate::{FileError, Stage};

/// The model type of a post-LN model. GPT-2 is pre-LN, so no other program knows it.
pub(crate) const POST_LN: &str = "glassgpt-post-ln";

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
/// use model_files::gpt2::config_from_json;
/// let (small, _) = config_from_json("{}").unwrap();
/// assert_eq!((small.layers, small.heads, small.channels, small.tied), (12, 12, 768, true));
/// let error = config_from_json(r#"{"n_head": 5}"#).unwrap_err();
/// assert_eq!(error.to_string(), "the field n_head is 5, but must be a divisor of n_embd, which is 768");
/// ```
pub fn config_from_json(text: &str) -> Result<(Config, Option<Stage>), FileError> {
    let fields = Fields::parse(text)?;
    fields.only("scale_attn_weights", true)?;
    fields.only("scale_attn_by_inverse_layer_idx", false)?;
    fields.only("add_cross_attention", false)?;
    // Under GPT-2's name or the one that `transformers` reads for all models.
    let size = |own, other, default| {
        fields.size(if fields.has(own) { own } else { other }, default)
    };
    let channels = size("n_embd", "hidden_size", 768)?;
    let config = Config {
        vocab: size("vocab_size", "vocab_size", 50257)?,
        context: size("n_positions", "max_position_embeddings", 1024)?,
        layers: size("n_layer", "num_hidden_layers", 12)?,
        heads: size("n_head", "num_attention_heads", 12)?,
        channels,
        hidden: hidden(&fields, channels)?,
        positions: positions(&fields)?,
        activation: fields.choice("activation_function", "gelu_new", &ACTIVATIONS)?,
        norm: fields.choice("model_type", "gpt2", &NORMS)?,
        tied: fields.flag("tie_word_embeddings", true)?,
        epsilon: fields.epsilon("layer_norm_epsilon", residual_norm::EPSILON)?,
    };
    if config.channels % config.heads != 0 {
        let expected = format!("a divisor of n_embd, which is {}", config.channels);
        return Err(FileError::Field {
            field: "n_head",
            found: config.heads.to_string(),
            expected,
        });
    }
    Ok((config, fields.stage()?))
}

const NORMS: [(&str, NormPlace); 2] =
    [("gpt2", NormPlace::Pre), (POST_LN, NormPlace::Post)];
/// The tanh form of GELU goes by several names; the first is GPT-2's.
const ACTIVATIONS: [(&str, Activation); 5] = [
    ("gelu_new", Activation::Gelu),
    ("relu", Activation::Relu),
    ("gelu_pytorch_tanh", Activation::Gelu),
    ("gelu_python_tanh", Activation::Gelu),
    ("gelu_fast", Activation::Gelu),
];

fn positions(fields: &Fields) -> Result<PositionKind, FileError> {
    fields.ours("positions").map_or(Ok(PositionKind::Learned), |value| {
        choose("glassgpt.positions", value, &PositionKind::NAMED)
    })
}

/// The hidden channels of the feed-forward part, where they are not 4 times the others.
fn hidden(fields: &Fields, channels: usize) -> Result<Option<usize>, FileError> {
    let hidden = fields.size_if_said("n_inner")?;
    Ok(hidden.filter(|&hidden| Some(hidden) != channels.checked_mul(4)))
}
