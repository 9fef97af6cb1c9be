//! How long does a model take to write a text as long as its context, with kept keys and values and without?

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use decoder::{Config, Gpt, Sampling, Writer, naive};
use ndarray::{ArrayView2, s};
use rand::{SeedableRng, rngs::StdRng};

/// The sizes of `pytorch.py`: layers, heads, channels, context.
const SIZES: [(&str, [usize; 4]); 2] = [("baby", [4, 4, 128, 64]), ("small", [6, 6, 384, 256])];
const VOCAB: usize = 65;

/// A token for each place of the context, drawn one after the other; each is drawn from one row of new logits.
fn with_kept_keys(model: &Gpt<f32>) -> Vec<usize> {
    let mut rng = StdRng::seed_from_u64(2);
    let mut writer = Writer::new(model, &[0]);
    for _ in 0..model.config.context {
        writer.write(&Sampling::PLAIN, &mut rng);
    }
    writer.tokens().to_vec()
}

/// The same text, from logits of all its rows again and again.
fn all_again(model: &Gpt<f32>) -> Vec<usize> {
    let mut rng = StdRng::seed_from_u64(2);
    let mut tokens = vec![0];
    for _ in 0..model.config.context {
        let (logits, _) =
            model.forward(&ArrayView2::from_shape((1, tokens.len()), &tokens).expect("one row"));
        tokens.push(Sampling::PLAIN.draw(&logits.slice(s![0, -1, ..]), &mut rng));
    }
    tokens
}

fn generate(c: &mut Criterion) {
    for (size, [layers, heads, channels, context]) in SIZES {
        let config = Config::article(VOCAB, context, layers, heads, channels);
        let model: Gpt<f32> = Gpt::new(config, &mut StdRng::seed_from_u64(1));
        let mut group = c.benchmark_group(format!("generate/{size}"));
        group.throughput(Throughput::Elements(context as u64)).sampling_mode(SamplingMode::Flat);
        group.bench_function("kept", |b| b.iter(|| black_box(with_kept_keys(&model))));
        group.bench_function("all again", |b| b.iter(|| black_box(all_again(&model))));
        // The loops would take half an hour for one text of the small model.
        if size == "baby" {
            let config = Config::article(VOCAB, context, layers, heads, channels);
            let model: Gpt<f64> = Gpt::new(config, &mut StdRng::seed_from_u64(1));
            let mut rng = StdRng::seed_from_u64(2);
            group.bench_function("naive", |b| {
                b.iter(|| black_box(naive::write(&model, &[0], context, &Sampling::PLAIN, &mut rng)));
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    targets = generate
}
criterion_main!(benches);
