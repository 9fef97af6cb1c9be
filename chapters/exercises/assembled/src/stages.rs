//! What the assistant shows of itself, chapter by chapter.

use std::fmt::Write;

use attention::{Mask, words};
use decoder::{Gpt, LanguageModel, Sampling, Vocabulary, Writer};
use exercises::caught;
use fine_tuning::{Pair, supervised};
use foundations::Layer;
use hollow_wood::{Asks, CAP, Question, STOP};
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde::{Deserialize, Serialize};
use since_gpt2::Choice;
use training_loss::{Batch, Schedule, Wood};

use crate::learner::{pair_batch, text_batch};
use crate::newer::{NEWER, newer};
use crate::rewards::rewards;
use crate::training::{Course, Training};
use crate::{Hands, Kept, Learner, PARTS, Parting, Parts, Weights};
use crate::{forward, partings, small, write};

/// What can be shown, each after its chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// After chapter 1: who looks at whom in a sentence.
    Attention,
    /// After chapter 6: a text, with the weights of the book's trained model.
    Decoder,
    /// After chapter 7: a model that has learnt nothing yet learns.
    Trainer,
    /// After chapter 8: the trained model learns to answer.
    Answers,
    /// And then from a reward for its own answers.
    Rewards,
    /// After chapter 9: a text of a newer decoder, with weights of its own.
    Newer,
}

impl Stage {
    /// All of them, in the book's order.
    pub const ALL: [Stage; 6] = [
        Stage::Attention,
        Stage::Decoder,
        Stage::Trainer,
        Stage::Answers,
        Stage::Rewards,
        Stage::Newer,
    ];

    /// Whether it uses a part: but for the first stage and the last, all parts in order, up
    /// to the last that it needs.
    pub fn uses(self, part: &str) -> bool {
        let last = match self {
            Stage::Attention => return part == "causal_weights",
            Stage::Decoder => "drawn",
            Stage::Trainer => "adamw",
            Stage::Answers => "weights",
            Stage::Rewards => "advantages",
            Stage::Newer => return NEWER.contains(&part) || SHARED.contains(&part),
        };
        let place = |name: &str| PARTS.iter().position(|part| part.name == name);
        place(part).is_some_and(|part| Some(part) <= place(last))
    }
}

/// The functions of the article's decoder that the newer one uses too.
const SHARED: [&str; 6] = ["encoded", "decoded", "embedded", "product", "softmax", "drawn"];

/// What there is to see, and where it parts from the book's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// What there is to see.
    pub text: String,
    /// Every part that does something else than the book's.
    pub partings: Vec<Parting>,
}

/// Shows a stage of the assistant that these parts make. The weights are the book's, of a
/// model that writes in `alphabet`; `steps` is how long to train.
///
/// # Panics
/// If the weights are those of the other kind of model: [`Stage::Newer`] takes chapter 9's.
pub fn show(
    stage: Stage,
    yours: &Parts,
    weights: &Weights,
    alphabet: &[char],
    steps: usize,
) -> Shown {
    match (stage, weights) {
        (Stage::Attention, _) => attention(yours),
        (Stage::Trainer, _) => trainer(yours, alphabet, steps),
        (Stage::Decoder, Choice::Then(model)) => decoder(yours, model, alphabet),
        (Stage::Answers, Choice::Then(model)) => answers(yours, model, alphabet, steps),
        (Stage::Rewards, Choice::Then(model)) => rewards(yours, model, alphabet, steps),
        (Stage::Newer, Choice::Now(model)) => newer(yours, model, alphabet),
        (stage, _) => panic!("{stage:?} is shown with weights of the other kind"),
    }
}

/// The sentence of chapter 1.
const SENTENCE: &str = "the cat drank milk because it was thirsty";

/// Who looks at whom in a sentence.
fn attention(yours: &Parts) -> Shown {
    let head = words::head(Mask::Causal);
    let x = words::sentence(SENTENCE).expect("words of chapter 1");
    let [q, k] = [&head.query, &head.key]
        .map(|layer| layer.forward(&x).0.index_axis_move(Axis(0), 0)); // (T, D)
    let look = |hands: &Hands| {
        hands.at("a sentence");
        hands.causal_weights(&q, &k)
    };
    let text = match caught(|| look(&Hands::new(yours))) {
        Ok(weights) => drawn_by_shades(&weights),
        Err(panicked) => format!("it panicked at {panicked}\n"),
    };
    Shown { text, partings: partings(yours, |hands| drop(look(hands))) }
}

/// A row for each word, as dark as its weights; the columns are the same words.
fn drawn_by_shades(weights: &Array2<f64>) -> String {
    const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];
    let mut text = String::new();
    for (word, row) in SENTENCE.split(' ').zip(weights.rows()) {
        let _ = write!(text, "{word:>9} ");
        for &weight in row {
            let shade = (weight.clamp(0.0, 1.0) * 4.0).ceil() as usize;
            let _ = write!(text, " {}", SHADES[shade]);
        }
        text.push('\n');
    }
    text
}

/// What every text begins with.
pub(crate) const PROMPT: &str = "the red fox ";

/// The logits of a sentence, and a text.
fn decoder(yours: &Parts, model: &Gpt<f64>, alphabet: &[char]) -> Shown {
    let vocabulary = Vocabulary::new(alphabet.to_vec());
    let prompt = vocabulary.encode(PROMPT).expect("letters of Hollow Wood");
    let most = model.config.context - prompt.len();
    let writes = |hands: &Hands| {
        write(hands, model, alphabet, PROMPT, None, most, &mut StdRng::seed_from_u64(1))
    };
    let books = books_text(model, &prompt, None, most, 1);
    let batch = Array2::from_shape_fn((1, books.len()), |(_, t)| books[t]);
    let books_logits = model.forward(&batch).0.index_axis_move(Axis(0), 0); // (T, V)
    let logits =
        caught(|| forward(&Hands::new(yours), model, &books, &mut Kept::nothing(model)).0);
    let mut text = String::new();
    if let Ok(logits) = logits
        && logits.dim() == books_logits.dim()
    {
        let errors = (&logits - &books_logits).mapv_into(f64::abs);
        let off = errors.into_iter().max_by(f64::total_cmp).unwrap_or(0.0); // NaN is the most
        let off = if off < 0.01 { format!("{off:.0e}") } else { format!("{off:.2}") };
        let (t, v) = logits.dim();
        let _ = writeln!(
            text,
            "The logits of {t} tokens, {t} × {v} numbers: the furthest from the book's is off \
             by {off}."
        );
    }
    text += &both(caught(|| writes(&Hands::new(yours))), &vocabulary.decode(&books));
    Shown { text, partings: partings(yours, |hands| drop(writes(hands))) }
}

/// What was written, and whether it is the book's text.
pub(crate) fn both(yours: Result<String, String>, books: &str) -> String {
    match yours {
        Ok(yours) if yours == books => {
            format!("{yours}\n(the book's text, letter for letter)\n")
        }
        Ok(yours) => format!("{yours}\nThe book's:\n{books}\n"),
        Err(panicked) => format!("it panicked at {panicked}\nThe book's:\n{books}\n"),
    }
}

/// What the book's own writer writes after a prompt.
pub(crate) fn books_text(
    model: &impl LanguageModel<f64>,
    prompt: &[usize],
    stop: Option<usize>,
    most: usize,
    seed: u64,
) -> Vec<usize> {
    let (mut writer, rng) = (Writer::new(model, prompt), &mut StdRng::seed_from_u64(seed));
    for _ in 0..most {
        if Some(writer.write(&Sampling::PLAIN, rng)) == stop {
            break;
        }
    }
    writer.tokens().to_vec()
}

/// Sequences and windows in a step of training.
pub(crate) const BATCH: usize = 8;

/// A model that has learnt nothing yet learns Hollow Wood, beside the book's trainer.
fn trainer(yours: &Parts, alphabet: &[char], steps: usize) -> Shown {
    let model = small(alphabet.len());
    let length = model.config.context;
    let wood = Wood::<f64>::new(100_000, 32, length);
    let rng = &mut StdRng::seed_from_u64(2);
    let room = wood.text.len() - length;
    let starts: Vec<[usize; BATCH]> =
        (0..steps).map(|_| [(); BATCH].map(|()| rng.random_range(0..room))).collect();
    let schedule = Schedule { peak: 0.01, last: 0.001, warm_up: steps / 10, steps };
    let training = Training {
        yours,
        start: Learner::new(model, schedule),
        steps,
        batch: &|hands, _, step| text_batch(hands, &wood.text, &starts[step], length),
        books: &|_, step| Batch::of_windows(&wood.text, &starts[step], length),
    };
    let mut course = training.run();
    if let Some(learner) = &course.yours {
        let _ = writeln!(
            course.shown.text,
            "On text that it has not seen: {:.3} nats a letter; the book's trainer reaches \
             {:.3}, and {:.3} is the floor.",
            wood.loss(&learner.model),
            wood.loss(&course.books.model),
            wood.floor
        );
        let text = caught(|| {
            let rng = &mut StdRng::seed_from_u64(1);
            write(&Hands::new(yours), &learner.model, alphabet, PROMPT, None, 36, rng)
        });
        let said = text.unwrap_or_else(|said| format!("it panicked at {said}"));
        let _ = writeln!(course.shown.text, "What it writes now: {said}");
    }
    course.shown
}

/// How many questions are asked in the end.
const QUESTIONS: usize = 3;

/// The book's trained model learns to answer, and is asked about animals that no training
/// has asked about.
fn answers(yours: &Parts, model: &Gpt<f64>, alphabet: &[char], steps: usize) -> Shown {
    let vocabulary = Vocabulary::new(alphabet.to_vec());
    let encode = |text: &str| vocabulary.encode(text).expect("letters of Hollow Wood");
    let mut course = taught(yours, model, alphabet, steps);
    if let Some(learner) = &course.yours {
        let (_, asked) = Question::split(Asks::Who);
        for question in asked.iter().take(QUESTIONS) {
            let prompt = question.prompt();
            let rng = &mut StdRng::seed_from_u64(1);
            let text = caught(|| {
                let hands = Hands::new(yours);
                write(&hands, &learner.model, alphabet, &prompt, Some(STOP), CAP, rng)
            });
            let stop = encode(&STOP.to_string())[0];
            let books =
                books_text(&course.books.model, &encode(&prompt), Some(stop), CAP, 1);
            course.shown.text += &both(text, &vocabulary.decode(&books));
        }
    }
    course.shown
}

/// The book's trained model learns to answer.
pub(crate) fn taught(
    yours: &Parts,
    model: &Gpt<f64>,
    alphabet: &[char],
    steps: usize,
) -> Course {
    let vocabulary = Vocabulary::new(alphabet.to_vec());
    let encode = |text: &str| vocabulary.encode(text).expect("letters of Hollow Wood");
    let (learnt, _) = Question::split(Asks::Who);
    let rng = &mut StdRng::seed_from_u64(3);
    let mut pair = || {
        let question = learnt.choose(rng).expect("some questions");
        Pair { prompt: encode(&question.prompt()), answer: encode(&question.answer(rng)) }
    };
    let steps = (steps / 5).max(2);
    let pairs: Vec<Vec<Pair>> =
        (0..steps).map(|_| (0..BATCH).map(|_| pair()).collect()).collect();
    let schedule = Schedule { peak: 0.002, last: 0.0002, warm_up: steps / 10, steps };
    let training = Training {
        yours,
        start: Learner::new(model.clone(), schedule),
        steps,
        batch: &|hands, _, step| pair_batch(hands, &pairs[step]),
        books: &|_, step| supervised(&pairs[step], model.config.context),
    };
    training.run()
}
