//! How fast are products of matrices, by each road: chapter 0's `product`, ndarray's `dot`, and the loops?
//!
//! The shapes are those of a training step of `baby`: a piece of a batch is 192 tokens of 128 channels.

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use foundations::{naive, normal, product};
use ndarray::{Array2, ArrayView2};
use rand::{SeedableRng, rngs::StdRng};

/// What the product is in the model; rows of the left factor, the sum's length, columns of the right one.
const SHAPES: [(&str, [usize; 3]); 5] = [
    ("scores", [64, 32, 64]),
    ("out", [192, 128, 128]),
    ("up", [192, 128, 512]),
    ("down", [192, 512, 128]),
    ("large", [1024, 1024, 1024]),
];

/// How the factors lie in memory: the forward's x·W, the backward's dy·Wᵀ and xᵀ·dy.
const LAYOUTS: [&str; 3] = ["x·W", "dy·Wᵀ", "xᵀ·dy"];

fn matmul(c: &mut Criterion) {
    let mut rng = StdRng::seed_from_u64(1);
    let mut group = c.benchmark_group("matmul");
    for (name, [i, k, j]) in SHAPES {
        let (a, b): (Array2<f32>, Array2<f32>) =
            (normal((i, k), 1.0, &mut rng), normal((k, j), 1.0, &mut rng));
        let [a_by_columns, b_by_columns] = [&a, &b].map(|x| x.t().as_standard_layout().into_owned());
        group.throughput(Throughput::Elements(2 * (i * k * j) as u64)); // multiplications and additions
        for layout in LAYOUTS {
            let (a, b): (ArrayView2<f32>, ArrayView2<f32>) = match layout {
                "dy·Wᵀ" => (a.view(), b_by_columns.t()),
                "xᵀ·dy" => (a_by_columns.t(), b.view()),
                _ => (a.view(), b.view()),
            };
            group.bench_function(BenchmarkId::new(format!("product {layout}"), name), |bencher| {
                bencher.iter(|| black_box(product(&a, &b)));
            });
        }
        group.bench_function(BenchmarkId::new("dot", name), |bencher| bencher.iter(|| black_box(a.dot(&b))));
        // The loops take about a second for the large one.
        if name != "large" {
            let [a, b] = [&a, &b].map(|x| x.mapv(f64::from));
            group.bench_function(BenchmarkId::new("naive", name), |bencher| {
                bencher.iter(|| black_box(naive::product(&a, &b)));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    targets = matmul
}
criterion_main!(benches);
