//! What is learned from: own pairs, or the questions of Hollow Wood.

use anyhow::Result;
use decoder::LanguageModel;
use fine_tuning::{Pair, supervised};
use hollow_wood::{Asks, Question};
use model_files::Model;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::pairs::Pairs;
use super::{Settings, Wood};
use crate::runs::{Base, Origin, Purpose, generator};

/// Answers to each held-out question whose loss is measured.
const EACH: usize = 5;

/// So many questions come with one story: enough that the model goes on copying each animal by its name, also those that
/// no question is about.
const QUESTIONS_A_STORY: usize = 4;

/// What to learn, and what is held out to see whether it was learnt.
pub(super) struct Examples {
    pub(super) origin: Origin,
    /// How many there are: pairs, or animals with two questions each.
    pub(super) what: String,
    source: Source,
    held_out: Vec<Pair>,
}

enum Source {
    Own(Vec<Pair>),
    Wood { wood: Wood, questions: Vec<Question>, held_out: Vec<Question> },
}

impl Examples {
    /// # Errors
    /// If the model can't learn from them.
    pub(super) fn load(settings: &Settings, base: &Base) -> Result<Examples> {
        match &settings.pairs {
            Some(file) => Ok(Examples::own(Pairs::load(file, base)?)),
            None => Examples::of_wood(settings.seed, base),
        }
    }

    fn own(Pairs { origin, mut pairs }: Pairs) -> Examples {
        let held_out = pairs.split_off(pairs.len() - pairs.len() / 10);
        let what = format!("{}: {} pairs to learn, {} held out", origin.name, pairs.len(), held_out.len());
        Examples { origin, what, source: Source::Own(pairs), held_out }
    }

    fn of_wood(seed: u64, base: &Base) -> Result<Examples> {
        let wood = Wood::new(base, "give --pairs to learn from, or --model one pretrained without --text")?;
        let [(who, who_held), (place, place_held)] = [Asks::Who, Asks::Where].map(Question::split);
        let (questions, held_out) = ([who, place].concat(), [who_held, place_held].concat());
        let mut rng = generator(seed, Purpose::Measurement);
        let each: Vec<Question> = held_out.iter().flat_map(|&question| [question; EACH]).collect();
        let pairs = each.iter().map(|question| wood.example(question, &mut rng)).collect();
        let name = "Hollow Wood's questions";
        let what = format!("{name}: {} to learn, {} held out", questions.len(), held_out.len());
        let origin = Origin::new("pairs", name, "");
        Ok(Examples { origin, what, source: Source::Wood { wood, questions, held_out }, held_out: pairs })
    }

    /// The pairs of a step.
    pub(super) fn draw(&self, batch: usize, rng: &mut StdRng) -> Vec<Pair> {
        let mut draw = || match &self.source {
            Source::Own(pairs) => pairs.choose(rng).expect("some pairs").clone(),
            Source::Wood { wood, questions, .. } => {
                wood.example(questions.choose(rng).expect("some questions"), rng)
            }
        };
        (0..batch).map(|_| draw()).collect()
    }

    /// The stories that come with the pairs of a step; none with own pairs.
    pub(super) fn draw_stories(&self, batch: usize, rng: &mut StdRng) -> Vec<Pair> {
        let Source::Wood { wood, .. } = &self.source else { return Vec::new() };
        (0..self.stories(batch)).map(|_| wood.story(rng)).collect()
    }

    /// How many stories that are.
    pub(super) fn stories(&self, batch: usize) -> usize {
        match self.source {
            Source::Own(_) => 0,
            Source::Wood { .. } => batch.div_ceil(QUESTIONS_A_STORY),
        }
    }

    /// The loss on the held-out answers, in nats per character; none if nothing is held out. In batches no larger
    /// than a training step's, for the memory's sake.
    pub(super) fn loss(&self, model: &Model, batch: usize) -> Option<f64> {
        let characters = |pairs: &[Pair]| pairs.iter().map(|pair| pair.answer.len()).sum::<usize>() as f64;
        let sum = |pairs: &[Pair]| {
            f64::from(models::mean_loss(model, &supervised(pairs, model.config().context)))
                * characters(pairs)
        };
        let total: f64 = self.held_out.chunks(batch).map(sum).sum();
        (!self.held_out.is_empty()).then(|| total / characters(&self.held_out))
    }

    /// The share of valid answers to the held-out questions, each asked so often; none for own pairs.
    pub(super) fn valid(&self, model: &Model, each: usize, seed: u64) -> Option<f64> {
        let Source::Wood { wood, held_out, .. } = &self.source else { return None };
        Some(wood.valid(model, held_out, each, &mut generator(seed, Purpose::Measurement)))
    }
}
