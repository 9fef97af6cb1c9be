//! What is learned from: a file, or Hollow Wood.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use decoder::Vocabulary;
use training_loss::{Source, world};

use super::{Purpose, Settings, generator};

/// Characters of Hollow Wood: so many that a run sees few of them twice.
const WOOD: usize = 1_000_000;

/// A text as tokens. The last tenth is for validation alone.
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) vocabulary: Vocabulary,
    /// FNV-1a of its bytes: whether a run goes on with the text that it was started with.
    pub(crate) fingerprint: u64,
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
            text.name
        );
        Ok(text)
    }

    fn of_wood(seed: u64) -> Text {
        let source = world::hollow_wood();
        let text = source.text(WOOD, &mut generator(seed, Purpose::Text));
        // All of its characters, those of the questions of chapter 8 too.
        let vocabulary = Vocabulary::new(world::ALPHABET.chars().collect());
        Text { source: Some(source), ..Text::new("Hollow Wood".to_owned(), &text, vocabulary) }
    }

    fn of_file(file: &Path) -> Result<Text> {
        let name = file.display().to_string();
        let text = read(file)?;
        let vocabulary = Vocabulary::of(&text);
        match vocabulary.characters() {
            [] => bail!("{name} is empty: give a text to learn from"),
            [only] => {
                bail!("{name} holds no character but {only:?}, so there is nothing to learn: give a text")
            }
            _ => Ok(Text::new(name, &text, vocabulary)),
        }
    }

    fn new(name: String, text: &str, vocabulary: Vocabulary) -> Text {
        let tokens = vocabulary.encode(text).expect("the vocabulary has all characters of the text");
        let fingerprint = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        Text { name, vocabulary, fingerprint, tokens, source: None }
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

fn read(file: &Path) -> Result<String> {
    let name = file.display();
    let about = fs::metadata(file)
        .with_context(|| format!("{name} can't be read: give --text the path of a text file"))?;
    ensure!(!about.is_dir(), "{name} is a folder: give --text the path of a text file");
    ensure!(about.is_file(), "{name} is not a file: save the text to one, and give --text its path");
    super::memory::check_text(file, about.len())?;
    let bytes = fs::read(file).with_context(|| format!("{name} can't be read: may you read it?"))?;
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        anyhow::anyhow!(
            "{name} is not UTF-8 text (its byte {place} isn't): convert it to UTF-8, or give another file"
        )
    })
}
