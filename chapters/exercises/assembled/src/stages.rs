//! What the assistant shows of itself, chapter by chapter.

use std::fmt::Write;

use attention::{Mask, words};
use decoder::{Gpt, Sampling, Vocabulary, Writer};
use exercises::caught;
use fine_tuning::{Pair, supervised};
use foundations::Layer;
use hollow_wood::{Asks, CAP, Question, STOP};
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde::{Deserialize, Serialize};
use training_loss::{Batch, Schedule, Trainer, Wood};

use crate::learner::{Sequence, pair_batch, text_batch};
use crate::{Hands, Kept, Learner, PARTS, Parting, Parts, forward, partings, small, write};

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
}

impl Stage {
    /// All of them, in the book's order.
    pub const ALL: [Stage; 4] =
        [Stage::Attention, Stage::Decoder, Stage::Trainer, Stage::Answers];

    /// Whether it uses a part: all of them in order, up to the last that it needs.
    pub fn uses(self, part: &str) -> bool {
        let last = match self {
            Stage::Attention => return part == "causal_weights",
            Stage::Decoder => "drawn",
            Stage::Trainer => "adamw",
            Stage::Answers => "weights",
        };
        let place = |name: &str| PARTS.iter().position(|part| part.name == name);
        place(part).is_some_and(|part| Some(part) <= place(last))
    }
}

/// What there is to see, and where it parts from the book's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// What there is to see.
    pub text: String,
    /// Every part that does something else than the book's.
    pub partings: Vec<Parting>,
}

/// Shows a stage of the assistant that these parts make. `model` is the book's, which
/// writes in `alphabet`; `steps` is how long to train.
pub fn show(
    stage: Stage,
    yours: &Parts,
    model: &Gpt<f64>,
    alphabet: &[char],
    steps: usize,
) -> Shown {
    match stage {
        Stage::Attention => attention(yours),
        Stage::Decoder => decoder(yours, model, alphabet),
        Stage::Trainer => trainer(yours, alphabet, steps),
        Stage::Answers => answers(yours, model, alphabet, steps),
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
const PROMPT: &str = "the red fox ";

/// The logits of a sentence, and a text.
fn decoder(yours: &Parts, model: &Gpt<f64>, alphabet: &[char]) -> Shown {
    let vocabulary = Vocabulary::new(alphabet.to_vec());
    let prompt = vocabulary.encode(PROMPT).expect("letters of Hollow Wood");
    let most = model.config.context - prompt.len();
    let writes = |hands: &Hands| {
        write(hands, model, alphabet, PROMPT, None, most, &mut StdRng::seed_from_u64(1))
    };
    let books = books_text(model, &prompt, None, most);
    let batch = Array2::from_shape_fn((1, books.len()), |(_, t)| books[t]);
    let books_logits = model.forward(&batch).0.index_axis_move(Axis(0), 0); // (T, V)
    let logits =
        caught(|| forward(&Hands::new(yours), model, &books, &mut Kept::nothing(model)).0);
    let mut text = String::new();
    if let Ok(logits) = logits
        && logits.dim() == books_logits.dim()
    {
        let off = (&logits - &books_logits).fold(0.0, |most: f64, x| most.max(x.abs()));
        let (t, v) = logits.dim();
        let _ = writeln!(
            text,
            "The logits of {t} tokens, {t} × {v} numbers: the furthest from the book's is off \
             by {off:.0e}."
        );
    }
    text += &both(caught(|| writes(&Hands::new(yours))), &vocabulary.decode(&books));
    Shown { text, partings: partings(yours, |hands| drop(writes(hands))) }
}

/// What was written, and whether it is the book's text.
fn both(yours: Result<String, String>, books: &str) -> String {
    match yours {
        Ok(yours) if yours == books => {
            format!("{yours}\n(the book's text, letter for letter)\n")
        }
        Ok(yours) => format!("{yours}\nThe book's:\n{books}\n"),
        Err(panicked) => format!("it panicked at {panicked}\nThe book's:\n{books}\n"),
    }
}

/// What the book's own writer writes after a prompt.
fn books_text(
    model: &Gpt<f64>,
    prompt: &[usize],
    stop: Option<usize>,
    most: usize,
) -> Vec<usize> {
    let (mut writer, rng) = (Writer::new(model, prompt), &mut StdRng::seed_from_u64(1));
    for _ in 0..most {
        if Some(writer.write(&Sampling::PLAIN, rng)) == stop {
            break;
        }
    }
    writer.tokens().to_vec()
}

/// Sequences and windows in a step of training.
const BATCH: usize = 8;

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
        batch: &|hands, step| text_batch(hands, &wood.text, &starts[step], length),
        books: &|step| Batch::of_windows(&wood.text, &starts[step], length),
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
    let (learnt, asked) = Question::split(Asks::Who);
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
        batch: &|hands, step| pair_batch(hands, &pairs[step]),
        books: &|step| supervised(&pairs[step], model.config.context),
    };
    let mut course = training.run();
    if let Some(learner) = &course.yours {
        for question in asked.iter().take(QUESTIONS) {
            let prompt = question.prompt();
            let rng = &mut StdRng::seed_from_u64(1);
            let text = caught(|| {
                let hands = Hands::new(yours);
                write(&hands, &learner.model, alphabet, &prompt, Some(STOP), CAP, rng)
            });
            let stop = encode(&STOP.to_string())[0];
            let books = books_text(&course.books.model, &encode(&prompt), Some(stop), CAP);
            course.shown.text += &both(text, &vocabulary.decode(&books));
        }
    }
    course.shown
}

/// A student's trainer and the book's, on the same batches.
struct Training<'a> {
    yours: &'a Parts,
    start: Learner,
    steps: usize,
    batch: &'a dyn Fn(&Hands, usize) -> Vec<Sequence>,
    books: &'a dyn Fn(usize) -> Batch<f64>,
}

/// What became of it: no learner of the student's if one of the parts panicked.
struct Course {
    shown: Shown,
    yours: Option<Learner>,
    books: Trainer<Gpt<f64>>,
}

/// How far two losses may be apart.
const SAME_LOSS: f64 = 1e-5;

impl Training<'_> {
    fn run(&self) -> Course {
        let mut yours = Some(self.start.clone());
        let mut previous = self.start.clone(); // as it was one step ago
        let mut books = Trainer::new(self.start.model.clone(), self.start.schedule);
        let mut shown = Shown { text: String::new(), partings: Vec::new() };
        let mut parted = false;
        for step in 0..self.steps {
            let book = books.step(&(self.books)(step)).map_or(f64::NAN, |step| step.loss);
            let before = yours.clone();
            let hands = Hands::new(self.yours);
            let loss = yours
                .as_mut()
                .and_then(|learner| caught(|| self.step(&hands, learner, step)).ok());
            if !parted && loss.is_none_or(|loss| (loss - book).abs() > SAME_LOSS) {
                parted = true;
                let _ = writeln!(shown.text, "At step {step} the losses part.");
                shown.partings = self.partings(&previous, step);
            }
            if step % (self.steps / 6).max(1) == 0 || step + 1 == self.steps {
                let own = loss.map_or("none".to_owned(), |loss| format!("{loss:.6}"));
                let _ = writeln!(
                    shown.text,
                    "step {step:>4}: the loss is {own}; the book's is {book:.6}"
                );
            }
            match before {
                Some(before) if loss.is_some() => previous = before,
                _ => yours = None,
            }
        }
        Course { shown, yours, books }
    }

    fn step(&self, hands: &Hands, learner: &mut Learner, step: usize) -> f64 {
        learner.step(hands, &(self.batch)(hands, step))
    }

    /// Which parts do something else than the book's in the step before this one, which
    /// changed the weights, or in this one.
    fn partings(&self, previous: &Learner, step: usize) -> Vec<Parting> {
        partings(self.yours, |hands| {
            let mut learner = previous.clone();
            for step in step.saturating_sub(1)..=step {
                self.step(hands, &mut learner, step);
            }
        })
    }
}
