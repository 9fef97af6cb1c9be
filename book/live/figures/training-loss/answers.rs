//! Chapter 7: a small GPT that learns Hollow Wood in the page.

use decoder::{Gpt, Sampling, Writer};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use training_loss::{Batch, Schedule, Trainer, Wood};

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

/// The training, once one has been started.
pub(crate) type State = Option<Training>;

/// A model in training, and the text that it learns from.
pub(crate) struct Training {
    wood: Wood<f64>,
    trainer: Trainer<Gpt<f64>>,
    rng: StdRng,
}

pub(crate) fn answer(training: &mut State, settings: &Settings) -> Result<Answer, String> {
    if let Some(seed) = settings.start {
        *training = Some(Training::new(seed));
    }
    let training = training.as_mut().ok_or("no model has been started")?;
    training.trainer.schedule =
        Schedule { peak: settings.rate, last: settings.rate, warm_up: WARM_UP, steps: 0 };
    let losses = (0..settings.steps).map(|_| training.step()).collect();
    let held_out = settings.measure.then(|| training.wood.loss(&training.trainer.model));
    Ok(Answer {
        parameters: training.trainer.model.parameter_count(),
        step: training.trainer.optimizer.steps as usize,
        losses,
        floor: training.wood.floor,
        held_out,
        written: held_out.filter(|loss| loss.is_finite()).map(|_| training.write()),
    })
}

impl Training {
    fn new(seed: u64) -> Training {
        let wood = Wood::new(100_000, 32, T);
        let model = wood.model(LAYERS, HEADS, CHANNELS, &mut StdRng::seed_from_u64(seed));
        let mut trainer = Trainer::new(model, Schedule::constant(0.0));
        trainer.optimizer.decay = 0.01;
        Training { wood, trainer, rng: StdRng::seed_from_u64(seed) }
    }

    /// The loss of the step's batch; NaN if the step was refused.
    fn step(&mut self) -> f64 {
        let batch = Batch::random(&self.wood.text, BATCH, T, &mut self.rng);
        self.trainer.step(&batch).map_or(f64::NAN, |step| step.loss)
    }

    /// What the model writes after a line end.
    fn write(&self) -> String {
        let mut rng = StdRng::seed_from_u64(5);
        let mut writer = Writer::new(
            &self.trainer.model,
            &self.wood.vocabulary.encode("\n").expect("it is in the alphabet"),
        );
        (1..T).for_each(|_| _ = writer.write(&Sampling::PLAIN, &mut rng));
        self.wood.vocabulary.decode(&writer.tokens()[1..])
    }
}
