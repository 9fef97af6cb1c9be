//! The memory of a step: counted, and as the operating system saw it.

use decoder::{Config, Gpt};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};
use rayon::ThreadPoolBuilder;
use training_loss::{Batch, Schedule, Trainer};

/// The most memory that this program has had so far, in megabytes, where the system tells
/// (Linux does).
fn most() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? * 1024.0 / 1e6)
}

/// How much more it has had after a few steps of training on two threads.
pub(crate) fn taken(config: &Config, batch: usize) -> Option<f64> {
    let two = ThreadPoolBuilder::new().num_threads(2).build();
    let before = most()?;
    two.expect("threads can be started").install(|| train(config, batch));
    Some(most()? - before)
}

fn train(config: &Config, batch: usize) {
    let mut rng = StdRng::seed_from_u64(1);
    let text: Vec<usize> = (0..4 * config.context).map(|i| i % config.vocab).collect();
    let mut trainer: Trainer<Gpt<f32>> =
        Trainer::new(Gpt::new(config.clone(), &mut rng), Schedule::constant(1e-4));
    for _ in 0..3 {
        let batch = Batch::random(&text, batch, config.context, &mut rng);
        trainer.step(&batch).expect("a finite loss");
    }
}

// ANCHOR: memory
/// At most so many numbers are alive in a step on two threads, each of which works through
/// two of the four pieces: weights with their two means; the gradients of the pieces; what
/// the backward of two must remember of the forward. (An upper bound: the last gradients
/// are whole only when nothing needs to be remembered any more.)
fn counted(config: &Config, batch: usize) -> [usize; 3] {
    let Config { vocab: v, context: t, layers: l, heads: h, channels: c, .. } = *config;
    let parameters =
        Gpt::<f32>::new(config.clone(), &mut StdRng::seed_from_u64(1)).parameter_count();
    // its norm; x; q, k and v; the weights; what W_O mixes
    let attention = c + c + 3 * c + h * t + c;
    let network = c + c + 4 * c + 4 * c; // its norm; x; before the activation, and after it
    let head = c + c + v + v; // the last norm; x; the logits, and their gradient
    [3 * parameters, 4 * parameters, batch / 2 * t * (l * (attention + network) + head)]
}
// ANCHOR_END: memory

pub(crate) fn report(config: &Config, batch: usize, taken: Option<f64>) {
    let [weights, gradients, activations] =
        counted(config, batch).map(|numbers| 4.0 * numbers as f64 / 1e6);
    let sum = weights + gradients + activations;
    println!(
        "\nmemory (megabytes)\nweights, two means   {weights:7.1}\ngradients            \
        {gradients:7.1}"
    );
    println!("activations          {activations:7.1}\ntogether             {sum:7.1}");
    assert!(activations > gradients && gradients > weights, "in that order");
    if let Some(taken) = taken {
        println!("taken from the system{taken:7.1}");
        figures::expect_of_this_machine(
            taken > 0.5 * sum && taken < 2.0 * sum,
            "what was taken is within a factor of two of what was counted",
        );
    }
}
