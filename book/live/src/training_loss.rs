//! Chapter 7: a small GPT that learns Hollow Wood in the page.

use decoder::{Config, Gpt, Sampling, Vocabulary, Writer};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use training_loss::world::{ALPHABET, hollow_wood};
use training_loss::{Batch, Schedule, Trainer, mean_loss, windows};

const T: usize = 48;
const LAYERS: usize = 2;
const HEADS: usize = 2;
const CHANNELS: usize = 32;
const BATCH: usize = 8;
const WARM_UP: usize = 20;

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// The random numbers that a new model begins with; without them the last one goes on.
    start: Option<u64>,
    steps: usize,
    /// The learning rate, once it has warmed up.
    rate: f64,
    /// Whether to measure the loss on text that was not learnt from, and to let the model write.
    measure: bool,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    parameters: usize,
    /// Steps taken so far, and the loss of the batch of each step taken now.
    step: usize,
    losses: Vec<f64>,
    /// The least loss that is possible on the held-out text.
    floor: f64,
    held_out: Option<f64>,
    written: Option<String>,
}

/// A model in training, the text that it learns from, and another text to measure on.
pub(crate) struct Training {
    vocabulary: Vocabulary,
    text: Vec<usize>,
    held_out: Batch<f64>,
    floor: f64,
    trainer: Trainer<f64>,
    rng: StdRng,
}

pub(crate) fn answer(
    training: &mut Option<Training>,
    settings: &Settings,
) -> Result<Answer, String> {
    if let Some(seed) = settings.start {
        *training = Some(Training::new(seed));
    }
    let training = training.as_mut().ok_or("no model has been started")?;
    training.trainer.schedule =
        Schedule { peak: settings.rate, last: settings.rate, warm_up: WARM_UP, steps: 0 };
    let losses = (0..settings.steps).map(|_| training.step()).collect();
    let held_out =
        settings.measure.then(|| mean_loss(&training.trainer.model, &training.held_out));
    Ok(Answer {
        parameters: training.trainer.model.parameter_count(),
        step: training.trainer.optimizer.steps as usize,
        losses,
        floor: training.floor,
        held_out,
        written: held_out.filter(|loss| loss.is_finite()).map(|_| training.write()),
    })
}

impl Training {
    fn new(seed: u64) -> Training {
        let (source, vocabulary) =
            (hollow_wood(), Vocabulary::new(ALPHABET.chars().collect()));
        let encode =
            |text: &str| vocabulary.encode(text).expect("the alphabet has every character");
        let text = encode(&source.text(100_000, &mut StdRng::seed_from_u64(1)));
        let other = source.text(10_000, &mut StdRng::seed_from_u64(2));
        let starts = windows(other.len(), 32, T);
        let held_out = Batch::of_windows(&encode(&other), &starts, T);
        let floor = source.floor(&other.chars().collect::<Vec<_>>(), &starts, T);
        let config = Config::article(vocabulary.len(), T, LAYERS, HEADS, CHANNELS);
        let model = Gpt::new(config, &mut StdRng::seed_from_u64(seed));
        let mut trainer = Trainer::new(model, Schedule::constant(0.0));
        trainer.optimizer.decay = 0.01;
        Training {
            vocabulary,
            text,
            held_out,
            floor,
            trainer,
            rng: StdRng::seed_from_u64(seed),
        }
    }

    /// The loss of the step's batch; NaN if the step was refused.
    fn step(&mut self) -> f64 {
        let batch = Batch::random(&self.text, BATCH, T, &mut self.rng);
        self.trainer.step(&batch).map_or(f64::NAN, |step| step.loss)
    }

    /// What the model writes after a line end.
    fn write(&self) -> String {
        let mut rng = StdRng::seed_from_u64(5);
        let mut writer = Writer::new(
            &self.trainer.model,
            &self.vocabulary.encode("\n").expect("it is in the alphabet"),
        );
        (1..T).for_each(|_| _ = writer.write(&Sampling::PLAIN, &mut rng));
        self.vocabulary.decode(&writer.tokens()[1..])
    }
}
