//! What is learned from: a file, or Hollow Wood.

use std::path::Path;

use anyhow::{Result, bail, ensure};
use decoder::Vocabulary;
use hollow_wood::{ALPHABET, Source};

use super::{Origin, Purpose, Settings, generator};
use crate::conversation::SIGNS;
use crate::training::read_text;

/// Characters of Hollow Wood: so many that a run sees few of them twice.
const WOOD: usize = 1_000_000;

/// A text as tokens. The last tenth is for validation alone.
pub(crate) struct Text {
    pub(crate) origin: Origin,
    /// All of its characters, and those that a conversation will need.
    pub(crate) vocabulary: Vocabulary,
    tokens: Vec<usize>,
    source: Option<Source>,
}

impl Text {
    /// # Errors
    /// One sentence for every way in which a file is not a text to learn from.
    pub(crate) fn load(settings: &Settings) -> Result<Text> {
        let text = match &settings.text {
            None => Text::of_wood(settings.seed),
            Some(file) => Text::of_file(Path::new(file))?,
        };
        let (characters, context) = (text.tokens.len(), settings.context);
        let least = context.saturating_add(1).saturating_mul(10);
        ensure!(
            characters >= least,
            "{} has {characters} characters, but --context {context} needs at least {least}, because the last \
             tenth is kept for validation: give a longer text or a smaller --context",
            text.origin.name
        );
        Ok(text)
    }

    fn of_wood(seed: u64) -> Text {
        let source = hollow_wood::source();
        let text = source.text(WOOD, &mut generator(seed, Purpose::Text));
        let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
        Text { source: Some(source), ..Text::new("Hollow Wood", &text, vocabulary) }
    }

    fn of_file(file: &Path) -> Result<Text> {
        let name = file.display().to_string();
        let text = read_text(file, "text", "text")?;
        match Vocabulary::of(&text).characters() {
            [] => bail!("{name} is empty: give a text to learn from"),
            [only] => {
                bail!("{name} holds no character but {only:?}, so there is nothing to learn: give a text")
            }
            _ => {
                let vocabulary = Vocabulary::of(&(SIGNS.to_owned() + &text));
                Ok(Text::new(&name, &text, vocabulary))
            }
        }
    }

    fn new(name: &str, text: &str, vocabulary: Vocabulary) -> Text {
        let tokens = vocabulary.encode(text).expect("the vocabulary has all characters of the text");
        Text { origin: Origin::new("text", name, text), vocabulary, tokens, source: None }
    }

    /// Its number of characters.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// What the training windows are drawn from.
    pub(crate) fn to_learn(&self) -> &[usize] {
        &self.tokens[..self.len() - self.len() / 10]
    }

    /// The last tenth.
    pub(crate) fn held_out(&self) -> &[usize] {
        &self.tokens[self.len() - self.len() / 10..]
    }

    /// The least loss that is possible on windows of the held-out part, and the entropy of the source, where they
    /// are known.
    pub(crate) fn floor(&self, starts: &[usize], length: usize) -> Option<(f64, f64)> {
        let source = self.source.as_ref()?;
        let held_out: Vec<char> = self.vocabulary.decode(self.held_out()).chars().collect();
        Some((source.floor(&held_out, starts, length), source.entropy()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use proptest::prelude::*;
    use serde_json::json;

    use crate::training::over;
    use trials::{anything, damaged, trial};

    #[test]
    fn trial_of_a_text() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("text.txt");
        let right = "the cat drank the milk because it was thirsty. 猫喝了牛奶。\n".repeat(10);
        let inputs = prop_oneof![anything(), damaged("a text", right.into_bytes())];
        trial("`--text`", 2000, inputs, |bytes| {
            fs::write(&file, bytes).unwrap();
            let given = json!({ "text": file, "context": 4 });
            let text = Text::load(&over(&given, &Settings::default()));
            let text = text.map_err(|error| format!("{error:#}"))?;
            assert_eq!(text.vocabulary.decode(&text.tokens).as_bytes(), bytes, "a text was changed");
            Ok(())
        });
    }
}
