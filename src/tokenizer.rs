//! Text to tokens and back, for models of characters and for GPT-2's byte pairs.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use decoder::{Vocabulary, vocabulary_from_json};
use fine_tuning::STOP;
use serde_json::Value;
use tokenizers::decoders::DecoderWrapper;
use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;

use crate::model_dir::read_text;

/// How a model's text becomes tokens.
#[derive(Clone, Debug)]
pub enum Tokenizer {
    /// Each character is a token: the book's own models.
    Characters(Vocabulary),
    /// Byte pairs: GPT-2 itself.
    BytePairs(Box<tokenizers::Tokenizer>),
}

impl Tokenizer {
    /// The tokenizer in a model's directory: `tokenizer.json`, or `merges.txt` with `vocab.json`, are byte pairs;
    /// `vocab.json` alone is characters.
    ///
    /// # Errors
    /// If there is none, or it is not one for a model of `vocab` tokens.
    pub fn load(dir: &Path, vocab: usize) -> Result<Tokenizer> {
        let (whole, merges, entries) =
            (dir.join("tokenizer.json"), dir.join("merges.txt"), dir.join("vocab.json"));
        if whole.exists() {
            let text = read_text(&whole)?;
            return byte_pairs_from_json(&text, vocab).with_context(|| whole.display().to_string());
        }
        let text = read_text(&entries)?;
        if merges.exists() {
            let pairs = read_text(&merges)?;
            return byte_pairs(&text, &pairs, vocab).with_context(|| merges.display().to_string());
        }
        let vocabulary = vocabulary_from_json(&text, vocab).with_context(|| entries.display().to_string())?;
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
                let encoding = pairs.encode_fast(text, false).map_err(|error| anyhow!(error))?;
                Ok(encoding.get_ids().iter().map(|&token| token as usize).collect())
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

    /// What a text without a prompt starts from, unseen: what stands between two texts where the model learned, as
    /// far as its vocabulary has such a token.
    pub fn start(&self) -> Option<usize> {
        match self {
            Tokenizer::Characters(vocabulary) => {
                ["\n", " "].iter().find_map(|start| Some(vocabulary.encode(start).ok()?[0]))
            }
            Tokenizer::BytePairs(pairs) => {
                ["<|endoftext|>", "Ċ", "Ġ"].iter().find_map(|start| Some(pairs.token_to_id(start)? as usize))
            }
        }
    }

    /// The token that ends an answer: `~` among characters, the end of a text among byte pairs. A model that has
    /// none never stops.
    pub fn stop(&self) -> Option<usize> {
        match self {
            Tokenizer::Characters(vocabulary) => Some(vocabulary.encode(&STOP.to_string()).ok()?[0]),
            Tokenizer::BytePairs(pairs) => Some(pairs.token_to_id("<|endoftext|>")? as usize),
        }
    }
}

/// A tokenizer as its own library writes it.
fn byte_pairs_from_json(text: &str, vocab: usize) -> Result<Tokenizer> {
    let json: Value = serde_json::from_str(text).context("it is not JSON: get the file again")?;
    let model = &json["model"];
    let half = |value: &Value| value.as_str().map(str::to_owned);
    let merge = |pair: &Value| match pair {
        Value::String(pair) => pair.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())),
        pair => Some((half(&pair[0])?, half(&pair[1])?)),
    };
    let merges =
        model["merges"].as_array().and_then(|pairs| pairs.iter().map(merge).collect::<Option<Vec<_>>>());
    let merges = merges.context("it holds no list of merges: only GPT-2's byte pairs can be read")?;
    check_merges(&model["vocab"], &merges)?;
    let prefix = model["continuing_subword_prefix"].as_str().unwrap_or_default();
    ensure!(
        prefix.is_empty(),
        "its tokens have the prefix {prefix:?} inside words: only GPT-2's byte pairs can be read"
    );
    checked(tokenizers::Tokenizer::from_bytes(text).map_err(|error| anyhow!(error))?, vocab)
}

/// A tokenizer from GPT-2's own two files.
fn byte_pairs(entries: &str, merges: &str, vocab: usize) -> Result<Tokenizer> {
    let entries: Value = serde_json::from_str(entries).context("the vocab.json beside it is not JSON")?;
    let lines = merges.lines().filter(|line| !line.starts_with("#version") && !line.is_empty());
    let pair = |line: &str| line.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let merges = lines.map(|line| pair(line).with_context(|| format!("the line {line:?} is not a pair")));
    let merges = merges.collect::<Result<Vec<_>>>()?;
    let token = |(text, token): (&String, &Value)| Some((text.clone(), u32::try_from(token.as_u64()?).ok()?));
    let vocabulary: Option<Vocab> =
        entries.as_object().and_then(|entries| entries.iter().map(token).collect());
    let vocabulary =
        vocabulary.context("the vocab.json beside it is not an object of tokens and their numbers")?;
    check_merges(&entries, &merges)?;
    let ends_text = vocabulary.contains_key("<|endoftext|>");
    let model =
        BPE::builder().vocab_and_merges(vocabulary, merges).build().map_err(|error| anyhow!(error))?;
    let mut pairs = tokenizers::Tokenizer::new(model);
    pairs.with_pre_tokenizer(Some(ByteLevel::new(false, true, true)));
    pairs.with_decoder(Some(ByteLevel::default()));
    if ends_text {
        let end = tokenizers::AddedToken::from("<|endoftext|>", true);
        pairs.add_special_tokens([end]).map_err(|error| anyhow!(error))?;
    }
    checked(pairs, vocab)
}

/// Every merge joins two entries of the vocabulary to a third; the library counts on it.
fn check_merges(entries: &Value, merges: &[(String, String)]) -> Result<()> {
    for (a, b) in merges {
        let known = |text: &str| entries.get(text).is_some();
        ensure!(
            known(a) && known(b) && known(&format!("{a}{b}")),
            "the merge of {a:?} and {b:?} is not in the vocabulary: the two are of different models"
        );
    }
    Ok(())
}

/// The tokenizer, if its tokens are bytes and the model's.
fn checked(mut pairs: tokenizers::Tokenizer, vocab: usize) -> Result<Tokenizer> {
    if !matches!(pairs.get_decoder(), Some(DecoderWrapper::ByteLevel(_))) {
        bail!("its tokens are not GPT-2's byte pairs, and no others can be read");
    }
    if let Some((text, token)) = pairs.get_vocab(true).into_iter().find(|(_, token)| *token as usize >= vocab)
    {
        bail!("the entry {text:?} has the token {token}, but the model has {vocab} tokens");
    }
    pairs.with_truncation(None).map_err(|error| anyhow!(error))?;
    pairs.with_padding(None);
    Ok(Tokenizer::BytePairs(Box::new(pairs)))
}

/// Turns tokens into text as they come. A character whose bytes are spread over several tokens waits for the last.
#[derive(Debug)]
pub struct TextStream<'a> {
    tokenizer: &'a Tokenizer,
    waiting: Vec<usize>,
    given: usize, // bytes of the waiting tokens' text that were given out already
}

impl<'a> TextStream<'a> {
    /// A stream at its start.
    pub fn new(tokenizer: &'a Tokenizer) -> TextStream<'a> {
        TextStream { tokenizer, waiting: Vec::new(), given: 0 }
    }

    /// The text that is certain now that `token` has come.
    pub fn push(&mut self, token: usize) -> String {
        self.waiting.push(token);
        let text = self.tokenizer.decode(&self.waiting);
        match text.strip_suffix('\u{fffd}') {
            Some(certain) if matches!(self.tokenizer, Tokenizer::BytePairs(_)) => {
                let new = certain[self.given..].to_owned();
                self.given = certain.len();
                new
            }
            _ => {
                let new = text[self.given..].to_owned();
                (self.waiting, self.given) = (Vec::new(), 0);
                new
            }
        }
    }

    /// What is left: a `�` for a character that was never finished.
    pub fn finish(self) -> String {
        self.tokenizer.decode(&self.waiting)[self.given..].to_owned()
    }
}
