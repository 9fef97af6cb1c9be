//! Text to tokens and back, for models of characters and for GPT-2's byte pairs.

use std::path::Path;

use anyhow::{Context, Result};
use decoder::Vocabulary;
use hollow_wood::STOP;

use crate::byte_pairs::END_OF_TEXT;
use crate::whole::read_text;
use crate::{byte_pairs, vocabulary_from_json, vocabulary_to_json};

/// How a model's text becomes tokens.
#[derive(Clone, Debug)]
pub enum Tokenizer {
    /// Each character is a token: the book's own models.
    Characters(Vocabulary),
    /// Byte pairs: GPT-2 itself.
    BytePairs(Box<tokenizers::Tokenizer>),
}

impl From<Vocabulary> for Tokenizer {
    fn from(vocabulary: Vocabulary) -> Tokenizer {
        Tokenizer::Characters(vocabulary)
    }
}

impl Tokenizer {
    /// Byte pairs learnt from a text: at most `vocab` tokens, the end of a text and the 256
    /// bytes among them.
    ///
    /// # Errors
    /// If the library can't learn from it.
    pub fn learn(text: &str, vocab: usize) -> Result<Tokenizer> {
        Ok(Tokenizer::BytePairs(Box::new(byte_pairs::learn(text, vocab)?)))
    }

    /// How many tokens there are.
    pub fn vocab(&self) -> usize {
        match self {
            Tokenizer::Characters(vocabulary) => vocabulary.len(),
            Tokenizer::BytePairs(pairs) => pairs.get_vocab_size(true),
        }
    }

    /// Its files: their names, and what they hold.
    pub(crate) fn files(&self) -> Vec<(&'static str, String)> {
        match self {
            Tokenizer::Characters(vocabulary) => {
                vec![("vocab.json", vocabulary_to_json(vocabulary))]
            }
            Tokenizer::BytePairs(pairs) => byte_pairs::to_files(pairs).to_vec(),
        }
    }

    /// The tokenizer in a model's directory: `tokenizer.json`, or `merges.txt` with
    /// `vocab.json`, are byte pairs; `vocab.json` alone is characters.
    ///
    /// # Errors
    /// If there is none, or it is not one for a model of `vocab` tokens.
    pub fn load(dir: &Path, vocab: usize) -> Result<Tokenizer> {
        let (whole, merges, entries) =
            (dir.join("tokenizer.json"), dir.join("merges.txt"), dir.join("vocab.json"));
        if whole.exists() {
            let text = read_text(&whole)?;
            let pairs = byte_pairs::from_json(&text, vocab)
                .with_context(|| whole.display().to_string())?;
            return Ok(Tokenizer::BytePairs(Box::new(pairs)));
        }
        let text = read_text(&entries)?;
        if merges.exists() {
            let pairs = byte_pairs::from_two_files(&text, &read_text(&merges)?, vocab)
                .with_context(|| merges.display().to_string())?;
            return Ok(Tokenizer::BytePairs(Box::new(pairs)));
        }
        let vocabulary = vocabulary_from_json(&text, vocab)
            .with_context(|| entries.display().to_string())?;
        Ok(Tokenizer::Characters(vocabulary))
    }

    /// The tokens of a text.
    ///
    /// # Errors
    /// If the model doesn't know one of its characters.
    pub fn encode(&self, text: &str) -> Result<Vec<usize>> {
        match self {
            Tokenizer::Characters(vocabulary) => Ok(vocabulary.encode(text)?),
            Tokenizer::BytePairs(pairs) => {
                let mut tokens = Vec::with_capacity(text.len()); // a byte for each at least
                for piece in byte_pairs::pieces(text) {
                    let encoding = pairs.encode_fast(piece, false);
                    let encoding = encoding.map_err(anyhow::Error::from_boxed)?;
                    tokens.extend(encoding.get_ids().iter().map(|&token| token as usize));
                }
                Ok(tokens)
            }
        }
    }

    /// The text of tokens. Bytes that are no UTF-8 become `�`.
    pub fn decode(&self, tokens: &[usize]) -> String {
        match self {
            Tokenizer::Characters(vocabulary) => vocabulary.decode(tokens),
            Tokenizer::BytePairs(pairs) => {
                let tokens: Vec<u32> = tokens.iter().map(|&token| token as u32).collect();
                pairs.decode(&tokens, false).expect("byte pairs always have a text")
            }
        }
    }

    /// What a text without a prompt starts from, unseen: what stands between two texts where
    /// the model learned, as far as its vocabulary has such a token.
    pub fn start(&self) -> Option<usize> {
        match self {
            Tokenizer::Characters(vocabulary) => {
                ["\n", " "].iter().find_map(|start| Some(vocabulary.encode(start).ok()?[0]))
            }
            Tokenizer::BytePairs(pairs) => [END_OF_TEXT, "Ċ", "Ġ"]
                .iter()
                .find_map(|start| Some(pairs.token_to_id(start)? as usize)),
        }
    }

    /// The token that ends an answer: `~` among characters, the end of a text among byte
    /// pairs. A model that has none never stops.
    pub fn stop(&self) -> Option<usize> {
        match self {
            Tokenizer::Characters(vocabulary) => {
                Some(vocabulary.encode(&STOP.to_string()).ok()?[0])
            }
            Tokenizer::BytePairs(_) => self.end_of_text(),
        }
    }

    /// The token between two texts, which is no text itself. Characters have none.
    pub fn end_of_text(&self) -> Option<usize> {
        match self {
            Tokenizer::Characters(_) => None,
            Tokenizer::BytePairs(pairs) => Some(pairs.token_to_id(END_OF_TEXT)? as usize),
        }
    }
}
