//! How one talks to a model: what stands around a question, and what comes back.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use decoder::{LanguageModel, Sampling, Writer};
use model_files::{Model, TextStream, Tokenizer};
use models::is_finite;
use ndarray::Array1;
use rand::rngs::StdRng;

/// What stands around every question and answer. A model learns these characters' places with the others', so
/// `pretrain` puts them into every vocabulary.
pub(crate) const SIGNS: &str = "Q: \nA~";

/// What a model sees of a question.
pub(crate) fn prompt(question: &str) -> String {
    format!("Q: {question}\nA: ")
}

/// What a model said, token by token.
pub(crate) struct Answer {
    pub(crate) words: Vec<Word>,
    /// Whether it stopped by itself.
    pub(crate) stopped: bool,
    /// How long it took.
    pub(crate) time: Duration,
}

/// A token that was drawn, and what could have been.
pub(crate) struct Word {
    pub(crate) token: usize,
    /// The likeliest tokens and their probabilities, in that order.
    pub(crate) likeliest: Vec<(usize, f32)>,
}

/// How many of the likeliest tokens are remembered.
const LIKELIEST: usize = 3;
/// The most tokens of an answer.
const MOST: usize = 200;

/// What the model says of the next token.
///
/// # Errors
/// If that is no number: somewhere in the model its numbers have become too large.
pub(crate) fn next_logits(writer: &mut Writer<f32, Model>) -> Result<Array1<f32>> {
    let logits = models::next_logits(writer);
    ensure!(
        is_finite(&logits.view().into_dyn()),
        "what the model computes is no number any more: its training has failed, or its files are damaged; give another --model"
    );
    Ok(logits)
}

/// The answer of a model, which ends at its stop sign, where the model can look at no more, or after [`MOST`] tokens.
///
/// # Errors
/// If the question has characters that the model does not know, or is too long for it; if the model's numbers end.
pub(crate) fn answer(
    model: &Model,
    tokenizer: &Tokenizer,
    question: &str,
    rng: &mut StdRng,
) -> Result<Answer> {
    let known = tokenizer.encode(question).and_then(|_| tokenizer.encode(&prompt(question)));
    let prompt = known.context("This can't be asked")?;
    let context = model.config().context;
    ensure!(
        prompt.len() < context,
        "This can't be asked: with the signs around it it has {} tokens, but the model looks at {context}, its answer \
         included",
        prompt.len()
    );
    let (stop, begun) = (tokenizer.stop(), Instant::now());
    let mut writer = models::writer(model, &prompt);
    let mut words = Vec::new();
    for _ in 0..MOST.min(context - prompt.len()) {
        let p = models::distribution(&Sampling::PLAIN, &next_logits(&mut writer)?);
        let likeliest = models::likeliest(&p, LIKELIEST);
        let token = models::write(&mut writer, &Sampling::PLAIN, rng);
        words.push(Word { token, likeliest });
        if Some(token) == stop {
            return Ok(Answer { words, stopped: true, time: begun.elapsed() });
        }
    }
    Ok(Answer { words, stopped: false, time: begun.elapsed() })
}

/// How fast a model wrote, in words.
pub(crate) fn speed(tokens: usize, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    format!("{tokens} tokens in {seconds:.2} s: {:.1} a second", tokens as f64 / seconds)
}

impl Answer {
    /// As it was said; the stop sign is not shown, and an answer without one ends in "…".
    pub(crate) fn text(&self, tokenizer: &Tokenizer) -> String {
        let said = &self.words[..self.words.len() - usize::from(self.stopped)];
        let mut stream = TextStream::new(tokenizer);
        let mut text: String = said.iter().map(|word| stream.push(word.token)).collect();
        text += &stream.finish();
        if self.stopped { text } else { text + "…" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use decoder::{Config, Vocabulary};
    use foundations::Params;
    use hollow_wood::{Asks, Question, STOP};
    use model_files::Shape;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use trials::{anything, damaged, trial};

    #[test]
    fn a_question_stands_between_the_signs_that_chapter_8_puts_around_it() {
        let question = Question { asks: Asks::Who, adjective: 0, animal: 0 };
        assert_eq!(prompt("who is the red fox?"), question.prompt());
        assert!(prompt("").chars().chain([STOP]).all(|sign| SIGNS.contains(sign)));
    }

    #[test]
    fn trial_of_a_question() {
        let dir =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/byte-pairs");
        let vocabulary = Vocabulary::of("who is the red fox? Q:A~\n\u{202e}猫");
        let config = Config::article(vocabulary.len(), 40, 1, 2, 8);
        let model = Shape::Gpt2(config).new_model(&mut StdRng::seed_from_u64(1));
        let trained = [(model, Tokenizer::Characters(vocabulary)), model_files::load(&dir).unwrap()];
        let inputs =
            prop_oneof![anything(), damaged("a question", "who is the red fox?".to_owned().into_bytes())];
        trial("a question in a chat", 500, inputs, |bytes| {
            let question = String::from_utf8_lossy(bytes);
            trained.iter().try_for_each(|(model, tokenizer)| {
                let mut rng = StdRng::seed_from_u64(1);
                let said =
                    answer(model, tokenizer, &question, &mut rng).map_err(|error| format!("{error:#}"))?;
                said.text(tokenizer);
                Ok(())
            })
        });
    }

    #[test]
    fn a_model_whose_numbers_end_is_said_so() {
        let config = Config::article(3, 4, 1, 1, 4);
        let mut model = Shape::Gpt2(config).new_model(&mut StdRng::seed_from_u64(1));
        model.tensors_mut().pop().unwrap().1.fill(3e38); // the head
        let said = next_logits(&mut models::writer(&model, &[0])).unwrap_err().to_string();
        assert!(said.starts_with("what the model computes is no number any more"), "{said}");
    }
}
