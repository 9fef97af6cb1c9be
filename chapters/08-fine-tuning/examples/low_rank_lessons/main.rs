//! Supervised fine-tuning with few parameters: how many answers are valid, by the share of
//! the parameters that learn?

#[path = "../completer_to_assistant/measure.rs"]
#[expect(dead_code, reason = "nothing is rewarded here")]
mod measure;
#[path = "../completer_to_assistant/stages.rs"]
#[expect(dead_code, reason = "this model is smaller, and is not rewarded")]
mod stages;

use decoder::{Config, Gpt};
use figures::{Colour, Figure, Plot};
use fine_tuning::{Adapters, Pair, supervised};
use foundations::Params;
use hollow_wood::{ALPHABET, Asks, Question};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use stages::{Size, tokens};
use training_loss::{AdamW, Schedule, clip, loss_and_gradient};

fn size() -> Size {
    let (layers, channels, pretrain, finetune) =
        if figures::quick() { (1, 16, 10, 5) } else { (2, 64, 600, 300) };
    let model = Config::article(ALPHABET.len(), 96, layers, 4, channels);
    Size { model, pretrain, finetune, reinforce: 0 }
}

/// The adapters of a run: on which matrices, and of which rank.
type Run = (fn(&str) -> bool, usize);

const QUERIES_KEYS_VALUES: fn(&str) -> bool = |name| name.ends_with("qkv.w");
const NETWORKS: fn(&str) -> bool =
    |name| name.ends_with("up.w") || name.ends_with("down.w");
const ALL: fn(&str) -> bool = |name| name.ends_with(".w") || name == "head";
const RUNS: [Run; 5] =
    [(QUERIES_KEYS_VALUES, 2), (NETWORKS, 1), (ALL, 1), (ALL, 2), (ALL, 4)];

// ANCHOR: finetune
/// Stage 2 with adapters: the model stays, its changes learn.
fn finetune(size: &Size, model: &Gpt<f32>, (wanted, rank): Run) -> (f64, Gpt<f32>) {
    let mut rng = StdRng::seed_from_u64(5);
    let questions = [Question::split(Asks::Who).0, Question::split(Asks::Where).0].concat();
    let mut adapters = Adapters::new(model, wanted, rank, &mut rng);
    let mut optimizer = AdamW { decay: 0.0, ..AdamW::new(&adapters) };
    let schedule = Schedule { peak: 3e-2, last: 1e-3, warm_up: 20, steps: size.finetune };
    for step in 0..size.finetune {
        let mut draw = || {
            let question = questions[rng.random_range(0..questions.len())];
            let answer = tokens(&question.answer(&mut rng));
            Pair { prompt: tokens(&question.prompt()), answer }
        };
        let pairs: Vec<Pair> = (0..16).map(|_| draw()).collect();
        let batch = supervised(&pairs, size.model.context);
        let (_, gradient) = loss_and_gradient(&adapters.merge(model), &batch);
        let mut gradient = adapters.of_merged(&gradient);
        clip(&mut gradient, 1.0);
        optimizer.step(&mut adapters, &gradient, schedule.lr(step));
    }
    let share = adapters.parameter_count() as f64 / model.parameter_count() as f64;
    (share, adapters.merge(model))
}
// ANCHOR_END: finetune

fn main() -> std::io::Result<()> {
    let size = size();
    let completer = stages::pretrain(&size);
    let mut models: Vec<(f64, Gpt<f32>)> =
        RUNS.iter().map(|&run| finetune(&size, &completer, run)).collect();
    models.push((1.0, stages::finetune(&size, completer, |_, _| ())));

    println!("learnt      valid answers: who      where");
    let (mut shares, mut who, mut place) = (Vec::new(), Vec::new(), Vec::new());
    for (share, model) in &models {
        let [a, b] = [Asks::Who, Asks::Where].map(|asks| measure::valid(model, asks, 20));
        println!("{:6.1} % {:21.1} % {:8.1} %", 100.0 * share, 100.0 * a, 100.0 * b);
        shares.push(100.0 * share);
        who.push(100.0 * a);
        place.push(100.0 * b);
    }
    let both =
        |run: usize, holds: &dyn Fn(f64) -> bool| holds(who[run]) && holds(place[run]);
    assert!(
        figures::quick()
            || shares[1] < 1.5 && (0..2).all(|few| both(few, &|valid| valid < 10.0)),
        "a hundredth keeps hardly anything"
    );
    assert!(
        figures::quick()
            || shares[4] < 100.0 / 12.0
                && both(5, &|valid| valid > 75.0)
                && who[4] > 0.5 * who[5]
                && place[4] > 0.5 * place[5],
        "a twelfth keeps more than half of it"
    );
    let points = |y: &[f64]| shares.iter().copied().zip(y.to_vec()).collect::<Vec<_>>();
    let plot = Plot::new()
        .x("share of the parameters that learn (%)")
        .y("valid answers (%)")
        .log_x()
        .y_range(0.0, 100.0)
        .line("who", Colour::nth(0), points(&who))
        .line("where", Colour::nth(1), points(&place));
    let seen = format!(
        "Two lines that rise with the share of the parameters that learn. Valid \
         answers to who and to where: {:.0} and {:.0} percent at {:.1} percent of the \
         parameters, {:.0} and {:.0} at {:.1}, {:.0} and {:.0} where all learn.",
        who[0], place[0], shares[0], who[4], place[4], shares[4], who[5], place[5]
    );
    Figure::new("low-rank-lessons", &seen).panel(plot).save()?;
    Ok(())
}
