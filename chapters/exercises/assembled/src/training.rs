//! A training of a student's beside the book's.

use std::fmt::Write;

use decoder::Gpt;
use exercises::caught;
use training_loss::{Batch, Trainer};

use crate::learner::Sequence;
use crate::{Hands, Learner, Parting, Parts, Shown, partings};

/// What a student's model learns from in a step.
type Drawn<'a> = dyn Fn(&Hands, &Gpt<f64>, usize) -> Vec<Sequence> + 'a;

/// A student's trainer and the book's, on the same batches.
pub(crate) struct Training<'a> {
    pub(crate) yours: &'a Parts,
    pub(crate) start: Learner,
    pub(crate) steps: usize,
    /// What a model learns from in a step.
    pub(crate) batch: &'a Drawn<'a>,
    /// The same for the book's.
    pub(crate) books: &'a dyn Fn(&Gpt<f64>, usize) -> Batch<f64>,
}

/// What became of it: no learner of the student's if one of the parts panicked.
pub(crate) struct Course {
    pub(crate) shown: Shown,
    pub(crate) yours: Option<Learner>,
    pub(crate) books: Trainer<Gpt<f64>>,
}

/// How far two losses may be apart.
const SAME_LOSS: f64 = 1e-5;

impl Training<'_> {
    pub(crate) fn run(&self) -> Course {
        let mut yours = Some(self.start.clone());
        let mut previous = self.start.clone(); // as it was one step ago
        let mut books = Trainer::new(self.start.model.clone(), self.start.schedule);
        let mut shown = Shown { text: String::new(), partings: Vec::new() };
        let mut parted = false;
        for step in 0..self.steps {
            let book = books
                .step(&(self.books)(&books.model, step))
                .map_or(f64::NAN, |step| step.loss);
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
        let batch = (self.batch)(hands, &learner.model, step);
        learner.step(hands, &batch)
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
