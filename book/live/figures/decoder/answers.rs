//! Chapter 6: a trained model that says what comes next, character by character.

use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use decoder::{Config, Gpt, Sampling, Vocabulary};
use foundations::Params;
use hollow_wood::ALPHABET;
use ndarray::{Array2, s};
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::rows;

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// A model that an example has kept, as base64; without it the last one answers.
    model: Option<String>,
    text: String,
    temperature: f64,
    /// Which character's attention is asked for, counted from the first that the model sees.
    from: usize,
    /// The seed of a draw, if one is wanted.
    draw: Option<u64>,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    parameters: usize,
    layers: usize,
    heads: usize,
    alphabet: String,
    /// How likely each character of the alphabet is to come next.
    next: Vec<f64>, // (V)
    drawn: Option<char>,
    /// The characters that the model sees: the last ones, if the text is longer than its context.
    seen: String,
    /// Where each head looks, from that character.
    weights: Vec<Vec<f64>>, // (L·H, T)
}

/// The model, once one has been read.
pub(crate) type State = Option<Gpt<f64>>;

pub(crate) fn answer(model: &mut State, settings: &Settings) -> Result<Answer, String> {
    if let Some(base64) = &settings.model {
        *model = Some(read(base64)?);
    }
    let model = model.as_ref().ok_or("no model has been read")?;
    let Config { context, layers, heads, .. } = model.config;
    let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
    let tokens = encode(&vocabulary, &settings.text)?;
    let seen = &tokens[tokens.len().saturating_sub(context)..];
    if seen.is_empty() {
        return Err("write a character or more for the model to look at".into());
    }
    let x = Array2::from_shape_vec((1, seen.len()), seen.to_vec()).expect("one row");
    let (logits, cache) = model.forward(&x); // (1, T, V)
    let logits = logits.slice(s![0, -1, ..]);
    let sampling = Sampling { temperature: settings.temperature, ..Sampling::PLAIN };
    let drawn = settings.draw.map(|seed| sampling.draw(&logits, &mut StdRng::seed_from_u64(seed)));

    let from = settings.from.min(seen.len() - 1);
    let weights = cache.blocks().iter().flat_map(|block| rows(&block.weights().slice(s![0, .., from, ..])));
    Ok(Answer {
        parameters: model.parameter_count(),
        layers,
        heads,
        alphabet: ALPHABET.into(),
        next: sampling.distribution(&logits).to_vec(),
        drawn: drawn.and_then(|token| vocabulary.characters().get(token).copied()),
        seen: vocabulary.decode(seen),
        weights: weights.collect(),
    })
}

/// The text as numbers; a character that has none is said, with those that have.
pub(crate) fn encode(vocabulary: &Vocabulary, text: &str) -> Result<Vec<usize>, String> {
    vocabulary.encode(text).map_err(|error| {
        let known = ALPHABET.replace(' ', "␣").replace('\n', "¶");
        format!("{error}; it knows {known} (␣ is the space, ¶ the end of a line)")
    })
}

/// A model as chapter 7's example keeps it, as base64.
pub(crate) fn read(base64: &str) -> Result<Gpt<f64>, String> {
    from_bytes(&BASE64.decode(base64).map_err(|error| format!("no base64: {error}"))?)
}

/// V, context, L, H and C, then every parameter, two bytes each.
fn from_bytes(bytes: &[u8]) -> Result<Gpt<f64>, String> {
    let pairs = bytes.as_chunks::<2>().0;
    let Some((shape, parameters)) = pairs.split_first_chunk::<5>() else {
        return Err("a kept model begins with five sizes".into());
    };
    let [vocab, context, layers, heads, channels] = shape.map(|pair| usize::from(u16::from_le_bytes(pair)));
    let config = Config::article(vocab, context, layers, heads, channels);
    let mut model = Gpt::new(config, &mut StdRng::seed_from_u64(0));
    if model.parameter_count() != parameters.len() {
        return Err(format!(
            "{} parameters, where the model has {}",
            parameters.len(),
            model.parameter_count()
        ));
    }
    let mut parameters = parameters.iter();
    for (_, mut tensor) in model.tensors_mut() {
        for (parameter, &[low, high]) in tensor.iter_mut().zip(&mut parameters) {
            *parameter = f32::from_le_bytes([0, 0, low, high]).into(); // the upper half of an f32
        }
    }
    Ok(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_model_has_its_own_parameters_again() {
        let config = Config::article(34, 8, 1, 2, 4);
        let model = Gpt::<f32>::new(config, &mut StdRng::seed_from_u64(1));
        // As chapter 7's `reaching_the_floor` writes them.
        let sizes = [34, 8, 1, 2, 4_u16].map(u16::to_le_bytes);
        let upper_half = |parameter: &f32| ((parameter.to_bits() + 0x8000) >> 16) as u16;
        let tensors = model.tensors();
        let parameters = tensors.iter().flat_map(|(_, tensor)| tensor.iter().map(upper_half));
        let bytes: Vec<u8> = sizes.into_iter().chain(parameters.map(u16::to_le_bytes)).flatten().collect();
        let again = from_bytes(&bytes).unwrap();
        for ((name, one), (_, other)) in model.tensors().iter().zip(again.tensors()) {
            for (one, other) in one.iter().zip(other) {
                assert!(
                    (f64::from(*one) - other).abs() <= f64::from(one.abs()) / 256.0,
                    "{name}: {one} and {other}"
                );
            }
        }
        assert!(from_bytes(&bytes[..20]).unwrap_err().contains("parameters, where the model has"));
    }
}
