//! GPT-2's byte pairs from their files.
//!
//! The library that applies them can do much more, which a file could ask for: to replace one
//! text by a longer one again and again, to search by any pattern, to leave out what it does
//! not know. So a file is read here, all that is not GPT-2's is refused, and the library is
//! given entries and merges that it can't stumble over.

mod files;
mod learn;

use std::collections::BTreeSet;
use std::fmt::Display;

use anyhow::{Context, Error, Result, ensure};
use serde_json::{Value, json};
use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::{AddedToken, Tokenizer};

use crate::in_short;

pub(crate) use files::to_files;
pub(crate) use learn::{learn, pieces};

pub(crate) const END_OF_TEXT: &str = "<|endoftext|>";

/// A tokenizer as the library itself writes it, `tokenizer.json`.
pub(crate) fn from_json(text: &str, vocab: usize) -> Result<Tokenizer> {
    let json: Value = serde_json::from_str(text)
        .map_err(foreign)
        .context("it is not JSON: get the file again")?;
    for (place, gpt2) in [
        ("/normalizer", json!(null)),
        ("/pre_tokenizer/type", json!("ByteLevel")),
        ("/pre_tokenizer/add_prefix_space", json!(false)),
        ("/pre_tokenizer/use_regex", json!(true)),
        ("/decoder/type", json!("ByteLevel")),
        ("/model/type", json!("BPE")),
        ("/model/dropout", json!(null)),
        ("/model/unk_token", json!(null)),
        ("/model/continuing_subword_prefix", json!("")),
        ("/model/end_of_word_suffix", json!("")),
        ("/model/byte_fallback", json!(false)),
        ("/model/ignore_merges", json!(false)),
    ] {
        let value = json.pointer(place).filter(|value| !value.is_null()).unwrap_or(&gpt2);
        ensure!(
            *value == gpt2,
            "{} is {}, not {gpt2}: only GPT-2's byte pairs can be read",
            place[1..].replace('/', "."),
            in_short(value)
        );
    }
    let half = |value: &Value| value.as_str().map(str::to_owned);
    let merge = |pair: &Value| match pair {
        Value::String(pair) => {
            pair.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned()))
        }
        pair => Some((half(&pair[0])?, half(&pair[1])?)),
    };
    let merges = json["model"]["merges"]
        .as_array()
        .and_then(|pairs| pairs.iter().map(merge).collect());
    let merges = merges
        .context("it holds no list of merges: only GPT-2's byte pairs can be read")?;
    let vocabulary = vocabulary(&json["model"]["vocab"])
        .context("it holds no entries with their numbers")?;
    let added = json["added_tokens"].as_array().into_iter().flatten();
    let added = added.map(added_token).collect::<Result<_>>()?;
    build(vocabulary, merges, added, vocab)
}

/// A token that was added to the byte pairs: wherever its text stands, it is that token.
fn added_token(token: &Value) -> Result<(String, u32)> {
    let text = in_short(&token["content"]);
    // Other signs could stand for other bytes, and the text would not come back.
    let content =
        token["content"].as_str().filter(|text| !text.is_empty() && text.is_ascii());
    let content = content.with_context(|| {
        format!("the added token {text} is no plain text: only letters and signs of ASCII can be read")
    })?;
    let number = token["id"].as_u64().and_then(|number| u32::try_from(number).ok());
    let number = number.with_context(|| format!("the added token {text} has no number"))?;
    for how in ["lstrip", "rstrip", "single_word"] {
        ensure!(
            token[how] != true,
            "the added token {text} has {how}, with which the text around it would not come back: \
             only tokens without it can be read"
        );
    }
    Ok((content.to_owned(), number))
}

/// A tokenizer from GPT-2's own two files, `vocab.json` and `merges.txt`.
pub(crate) fn from_two_files(
    entries: &str,
    merges: &str,
    vocab: usize,
) -> Result<Tokenizer> {
    let entries: Value = serde_json::from_str(entries)
        .map_err(foreign)
        .context("the vocab.json beside it is not JSON")?;
    let vocabulary = vocabulary(&entries)
        .context("the vocab.json beside it is not an object of tokens and their numbers")?;
    let lines =
        merges.lines().filter(|line| !line.starts_with("#version") && !line.is_empty());
    let pair = |line: &str| line.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let merges = lines.map(|line| {
        pair(line).with_context(|| format!("the line \"{}\" is not a pair", in_short(line)))
    });
    build(vocabulary, merges.collect::<Result<Vec<_>>>()?, Vec::new(), vocab)
}

fn vocabulary(entries: &Value) -> Option<Vocab> {
    let token = |(text, token): (&String, &Value)| {
        Some((text.clone(), u32::try_from(token.as_u64()?).ok()?))
    };
    entries.as_object()?.iter().map(token).collect()
}

/// The tokenizer, if every text has tokens of the model, and gets back from them as it was.
fn build(
    mut vocabulary: Vocab,
    merges: Vec<(String, String)>,
    mut added: Vec<(String, u32)>,
    vocab: usize,
) -> Result<Tokenizer> {
    for (text, token) in &added {
        let before = vocabulary.insert(text.clone(), *token);
        ensure!(
            before.is_none_or(|before| before == *token),
            "the added token \"{}\" has two numbers: {token}, and another among the entries",
            in_short(text)
        );
    }
    if let Some(&end) = vocabulary.get(END_OF_TEXT) {
        added.push((END_OF_TEXT.to_owned(), end));
    }
    let mut numbers = BTreeSet::new();
    for (text, &token) in &vocabulary {
        let text = in_short(text);
        ensure!(
            (token as usize) < vocab,
            "the entry \"{text}\" has the token {token}, but the model has {vocab} tokens"
        );
        ensure!(
            numbers.insert(token),
            "the entry \"{text}\" has the token {token}, as another entry has"
        );
    }
    for byte in ByteLevel::alphabet() {
        ensure!(
            vocabulary.contains_key(&byte.to_string()),
            "no entry stands for the byte that is written as {byte:?}"
        );
    }
    for (a, b) in &merges {
        ensure!(
            [a, b, &format!("{a}{b}")].iter().all(|text| vocabulary.contains_key(*text)),
            "the merge of \"{}\" and \"{}\" is not in the vocabulary: the two are of different models",
            in_short(a),
            in_short(b)
        );
    }
    let model =
        BPE::builder().vocab_and_merges(vocabulary, merges).build().map_err(foreign)?;
    let mut pairs = around(model);
    let added = added.into_iter().map(|(text, _)| AddedToken::from(text, true));
    pairs.add_special_tokens(added).map_err(foreign)?;
    Ok(pairs)
}

/// What GPT-2 does before its merges, and after them.
fn around(model: BPE) -> Tokenizer {
    let mut pairs = Tokenizer::new(model);
    pairs.with_pre_tokenizer(Some(ByteLevel::new(false, true, true)));
    pairs.with_decoder(Some(ByteLevel::default()));
    pairs
}

/// What a library says of a file.
fn foreign(error: impl Display) -> Error {
    Error::msg(in_short(error))
}
