//! The three stages: the next character, the answers of others, the reward.

use decoder::{Config, Gpt, Vocabulary};
use fine_tuning::{Pair, Reinforce, Reward, Round, Stopping, supervised};
use hollow_wood::{ALPHABET, Asks, CAP, Question, STOP};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer};

/// How large it all is: in the tests, small.
pub(crate) struct Size {
    pub(crate) model: Config,
    pub(crate) pretrain: usize, // steps
    pub(crate) finetune: usize,
    pub(crate) reinforce: usize,
}

pub(crate) fn size() -> Size {
    let (layers, channels, pretrain, finetune, reinforce) =
        if figures::quick() { (1, 16, 20, 10, 2) } else { (3, 96, 900, 450, 24) };
    Size {
        model: Config::article(ALPHABET.len(), 96, layers, 4, channels),
        pretrain,
        finetune,
        reinforce,
    }
}

pub(crate) fn vocabulary() -> Vocabulary {
    Vocabulary::new(ALPHABET.chars().collect())
}

pub(crate) fn tokens(text: &str) -> Vec<usize> {
    vocabulary().encode(text).expect("the alphabet has every character")
}

pub(crate) fn stopping() -> Stopping {
    Stopping { token: tokens(&STOP.to_string())[0], cap: CAP }
}

/// A trainer with chapter 7's schedule and decay.
fn trainer(model: Gpt<f32>, peak: f64, steps: usize) -> Trainer<Gpt<f32>> {
    let schedule =
        Schedule { peak, last: peak / 30.0, warm_up: (steps / 10).min(50), steps };
    let mut trainer = Trainer::new(model, schedule);
    trainer.optimizer.decay = 0.01;
    trainer
}

/// Stage 1, chapter 7: every character counts.
pub(crate) fn pretrain(size: &Size) -> Gpt<f32> {
    let text =
        tokens(&hollow_wood::source().text(1_000_000, &mut StdRng::seed_from_u64(1)));
    let model = Gpt::new(size.model.clone(), &mut StdRng::seed_from_u64(3));
    let mut trainer = trainer(model, 4e-3, size.pretrain);
    let mut rng = StdRng::seed_from_u64(4);
    for _ in 0..size.pretrain {
        let batch = Batch::random(&text, 8, 96, &mut rng);
        trainer.step(&batch).expect("a finite loss");
    }
    trainer.model
}

// ANCHOR: finetune
/// Stage 2: only the characters of the answers count. Shows the model to `look` every 50
/// steps, and at the end.
pub(crate) fn finetune(
    size: &Size,
    model: Gpt<f32>,
    mut look: impl FnMut(usize, &Gpt<f32>),
) -> Gpt<f32> {
    // the learnt ones
    let questions = [Question::split(Asks::Who).0, Question::split(Asks::Where).0].concat();
    let mut trainer = trainer(model, 3e-3, size.finetune);
    let mut rng = StdRng::seed_from_u64(5);
    for step in 0..size.finetune {
        if step % 50 == 0 {
            look(step, &trainer.model);
        }
        let mut draw = || {
            let question = questions[rng.random_range(0..questions.len())];
            Pair {
                prompt: tokens(&question.prompt()),
                answer: tokens(&question.answer(&mut rng)),
            }
        };
        let pairs: Vec<Pair> = (0..16).map(|_| draw()).collect();
        let batch = supervised(&pairs, size.model.context);
        trainer.step(&batch).expect("a finite loss");
    }
    look(size.finetune, &trainer.model);
    trainer.model
}
// ANCHOR_END: finetune

// ANCHOR: reinforce
/// Stage 3: answers to "who" are rewarded, 8 to each of 8 questions in a step. It goes on
/// with the policy as it is.
pub(crate) fn reinforce(
    run: &Reinforce<Gpt<f32>>,
    reward: &dyn Reward,
    policy: &mut Gpt<f32>,
    lr: f64,
    steps: usize,
    rng: &mut StdRng,
) -> Vec<Round> {
    let questions = Question::split(Asks::Who).0;
    let schedule = Schedule { peak: lr, last: lr / 2.0, warm_up: 0, steps };
    let mut trainer = Trainer::new(policy.clone(), schedule);
    trainer.optimizer.decay = 0.0;
    let mut round = || {
        let prompts = [(); 8]
            .map(|()| tokens(&questions[rng.random_range(0..questions.len())].prompt()));
        run.step(&mut trainer, &prompts, reward, rng).expect("a finite loss")
    };
    let rounds = (0..steps).map(|_| round()).collect();
    *policy = trainer.model;
    rounds
}
// ANCHOR_END: reinforce
