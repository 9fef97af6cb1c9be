//! What is learned from: a file, or Hollow Wood.

use std::collections::BTreeSet;

use anyhow::{Result, bail, ensure};
use decoder::Vocabulary;
use hollow_wood::{ALPHABET, Source};

use super::{Purpose, Settings, generator};
use crate::conversation::SIGNS;
use crate::runs::{Origin, read_text};

/// Characters of Hollow Wood: so many that a run sees few of them twice.
const WOOD: usize = 1_000_000;

/// A text as tokens. The last tenth is for validation alone.
pub(crate) struct Text {
    tokens: Vec<usize>,
    source: Option<Source>,
}

impl Text {
    /// The text with its vocabulary, and what it is recognised by.
    ///
    /// # Errors
    /// One sentence for every way in which a file is not a text to learn from.
    pub(crate) fn load(settings: &Settings) -> Result<(Text, Vocabulary, Origin)> {
        let (name, text, vocabulary, source) = match &settings.text {
            None => {
                let source = hollow_wood::source();
                let text = source.text(WOOD, &mut generator(settings.seed, Purpose::Text));
                let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
                ("Hollow Wood".to_owned(), text, vocabulary, Some(source))
            }
            Some(file) => {
                let (name, text) = (file.display().to_string(), read_text(file, "text", "text")?);
                let vocabulary = vocabulary(&name, &text)?;
                (name, text, vocabulary, None)
            }
        };
        let tokens = vocabulary.encode(&text).expect("the vocabulary has all characters of the text");
        let (characters, context) = (tokens.len(), settings.context);
        let least = context.saturating_add(1).saturating_mul(10);
        ensure!(
            characters >= least,
            "{name} has {characters} characters, but --context {context} needs at least {least}, because the last \
             tenth is kept for validation: give a longer text or a smaller --context"
        );
        Ok((Text { tokens, source }, vocabulary, Origin::new("text", &name, &text)))
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
    pub(crate) fn floor(
        &self,
        vocabulary: &Vocabulary,
        starts: &[usize],
        length: usize,
    ) -> Option<(f64, f64)> {
        let source = self.source.as_ref()?;
        let held_out: Vec<char> = vocabulary.decode(self.held_out()).chars().collect();
        Some((source.floor(&held_out, starts, length), source.entropy()))
    }
}

/// The characters of a text, and those that a conversation will need.
///
/// # Errors
/// If there is nothing to learn from it.
fn vocabulary(name: &str, text: &str) -> Result<Vocabulary> {
    let mut characters: BTreeSet<char> = text.chars().collect();
    match (characters.len(), characters.first()) {
        (0, _) => bail!("{name} is empty: give a text to learn from"),
        (1, Some(only)) => {
            bail!("{name} holds no character but {only:?}, so there is nothing to learn: give a text")
        }
        _ => {}
    }
    characters.extend(SIGNS.chars());
    Ok(Vocabulary::new(characters.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use proptest::prelude::*;

    use crate::runs::defaults;
    use trials::{anything, damaged, trial};

    #[test]
    fn trial_of_a_text() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("text.txt");
        let right = "the cat drank the milk because it was thirsty. 猫喝了牛奶。\n".repeat(10);
        let inputs = prop_oneof![anything(), damaged("a text", right.into_bytes())];
        trial("`--text`", 2000, inputs, |bytes| {
            fs::write(&file, bytes).unwrap();
            let settings = Settings { text: Some(file.clone()), context: 4, ..defaults() };
            let (text, vocabulary, _) = Text::load(&settings).map_err(|error| format!("{error:#}"))?;
            assert_eq!(vocabulary.decode(&text.tokens).as_bytes(), bytes, "a text was changed");
            Ok(())
        });
    }
}
