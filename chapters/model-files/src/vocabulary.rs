//! `vocab.json` for a model of characters: `{"a": 0, "b": 1}`.

use std::fmt;

use decoder::Vocabulary;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::{FileError, in_short};

/// The `vocab.json` of a vocabulary, in the order of the tokens.
///
/// ```
/// use decoder::Vocabulary;
/// use model_files::vocabulary_to_json;
/// assert_eq!(vocabulary_to_json(&Vocabulary::of("ba\n")), "{\n  \"\\n\": 0,\n  \"a\": 1,\n  \"b\": 2\n}\n");
/// ```
pub fn vocabulary_to_json(vocabulary: &Vocabulary) -> String {
    let entry = |(token, character): (usize, &char)| {
        let character = serde_json::Value::from(character.to_string());
        format!("  {character}: {token}")
    };
    let entries: Vec<String> =
        vocabulary.characters().iter().enumerate().map(entry).collect();
    format!("{{\n{}\n}}\n", entries.join(",\n"))
}

/// The vocabulary in a `vocab.json`, for a model of `vocab` tokens.
///
/// # Errors
/// Unless it gives each of the tokens 0 … `vocab` − 1 one character of its own.
///
/// ```
/// use model_files::vocabulary_from_json;
/// let vocabulary = vocabulary_from_json(r#"{"b": 1, "a": 0}"#, 2).unwrap();
/// assert_eq!(vocabulary.characters(), ['a', 'b']);
/// ```
pub fn vocabulary_from_json(text: &str, vocab: usize) -> Result<Vocabulary, FileError> {
    let not_json =
        |error: serde_json::Error| FileError::NotJson { reason: in_short(error) };
    let Entries(entries) = serde_json::from_str(text).map_err(not_json)?;
    if entries.len() != vocab {
        return Err(FileError::VocabularySize { found: entries.len(), expected: vocab });
    }
    let mut characters = vec![None; entries.len()];
    for (entry, token) in &entries {
        let fault = |fault: String| FileError::Entry {
            entry: entry.chars().take(40).collect(),
            fault,
        };
        let character = only_character(entry)
            .ok_or_else(|| fault("is not a single character".to_owned()))?;
        let place =
            usize::try_from(*token).ok().and_then(|token| characters.get_mut(token));
        let place = place
            .ok_or_else(|| fault(format!("has the token {token}, above {}", vocab - 1)))?;
        if let Some(other) = place.replace(character) {
            return Err(fault(format!("has the token {token}, as {other:?} has")));
        }
    }
    // As many entries as tokens, and no token twice: every token has its character.
    let characters: Vec<char> = characters.into_iter().flatten().collect();
    let mut sorted = characters.clone();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(FileError::Entry {
            entry: pair[0].to_string(),
            fault: "stands there twice".to_owned(),
        }),
        None => Ok(Vocabulary::new(characters)),
    }
}

fn only_character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// The entries of a JSON object as they stand there: a map would hide those that stand
/// there twice.
struct Entries(Vec<(String, u64)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object of characters and their tokens")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
