//! `config.json`, as Llama has it.

use decoder::Config;
use serde_json::{Value, json};
use since_gpt2::{Recipe, SwiGlu};

use crate::fields::{Fields, STAGES, name_of, wrong};
use crate::{FileError, Stage};

/// The most positions that there are turns for: a file can claim any number of them, which
/// no weights bear out.
pub const MOST_POSITIONS: usize = 131_072;

/// The `config.json` of a model, in Llama's words; the base of the turns both as
/// `transformers` has written it up to version 4 and as it has since.
///
/// # Panics
/// If one of the parts is not of now: then it is no Llama.
pub fn config_to_json(config: &Config, recipe: &Recipe, stage: Option<Stage>) -> String {
    let Config { heads, channels, .. } = *config;
    let Recipe { rotary, root_mean_square, gated, groups, head_channels } = *recipe;
    let base = rotary.filter(|_| root_mean_square && gated);
    let base = base.expect("a Llama has rotary positions, RMSNorm and gated networks");
    let mut fields = json!({
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "vocab_size": config.vocab,
        "max_position_embeddings": config.context,
        "num_hidden_layers": config.layers,
        "num_attention_heads": heads,
        "num_key_value_heads": groups.unwrap_or(heads),
        "head_dim": head_channels.unwrap_or(channels / heads),
        "hidden_size": channels,
        "intermediate_size": config.hidden.unwrap_or(SwiGlu::<f32>::units(channels)),
        "hidden_act": "silu",
        "rms_norm_eps": config.epsilon,
        "rope_theta": base,
        "rope_parameters": { "rope_type": "default", "rope_theta": base },
        "attention_bias": false, "mlp_bias": false,
        "tie_word_embeddings": config.tied,
        // The book has no special tokens.
        "bos_token_id": null, "eos_token_id": null,
    });
    if let Some(stage) = stage {
        fields["glassgpt"] = json!({ "stage": name_of(stage, &STAGES) });
    }
    format!("{fields:#}\n")
}

/// The sizes and the parts in a `config.json`, and what the model has been through, if that
/// is known. Absent fields have the values that `transformers` gives them; fields that don't
/// change what the model computes are not looked at.
///
/// # Errors
/// If it is not JSON, or a field calls for a computation that the book does not do.
///
/// ```
/// use model_files::llama::config_from_json;
/// let (config, recipe, _) = config_from_json(r#"{"num_key_value_heads": 8}"#).unwrap();
/// assert_eq!((config.heads, recipe.groups, recipe.rotary), (32, Some(8), Some(10_000.0)));
/// let error = config_from_json(r#"{"hidden_act": "gelu"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "the field hidden_act is \"gelu\", but must be \"silu\"");
/// ```
pub fn config_from_json(text: &str) -> Result<(Config, Recipe, Option<Stage>), FileError> {
    let fields = Fields::parse(text)?;
    fields.only("hidden_act", "silu")?;
    for biases in ["attention_bias", "mlp_bias"] {
        fields.only(biases, false)?;
    }
    for absent in ["sliding_window", "layer_types", "quantization_config"] {
        fields.only(absent, Value::Null)?;
    }
    let channels = fields.size("hidden_size", 4096)?;
    let heads = fields.size("num_attention_heads", 32)?;
    let hidden = fields.size("intermediate_size", 11008)?;
    let config = Config {
        hidden: Some(hidden)
            .filter(|_| channels.checked_mul(8).map(|n| n / 3) != Some(hidden)),
        tied: fields.flag("tie_word_embeddings", false)?,
        epsilon: fields.epsilon("rms_norm_eps", 1e-6)?,
        ..Config::article(
            fields.size("vocab_size", 32000)?,
            context(&fields)?,
            fields.size("num_hidden_layers", 32)?,
            heads,
            channels,
        )
    };
    let recipe = Recipe {
        rotary: Some(base(&fields)?),
        groups: Some(groups(&fields, heads)?),
        head_channels: head_channels(&fields, channels, heads)?,
        ..Recipe::NOW
    };
    Ok((config, recipe, fields.stage()?))
}

fn context(fields: &Fields) -> Result<usize, FileError> {
    let context = fields.size("max_position_embeddings", 2048)?;
    if context > MOST_POSITIONS {
        let expected = format!("at most {MOST_POSITIONS}");
        return Err(wrong("max_position_embeddings", &context.into(), &expected));
    }
    Ok(context)
}

fn groups(fields: &Fields, heads: usize) -> Result<usize, FileError> {
    let groups = fields.size_if_said("num_key_value_heads")?.unwrap_or(heads);
    if heads % groups != 0 {
        let expected = format!("a divisor of num_attention_heads, which is {heads}");
        return Err(wrong("num_key_value_heads", &groups.into(), &expected));
    }
    Ok(groups)
}

/// The channels of a head, where they are not C/H. They are turned in pairs.
fn head_channels(
    fields: &Fields,
    channels: usize,
    heads: usize,
) -> Result<Option<usize>, FileError> {
    let said = fields.size_if_said("head_dim")?;
    if said.is_none() && channels % heads != 0 {
        let expected = format!("a divisor of hidden_size, which is {channels}");
        return Err(wrong("num_attention_heads", &heads.into(), &expected));
    }
    let d = said.unwrap_or(channels / heads);
    if d % 2 != 0 {
        return Err(wrong("head_dim", &d.into(), "an even number"));
    }
    Ok(said.filter(|&d| d.checked_mul(heads) != Some(channels)))
}

/// The base of the turns. Since version 5 `transformers` writes it inside
/// `rope_parameters`, with the kind of turns; before, the kind was in `rope_scaling`.
fn base(fields: &Fields) -> Result<f64, FileError> {
    let mut theta = fields.get("rope_theta");
    for field in ["rope_scaling", "rope_parameters"] {
        let Some(rope) = fields.get(field) else { continue };
        let kind = rope.get("rope_type").or(rope.get("type"));
        let is_plain = kind.is_none_or(|kind| kind == "default");
        let is_whole = rope.get("partial_rotary_factor").is_none_or(|part| part == 1.0);
        if !(rope.is_object() && is_plain && is_whole) {
            return Err(wrong(field, rope, "absent, or of the rope_type \"default\""));
        }
        theta = rope.get("rope_theta").or(theta);
    }
    let Some(theta) = theta else { return Ok(10_000.0) };
    let base = theta.as_f64().filter(|base| *base >= 1.0);
    base.ok_or_else(|| wrong("rope_theta", theta, "a number of at least 1"))
}
