//! How long does one training step take: forward, backward, clipping, AdamW?
//!
//! The sizes are those of `benches/pytorch.py`, which times the same step in PyTorch.

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use decoder::{Config, Gpt, naive};
use feed_forward::Activation;
use foundations::Float;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer};

const VOCAB: usize = 65;

/// A size's name, its layers, heads, channels and context, and the sequences of a batch.
const SIZES: [(&str, [usize; 4], usize); 2] = [("baby", [4, 4, 128, 64], 12), ("small", [6, 6, 384, 256], 8)];

fn model<F: Float>([layers, heads, channels, context]: [usize; 4], activation: Activation) -> Gpt<F> {
    let config = Config { activation, ..Config::article(VOCAB, context, layers, heads, channels) };
    Gpt::new(config, &mut StdRng::seed_from_u64(1))
}

fn batch(sequences: usize, tokens: usize) -> Batch<f32> {
    let mut rng = StdRng::seed_from_u64(2);
    let [inputs, targets] =
        [(); 2].map(|()| Array2::from_shape_simple_fn((sequences, tokens), || rng.random_range(..VOCAB)));
    Batch::new(inputs, targets, Array2::ones((sequences, tokens)))
}

fn train_step(c: &mut Criterion) {
    let mut group = c.benchmark_group("train_step");
    for (name, size, sequences) in SIZES {
        let batch = batch(sequences, size[3]);
        group.throughput(Throughput::Elements(batch.inputs.len() as u64)); // tokens
        for (activation, suffix) in [(Activation::Relu, ""), (Activation::Gelu, "-gelu")] {
            let mut trainer = Trainer::new(model(size, activation), Schedule::constant(1e-3));
            group.bench_function(format!("{name}{suffix}"), |b| b.iter(|| trainer.step(&batch)));
        }
    }
    group.finish();
}

/// The slow lane: the formulas as loops, forward only (a step is three times as much work).
fn naive_forward(c: &mut Criterion) {
    let (_, size, sequences) = SIZES[0];
    let (model, batch): (Gpt<f64>, _) = (model(size, Activation::Relu), batch(sequences, size[3]));
    let mut group = c.benchmark_group("train_step");
    group.throughput(Throughput::Elements(batch.inputs.len() as u64)); // tokens
    group.bench_function("baby-naive-forward", |b| {
        b.iter(|| {
            batch
                .inputs
                .rows()
                .into_iter()
                .map(|tokens| naive::gpt(&model, &tokens.to_vec()))
                .collect::<Vec<_>>()
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    targets = train_step, naive_forward
}
criterion_main!(benches);
