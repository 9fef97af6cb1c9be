//! What is learned from: a file, or Hollow Wood.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, bail, ensure};
use decoder::Vocabulary;
use hollow_wood::{ALPHABET, Source};
use model_files::Tokenizer;

use super::tokens::Tokens;
use super::{Purpose, Settings, generator, unit};
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
    /// The text in tokens, those of a model that `knows` them or new ones, and what it is recognised by.
    ///
    /// # Errors
    /// One sentence for every way in which a file is not a text to learn from.
    pub(crate) fn load(settings: &Settings, knows: Option<&Tokenizer>) -> Result<(Text, Tokenizer, Origin)> {
        let (name, text, source) = match &settings.text {
            None => {
                let source = hollow_wood::source();
                let text = source.text(WOOD, &mut generator(settings.seed, Purpose::Text));
                ("Hollow Wood".to_owned(), text, Some(source))
            }
            Some(file) => {
                let (name, text) = (file.display().to_string(), read_text(file, "text", "text")?);
                check_is_text(&name, &text)?;
                (name, text, None)
            }
        };
        let tokenizer = match (knows, settings.tokens) {
            (Some(tokenizer), _) => tokenizer.clone(),
            (None, Tokens::BytePairs(many)) => Tokenizer::learn(&text, many)?,
            (None, Tokens::Characters) if source.is_some() => {
                Vocabulary::new(ALPHABET.chars().collect()).into()
            }
            (None, Tokens::Characters) => vocabulary(&text).into(),
        };
        let tokens = tokenizer
            .encode(&text)
            .map_err(|fault| anyhow!("{name} can't be learnt by the model in --model: {fault}"))?;
        let (many, context, [_, unit]) = (tokens.len(), settings.context, unit(&tokenizer));
        let least = context.saturating_add(1).saturating_mul(10);
        ensure!(
            many >= least,
            "{name} has {many} {unit}, but --context {context} needs at least {least}, because the last \
             tenth is kept for validation: give a longer text or a smaller --context"
        );
        let origin = Origin::new("text", &name, &text);
        Ok((Text { tokens, source }, tokenizer, origin))
    }

    /// Its number of tokens.
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
    pub(crate) fn floor(&self, tokenizer: &Tokenizer, starts: &[usize], length: usize) -> Option<(f64, f64)> {
        let (Some(source), Tokenizer::Characters(vocabulary)) = (&self.source, tokenizer) else {
            return None;
        };
        let held_out: Vec<char> = vocabulary.decode(self.held_out()).chars().collect();
        Some((source.floor(&held_out, starts, length), source.entropy()))
    }
}

/// # Errors
/// If there is nothing to learn from it.
fn check_is_text(name: &str, text: &str) -> Result<()> {
    let first = text.chars().next();
    let Some(first) = first else { bail!("{name} is empty: give a text to learn from") };
    ensure!(
        text.chars().any(|other| other != first),
        "{name} holds no character but {first:?}, so there is nothing to learn: give a text"
    );
    Ok(())
}

/// The characters of a text, and those that a conversation will need.
fn vocabulary(text: &str) -> Vocabulary {
    let mut characters = BTreeSet::from_iter(SIGNS.chars());
    characters.extend(text.chars()); // one by one: collected, they would all be kept first
    Vocabulary::new(characters.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use proptest::prelude::*;

    use crate::runs::defaults;
    use trials::{anything, damaged, times, trial};

    /// What is counted before a text is read is what it takes.
    #[test]
    fn a_text_takes_the_memory_that_is_counted_for_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("text.txt");
        let text = "the cat drank the milk because it was thirsty.\n".repeat(times(5_000, 50_000));
        for (tokens, beside) in [(Tokens::Characters, 1e5), (Tokens::BytePairs(300), 4e6)] {
            for text in [&text, &text.replace('\n', " ")] {
                fs::write(&file, text).unwrap();
                let settings = Settings { text: Some(file.clone()), tokens, ..defaults() };
                let taken = trials::memory_of(|| drop(Text::load(&settings, None).unwrap()));
                let counted = crate::runs::CHARACTER * text.len() as f64 + beside;
                assert!((taken as f64) < counted, "{tokens}: {taken} bytes were taken, {counted} counted");
            }
        }
    }

    #[test]
    fn trial_of_a_text() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("text.txt");
        let right = "the cat drank the milk because it was thirsty. 猫喝了牛奶。\n".repeat(10);
        let inputs = prop_oneof![anything(), damaged("a text", right.into_bytes())];
        trial("`--text`", 2000, inputs, |bytes| {
            fs::write(&file, bytes).unwrap();
            let settings = Settings { text: Some(file.clone()), context: 4, ..defaults() };
            let (text, tokenizer, _) = Text::load(&settings, None).map_err(|error| format!("{error:#}"))?;
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            assert_eq!(tokenizer.decode(&text.tokens).as_bytes(), bytes, "a text was changed");
            Ok(())
        });
    }
}
