//! The introduction: the whole machine at work on one text, and what each of its parts adds to the vector of the last
//! character.

use decoder::{Gpt, Sampling, Vocabulary};
use foundations::{Layer, Params};
use hollow_wood::ALPHABET;
use ndarray::{Array2, ArrayRef3, s};
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::rows;

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// A model that an example has kept, as base64; without it the last one answers.
    model: Option<String>,
    text: String,
    temperature: f64,
    /// The seed of the draw.
    draw: u64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    parameters: usize,
    alphabet: String,
    /// The characters that the model sees: the last ones, if the text is longer than its context.
    seen: String,
    /// The last character's vector, and that of its place.
    token: Vec<f64>, // (C)
    position: Vec<f64>, // (C)
    /// What each block does, the first one first.
    blocks: Vec<Work>,
    /// How likely each character of the alphabet is to come next.
    next: Vec<f64>, // (V)
    /// What is drawn.
    drawn: char,
}

/// What a block does to the last character's vector.
#[derive(Serialize)]
struct Work {
    /// Where each head looks.
    weights: Vec<Vec<f64>>, // (H, T)
    /// What attention adds.
    attention: Vec<f64>, // (C)
    /// The hidden units, after the activation.
    hidden: Vec<f64>, // (4C)
    /// What the feed-forward network adds.
    feed_forward: Vec<f64>, // (C)
}

/// The model, once one has been read.
pub(crate) type State = Option<Gpt<f64>>;

pub(crate) fn answer(model: &mut State, settings: &Settings) -> Result<Answer, String> {
    if let Some(base64) = &settings.model {
        *model = Some(crate::decoder::read(base64)?);
    }
    let model = model.as_ref().ok_or("no model has been read")?;
    let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
    let tokens = crate::decoder::encode(&vocabulary, &settings.text)?;
    let seen = &tokens[tokens.len().saturating_sub(model.config.context)..];
    if seen.is_empty() {
        return Err("write a character or more for the model to go on from".into());
    }
    let text = Array2::from_shape_vec((1, seen.len()), seen.to_vec()).expect("one row");

    let (logits, _) = model.forward(&text); // (1, T, V)
    let logits = logits.slice(s![0, -1, ..]);
    let sampling = Sampling { temperature: settings.temperature, ..Sampling::PLAIN };
    let drawn = sampling.draw(&logits, &mut StdRng::seed_from_u64(settings.draw));

    let token = model.embedding.forward(&text); // (1, T, C)
    let mut x = model.positions.forward(&token).0; // (1, T, C)
    let (position, mut blocks) = (added(&token, &x), Vec::new());
    for block in &model.blocks {
        let (y, cache) = block.attention.forward(&x);
        let (z, _) = block.feed_forward.forward(&y);
        let network = &block.feed_forward.inner;
        let hidden = network.up.forward(&block.feed_forward.norm.forward(&y).0).0;
        blocks.push(Work {
            weights: rows(&cache.inner().weights().slice(s![0, .., -1, ..])),
            attention: added(&x, &y),
            hidden: network.activation.forward(&hidden).slice(s![0, -1, ..]).to_vec(),
            feed_forward: added(&y, &z),
        });
        x = z;
    }
    Ok(Answer {
        parameters: model.parameter_count(),
        alphabet: ALPHABET.into(),
        seen: vocabulary.decode(seen),
        token: token.slice(s![0, -1, ..]).to_vec(),
        position,
        blocks,
        next: sampling.distribution(&logits).to_vec(),
        drawn: vocabulary.characters()[drawn],
    })
}

/// What was added to the last token's vector on the way from x to y.
fn added(x: &ArrayRef3<f64>, y: &ArrayRef3<f64>) -> Vec<f64> {
    (&y.slice(s![0, -1, ..]) - &x.slice(s![0, -1, ..])).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use decoder::Config;
    use foundations::product;
    use ndarray::{Array1, Array3};

    #[test]
    fn the_parts_add_up_to_what_the_head_reads() {
        let config = Config::article(ALPHABET.len(), 12, 2, 2, 8);
        let model = Gpt::<f64>::new(config, &mut StdRng::seed_from_u64(1));
        let settings = Settings { model: None, text: "the red fox".into(), temperature: 1.0, draw: 1 };
        let Answer { token, position, blocks, next, .. } =
            answer(&mut Some(model.clone()), &settings).unwrap();
        let parts = [token, position].into_iter();
        let parts = parts.chain(blocks.into_iter().flat_map(|work| [work.attention, work.feed_forward]));
        let stream = parts.map(Array1::from).reduce(|sum, part| sum + part).unwrap();
        let stream = Array3::from_shape_vec((1, 1, 8), stream.to_vec()).unwrap();
        let normal = model.norm.as_ref().unwrap().forward(&stream).0;
        let logits = product(&normal.slice(s![0, .., ..]), model.head.as_ref().unwrap()); // (1, V)
        let expected = Sampling::PLAIN.distribution(&logits.row(0));
        for (p, q) in next.iter().zip(&expected) {
            assert!((p - q).abs() < 1e-12, "{next:?} and {expected:?}");
        }
    }
}
