//! How long does a softmax take, as loops and fast, forward and backward?

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use foundations::{Float, naive, normal, softmax, softmax_backward};
use ndarray::{Array1, Array2};
use rand::{SeedableRng, rngs::StdRng};

/// Keys to look at, up to the context of *small* and beyond; and the vocabulary of GPT-2.
const LENGTHS: [usize; 4] = [64, 256, 1024, 50_257];

/// A row of normal numbers.
fn row<F: Float>(length: usize, seed: u64) -> Array1<F> {
    normal(length, 1.0, &mut StdRng::seed_from_u64(seed))
}

fn forward(c: &mut Criterion) {
    let mut group = c.benchmark_group("softmax/forward");
    for length in LENGTHS {
        let matrix: Array2<f32> = row(length, 1).into_shape_with_order((1, length)).expect("one row");
        let row = row(length, 1); // the loops are written for f64
        group.throughput(Throughput::Elements(length as u64));
        group.bench_function(BenchmarkId::new("fast", length), |b| b.iter(|| black_box(softmax(&matrix))));
        group.bench_function(BenchmarkId::new("naive", length), |b| {
            b.iter(|| black_box(naive::softmax(&row)));
        });
    }
    group.finish();
}

fn backward(c: &mut Criterion) {
    let mut group = c.benchmark_group("softmax/backward");
    for length in LENGTHS {
        let (p, dp) = (naive::softmax(&row(length, 1)), row(length, 2));
        let [fast_p, fast_dp] = [&p, &dp].map(|x| x.mapv(|x| x as f32));
        group.throughput(Throughput::Elements(length as u64));
        group.bench_function(BenchmarkId::new("fast", length), |b| {
            b.iter(|| black_box(softmax_backward(&fast_p, &fast_dp)));
        });
        // The chain rule written out takes K² steps: with GPT-2's vocabulary, seconds.
        if length <= 1024 {
            group.bench_function(BenchmarkId::new("naive", length), |b| {
                b.iter(|| black_box(naive::softmax_backward(&p, &dp)));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(1));
    targets = forward, backward
}
criterion_main!(benches);
