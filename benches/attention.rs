//! How long does attention take, as loops and as products, forward and backward?

use std::{hint::black_box, time::Duration};

use attention::{Mask, attend, attend_backward, naive};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use foundations::{Float, normal};
use ndarray::Array2;
use rand::{SeedableRng, rngs::StdRng};

const D: usize = 64;

/// Queries, keys, values and the gradient of the output, `(T, D)` each.
fn arrays<F: Float>(t: usize) -> [Array2<F>; 4] {
    let mut rng = StdRng::seed_from_u64(1);
    [(); 4].map(|()| normal((t, D), 1.0, &mut rng))
}

fn forward(c: &mut Criterion) {
    let mut group = c.benchmark_group("attention/forward");
    for t in [64, 256, 1024] {
        let [q, k, v, _] = arrays::<f32>(t);
        group.bench_function(BenchmarkId::new("fast", t), |b| {
            b.iter(|| black_box(attend(&q, &k, &v, Mask::Causal)));
        });
        let [q, k, v, _] = arrays(t); // the loops are written for f64
        group.bench_function(BenchmarkId::new("naive", t), |b| {
            b.iter(|| black_box(naive::attend(&q, &k, &v, Mask::Causal)));
        });
    }
    group.finish();
}

fn backward(c: &mut Criterion) {
    let mut group = c.benchmark_group("attention/backward");
    for t in [64, 256, 1024] {
        let [q, k, v, dy] = arrays::<f32>(t);
        let (_, a) = attend(&q, &k, &v, Mask::Causal);
        group.bench_function(BenchmarkId::new("fast", t), |b| {
            b.iter(|| black_box(attend_backward(&q, &k, &v, &a, &dy)));
        });
        // The loops take T³ steps: at 1024 tokens, a minute for each run.
        if t <= 64 {
            let [q, k, v, dy] = arrays(t);
            let (_, a) = attend(&q, &k, &v, Mask::Causal);
            group.bench_function(BenchmarkId::new("naive", t), |b| {
                b.iter(|| black_box(naive::attend_backward(&q, &k, &v, &a, &dy)));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = forward, backward
}
criterion_main!(benches);
