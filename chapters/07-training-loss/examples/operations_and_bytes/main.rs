//! What a training step costs, counted before anything is measured: operations and bytes of
//! each part, and the memory.

#[path = "../costs/mod.rs"]
mod costs;
mod memory;
mod shares;

use costs::{baby, of_a_step, operations};
use decoder::{Config, Gpt};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};

// ANCHOR: numbers
/// The numbers that the forward of each part reads and writes, the whole batch at once,
/// each counted once.
fn numbers(config: &Config, batch: usize) -> [usize; 7] {
    let Config { vocab: v, context: t, layers: l, heads: h, channels: c, .. } = *config;
    let n = batch * t; // tokens
    // x; W and b; y
    let linear = |c_in: usize, c_out: usize| n * c_in + (c_in + 1) * c_out + n * c_out;
    [
        3 * n * c,               // a row of the table, its position, their sum
        (2 * l + 1) * 2 * n * c, // x and y
        l * (linear(c, 3 * c) + linear(c, c)), // W_Q, W_K and W_V side by side; W_O
        l * (3 * n * c + n * h * t + n * c), // q, k and v; the weights; y
        l * (linear(c, 4 * c) + linear(4 * c, c)), // W_1; W_2
        l * 2 * n * 4 * c,       // x and y
        n * c + c * v + n * v + n * v, // x, W, the logits and their gradient
    ]
}
// ANCHOR_END: numbers

fn main() -> std::io::Result<()> {
    let (config, batch) = baby();
    // first, while this program has hardly taken any
    let taken = memory::taken(&config, batch);
    let model: Gpt<f32> = Gpt::new(config.clone(), &mut StdRng::seed_from_u64(1));
    let n = batch * config.context;
    println!(
        "{} parameters; a step of {batch} x {} = {n} tokens\n",
        model.parameter_count(),
        config.context
    );
    println!("forward       operations (M)   megabytes   operations per byte");
    let counted = operations(&config, batch);
    let mut per_byte = Vec::new();
    for ((part, operations), numbers) in counted.iter().zip(numbers(&config, batch)) {
        let (millions, megabytes) = (*operations as f64 / 1e6, 4.0 * numbers as f64 / 1e6);
        per_byte.push(millions / megabytes);
        println!(
            "{part:13} {millions:14.1} {megabytes:11.2} {:21.1}",
            millions / megabytes
        );
    }
    assert!(per_byte[4] > 40.0 && per_byte[3] < 15.0, "the page says so");
    let of_a_piece = per_byte[4] * numbers(&config, batch)[4] as f64
        / (4 * numbers(&config, batch / 4)[4]) as f64;
    assert_eq!(of_a_piece.round(), 33.0, "the page says so");
    let step = of_a_step(&config, batch);
    println!("\nforward and backward: {:.2} billion operations", step as f64 / 1e9);
    assert_eq!(step, 3_964_207_104, "the page says 3.96 billion");
    let matrices = model
        .tensors()
        .into_iter()
        .filter(|(name, tensor)| tensor.ndim() == 2 && name != "embedding.table");
    let weights: usize = matrices.map(|(_, tensor)| tensor.len()).sum();
    assert_eq!(
        step,
        6 * weights * n + 3 * counted[3].1,
        "6 for each weight and token, and the heads'"
    );
    memory::report(&config, batch, taken);
    shares::shares()
}
