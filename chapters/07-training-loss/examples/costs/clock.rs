//! Times, and the most that one core can do.

use std::hint::black_box;
use std::time::Instant;

use decoder::{Config, Gpt};
use foundations::vectors;
use pulp::{Simd, WithSimd};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer};

/// Milliseconds of the fastest of the runs that fit into so many seconds: whatever else the
/// machine does only adds to it. What `prepare` does is not timed.
pub(crate) fn fastest<P, R>(
    seconds: f64,
    mut prepare: impl FnMut() -> P,
    mut work: impl FnMut(P) -> R,
) -> f64 {
    let (begun, mut runs, mut best) = (Instant::now(), 0, f64::INFINITY);
    while runs < 3 || begun.elapsed().as_secs_f64() < seconds {
        let prepared = prepare();
        let start = Instant::now();
        black_box(work(prepared));
        best = best.min(1e3 * start.elapsed().as_secs_f64());
        runs += 1;
    }
    best
}

/// Milliseconds of a training step on random tokens.
pub(crate) fn step(config: &Config, batch: usize) -> f64 {
    let mut rng = StdRng::seed_from_u64(1);
    let text: Vec<usize> =
        (0..4 * config.context).map(|_| rng.random_range(0..config.vocab)).collect();
    let batch = Batch::random(&text, batch, config.context, &mut rng);
    let mut trainer: Trainer<Gpt<f32>> =
        Trainer::new(Gpt::new(config.clone(), &mut rng), Schedule::constant(1e-4));
    fastest(if figures::quick() { 0.05 } else { 0.5 }, || (), |()| trainer.step(&batch))
}

// ANCHOR: peak
/// Operations that one core does in a millisecond, at most: `x ← x·a + b`, for twelve
/// vectors that need not wait for each other.
pub(crate) fn peak() -> f64 {
    const ROUNDS: usize = 100_000;
    struct Loop;
    impl WithSimd for Loop {
        type Output = usize;
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> usize {
            let [a, b] = black_box([0.999, 0.001]).map(|x| simd.splat_f32s(x));
            let mut vectors = [a; 12];
            for _ in 0..ROUNDS {
                for x in &mut vectors {
                    *x = simd.mul_add_e_f32s(*x, a, b);
                }
            }
            black_box(vectors);
            // one times and one plus for each number of a vector
            2 * S::F32_LANES * 12 * ROUNDS
        }
    }
    let operations = vectors().dispatch(Loop);
    operations as f64 / fastest(0.2, || (), |()| vectors().dispatch(Loop))
}
// ANCHOR_END: peak
