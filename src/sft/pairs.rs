//! Own questions and answers, in the tokens of a model.

mod said;

use std::path::Path;

use anyhow::{Result, bail, ensure};
use decoder::LanguageModel;
use fine_tuning::Pair;
use hollow_wood::STOP;

use crate::conversation::prompt;
use crate::runs::{Base, Origin, read_text};
use said::{Said, said};

/// The most faulty lines that are told of.
const TOLD: usize = 10;

/// The pairs of a file, in the tokens of a model.
pub(super) struct Pairs {
    pub(super) origin: Origin,
    pub(super) pairs: Vec<Pair>,
}

impl Pairs {
    /// # Errors
    /// Every line that can't be learnt from, by its number.
    pub(super) fn load(file: &Path, base: &Base) -> Result<Pairs> {
        let text = read_text(file, "pairs", "JSON Lines")?;
        let file = file.display().to_string();
        let (mut pairs, mut faults) = (Vec::new(), Vec::new());
        for (place, said) in said(&text) {
            match said.and_then(|said| pair(&said, base)) {
                Ok(pair) => pairs.push(pair),
                Err(fault) => faults.push(format!("  {place}: {fault:#}")),
            }
        }
        if !faults.is_empty() {
            let (told, more) = (faults.len().min(TOLD), faults.len().saturating_sub(TOLD));
            let rest = if more > 0 { format!("\n  and {more} more") } else { String::new() };
            bail!("{file} can't be learnt from:\n{}{rest}", faults[..told].join("\n"));
        }
        ensure!(
            !pairs.is_empty(),
            "{file} holds no pairs: write one {{\"prompt\": …, \"answer\": …}} on each line"
        );
        Ok(Pairs { origin: Origin::new("pairs", &file, &text), pairs })
    }
}

/// A pair as the model will see it: with the signs of a conversation, and the one that ends the answer.
fn pair(said: &Said, base: &Base) -> Result<Pair> {
    for (name, text) in [("prompt", &said.prompt), ("answer", &said.answer)] {
        ensure!(!text.trim().is_empty(), "the {name} is empty");
        ensure!(!text.contains(STOP), "the {name} contains {STOP:?}, the sign that ends every answer");
        if let Err(unknown) = base.vocabulary.encode(text) {
            bail!("in the {name}, {unknown}");
        }
    }
    let prompt = base.vocabulary.encode(&prompt(&said.prompt))?;
    let answer = base.vocabulary.encode(&format!("{}{STOP}", said.answer))?;
    let (length, context) = (prompt.len() + answer.len(), base.model.config().context);
    ensure!(
        length <= context,
        "with the signs around them, prompt and answer have {length} characters, but the model looks at {context}"
    );
    Ok(Pair { prompt, answer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    use decoder::{Config, Vocabulary};
    use hollow_wood::ALPHABET;
    use model_files::Shape;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use trials::{anything, check_sentence, damaged, damaged_json, trial};

    #[test]
    fn trial_of_pairs() {
        let dir = tempfile::tempdir().unwrap();
        let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
        let shape = Shape::Gpt2(Config::article(vocabulary.len(), 48, 1, 1, 4));
        let model = shape.new_model(&mut StdRng::seed_from_u64(1));
        model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
        let base = Base::load(Some(dir.path())).unwrap();
        let line = r#"{"prompt": "who is the red fox?", "answer": "the kind red fox."}"#;
        let inputs = prop_oneof![
            1 => anything(),
            2 => damaged("pairs", format!("{line}\n{line}\n").into_bytes()),
            3 => damaged_json("a pair", line),
        ];
        let file = dir.path().join("pairs.jsonl");
        trial("the lines of `--pairs`", 3000, inputs, |bytes| {
            fs::write(&file, bytes).unwrap();
            let fault = Pairs::load(&file, &base).err();
            // A sentence for each line that is wrong, below the one that names the file.
            fault.map_or(Ok(()), |fault| {
                let said = format!("{fault:#}");
                said.lines().for_each(check_sentence);
                Err(said.lines().next().unwrap_or_default().to_owned())
            })
        });
    }
}
