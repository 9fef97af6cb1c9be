//! Batches, the loss over a batch on several threads, and the loop.

use std::ops::Range;

use decoder::{Config, Gpt};
use foundations::{Params, normal};
use ndarray::{Array2, array, s};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{
    AdamW, Batch, Diverged, Schedule, Trainer, cross_entropy, loss_and_gradient, mean_loss,
    windows,
};

fn tiny(seed: u64) -> Gpt<f64> {
    Gpt::new(Config::article(9, 8, 2, 2, 8), &mut StdRng::seed_from_u64(seed))
}

/// A batch whose weights have both signs.
fn draw(rows: usize, seed: u64) -> Batch<f64> {
    let mut rng = StdRng::seed_from_u64(seed);
    let text: Vec<usize> = (0..50).map(|_| rng.random_range(0..9)).collect();
    let batch: Batch<f64> = Batch::random(&text, rows, 8, &mut rng);
    Batch::new(batch.inputs, batch.targets, normal((rows, 8), 1.0, &mut rng))
}

proptest! {
    #[test]
    fn targets_are_the_inputs_one_later(n in 9_usize..60, rows in 1_usize..9, t in 1_usize..9, seed: u64) {
        let text: Vec<usize> = (0..n).collect(); // every token says where it stands
        let batch: Batch<f32> = Batch::random(&text, rows, t, &mut StdRng::seed_from_u64(seed));
        prop_assert_eq!(batch.inputs.dim(), (rows, t));
        prop_assert_eq!(&batch.targets, &(&batch.inputs + 1));
        for row in batch.inputs.rows() {
            prop_assert!(row.iter().zip(row[0]..).all(|(&token, place)| token == place), "a window in one piece");
        }
        let again: Batch<f32> = Batch::random(&text, rows, t, &mut StdRng::seed_from_u64(seed));
        prop_assert_eq!(batch, again); // the same seed, the same windows
    }

    #[test]
    fn measured_windows_are_spread_over_the_text(n in 2_usize..300, count in 1_usize..40, t in 1_usize..30) {
        let n = n.max(t + 1);
        let starts = windows(n, count, t);
        prop_assert_eq!(starts.len(), count.min(n - t));
        prop_assert!(starts[0] == 0 && starts.is_sorted_by(|a, b| a < b) && starts[starts.len() - 1] + t < n);
        let gaps: Vec<usize> = starts.windows(2).map(|two| two[1] - two[0]).collect();
        prop_assert!(gaps.iter().all(|gap| gap.abs_diff(gaps[0]) <= 1), "{:?}", starts);
    }

    #[test]
    fn sizes_of_weights_sum_to_one(rows in 1_usize..9, seed: u64) {
        let batch = draw(rows, seed);
        prop_assert!((batch.weights.mapv(f64::abs).sum() - 1.0).abs() < 1e-12);
        prop_assert!(batch.weights.iter().any(|&w| w < 0.0) || rows * 8 < 30);
    }

    #[test]
    fn every_window_can_be_drawn(t in 1_usize..5, seed: u64) {
        let text: Vec<usize> = (0..8).collect();
        let batch: Batch<f64> = Batch::random(&text, 400, t, &mut StdRng::seed_from_u64(seed));
        let firsts: std::collections::BTreeSet<usize> = batch.inputs.column(0).iter().copied().collect();
        prop_assert_eq!(firsts.into_iter().collect::<Vec<_>>(), (0..8 - t).collect::<Vec<_>>());
    }
}

#[test]
fn a_batch_in_pieces_is_the_batch_in_one() {
    let model = tiny(1);
    for rows in 1..=9 {
        let batch = draw(rows, 2);
        let (logits, cache) = model.forward(&batch.inputs);
        let (whole, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
        let of_whole = model.backward(cache, &dlogits);

        let (loss, gradient) = loss_and_gradient(&model, &batch);
        assert!(
            (loss - whole).abs() < 1e-12,
            "{rows} rows: {loss} in pieces, {whole} in one"
        );
        let alone = mean_loss(&model, &batch);
        assert!(
            (alone - loss).abs() < 1e-12,
            "{rows} rows: {alone} as the loss alone, {loss} with its gradient"
        );
        for ((name, pieces), (_, one)) in gradient.tensors().iter().zip(of_whole.tensors())
        {
            let error =
                (pieces - &one).iter().fold(0.0, |worst: f64, d| worst.max(d.abs()));
            assert!(error < 1e-12, "{rows} rows: {name} is off by {error:e}");
        }
    }
}

/// Bit for bit what the pieces give one after the other: so the number of threads can't
/// matter.
#[test]
fn a_batch_is_worked_through_in_pieces_that_depend_on_it_alone() {
    let model: Gpt<f32> =
        Gpt::new(Config::article(9, 8, 2, 2, 8), &mut StdRng::seed_from_u64(1));
    // Four pieces of up to 512 tokens; 8 tokens to a row.
    for (rows, pieces) in
        (1..=9).map(|rows| (rows, 4)).chain([(256, 4), (257, 8), (512, 8), (513, 16)])
    {
        let Batch { inputs, targets, weights } = draw(rows, 2);
        assert_eq!(inputs.ncols(), 8);
        let batch = Batch { inputs, targets, weights: weights.mapv(|w| w as f32) };
        let (loss, gradient) = one_after_the_other(&model, &batch, 0..rows, pieces);
        assert_eq!(loss_and_gradient(&model, &batch), (loss, gradient), "{rows} rows");
        assert_eq!(mean_loss(&model, &batch), loss, "validation, {rows} rows");
    }
}

/// The loss and gradient of some rows, in so many pieces.
fn one_after_the_other(
    model: &Gpt<f32>,
    batch: &Batch<f32>,
    rows: Range<usize>,
    pieces: usize,
) -> (f32, Gpt<f32>) {
    if pieces > 1 && rows.len() > 1 {
        let middle = rows.start + rows.len() / 2;
        let [first, second] = [rows.start..middle, middle..rows.end]
            .map(|half| one_after_the_other(model, batch, half, pieces / 2));
        let mut gradient = first.1;
        gradient.accumulate(&second.1);
        return (first.0 + second.0, gradient);
    }
    let (logits, cache) = model.forward(&batch.inputs.slice(s![rows.clone(), ..]));
    let (loss, dlogits) = cross_entropy(
        &logits,
        &batch.targets.slice(s![rows.clone(), ..]),
        &batch.weights.slice(s![rows, ..]),
    );
    (loss, model.backward(cache, &dlogits))
}

#[cfg(feature = "threads")]
#[test]
fn the_same_bits_on_any_number_of_threads() {
    let run = |threads: usize| {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let config = Config::article(9, 8, 2, 2, 8);
            let model: Gpt<f32> = Gpt::new(config, &mut StdRng::seed_from_u64(3));
            let mut trainer = Trainer::new(model, Schedule::constant(1e-2));
            let mut rng = StdRng::seed_from_u64(4);
            let text: Vec<usize> = (0..90).map(|i| i * i % 9).collect();
            let steps: Vec<_> = (0..5)
                .map(|_| trainer.step(&Batch::random(&text, 7, 8, &mut rng)))
                .collect();
            (steps, trainer)
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(3));
    assert_eq!(one, run(4));
}

#[test]
fn the_loss_of_a_new_model_is_about_ln_v() {
    let batch: Batch<f64> = Batch::random(
        &(0..90).map(|i| i * i % 9).collect::<Vec<_>>(),
        8,
        8,
        &mut StdRng::seed_from_u64(5),
    );
    let loss = mean_loss(&tiny(6), &batch);
    assert!((loss - 9.0_f64.ln()).abs() < 0.05, "{loss}");
}

#[test]
fn a_tiny_model_learns_one_batch_by_heart() {
    let mut rng = StdRng::seed_from_u64(7);
    let text: Vec<usize> = (0..40).map(|_| rng.random_range(0..9)).collect();
    // From the second token on the text can be known; the first of each window differs.
    let batch: Batch<f32> = Batch::of_windows(&text, &[0, 8, 16, 24], 8);
    let config = Config::article(9, 8, 2, 2, 16);
    let mut trainer = Trainer::new(Gpt::new(config, &mut rng), Schedule::constant(1e-2));
    let mut loss = || trainer.step(&batch).expect("a finite loss").loss;
    let first = loss();
    let last = (0..300).map(|_| loss()).last().expect("300 steps");
    assert!(first > 2.0 && last < 0.05, "from {first} to {last}");
}

#[test]
fn a_step_reports_what_it_did() {
    let schedule = Schedule { peak: 1e-2, last: 1e-3, warm_up: 2, steps: 3 };
    let mut trainer = Trainer::new(tiny(8), schedule);
    let batch = draw(3, 9);
    for k in 0..3 {
        let (loss, gradient) = loss_and_gradient(&trainer.model, &batch);
        let step = trainer.step(&batch).expect("a finite loss");
        assert_eq!((step.step, step.loss, step.lr), (k, loss, schedule.lr(k)));
        assert_eq!(
            step.gradient_norm,
            training_loss::gradient_norm(&gradient),
            "before clipping"
        );
    }
}

#[test]
fn a_step_clips_to_the_length_it_was_told() {
    let mut trainer =
        Trainer { max_norm: 1e-3, ..Trainer::new(tiny(8), Schedule::constant(1e-2)) };
    assert!(trainer.step(&draw(3, 9)).expect("a finite loss").gradient_norm > 1e-3);
    let length = training_loss::gradient_norm(&trainer.optimizer.mean); // a tenth of the clipped gradient
    assert!((length - 1e-4).abs() < 1e-12, "{length}");
}

/// Every number of a trainer as its bits: NaN is not even equal to itself.
fn bits(trainer: &Trainer<Gpt<f32>>) -> Vec<u32> {
    let AdamW { mean, square, .. } = &trainer.optimizer;
    let tensors = [&trainer.model, mean, square].map(|part| part.tensors());
    tensors.iter().flatten().flat_map(|(_, x)| x.iter().map(|x| x.to_bits())).collect()
}

/// A trainer in the middle of a run, and a batch for its next step.
fn on_the_way() -> (Trainer<Gpt<f32>>, Batch<f32>) {
    let model = Gpt::new(Config::article(9, 8, 2, 2, 8), &mut StdRng::seed_from_u64(1));
    let Batch { inputs, targets, weights } = draw(3, 9);
    let batch = Batch::new(inputs, targets, weights.mapv(|w| w as f32));
    let mut trainer = Trainer::new(model, Schedule::constant(1e-2));
    trainer.step(&batch).expect("a finite loss");
    (trainer, batch)
}

/// The step is refused, no bit changes, and the next step is the one that it would have
/// been.
fn assert_refused(trainer: &mut Trainer<Gpt<f32>>, batch: &Batch<f32>) -> Diverged {
    let before = bits(trainer);
    let diverged = trainer.step(batch).expect_err("it can't be made");
    assert!(bits(trainer) == before, "a number has changed");
    assert_eq!((diverged.step, trainer.optimizer.steps), (1, 1));
    diverged
}

#[test]
fn a_batch_that_counts_nan_harms_nothing() {
    for poison in [f32::NAN, f32::INFINITY] {
        let (mut trainer, batch) = on_the_way();
        let mut poisoned = batch.clone();
        poisoned.weights[[2, 5]] = poison;
        let mut other = trainer.clone();
        let diverged = assert_refused(&mut trainer, &poisoned);
        assert!(!diverged.loss.is_finite() && !diverged.gradient_norm.is_finite());
        assert_eq!(diverged.tensor.as_deref(), Some("head"), "the first on the way back");
        assert_eq!(trainer.step(&batch), other.step(&batch));
        assert_eq!(trainer, other);
    }
}

#[test]
fn a_model_with_nan_in_it_is_left_as_it_is() {
    let (trainer, batch) = on_the_way();
    for i in 0..trainer.model.tensors().len() {
        let mut trainer = trainer.clone();
        trainer.model.tensors_mut()[i].1.fill(f32::NAN);
        assert!(assert_refused(&mut trainer, &batch).loss.is_nan());
    }
}

/// A tiny number times a huge one is the output of the feed-forward part; the gradient of
/// the tiny one has no room in an `f32`.
#[test]
fn a_gradient_that_overflows_is_refused_where_the_loss_is_finite() {
    let (mut trainer, mut batch) = on_the_way();
    let layer = &mut trainer.model.blocks[0].feed_forward.inner;
    layer.up.w *= 1e-37;
    layer.up.b.fill(0.0);
    layer.down.w *= 1e37;
    batch.weights *= 1e6;
    let diverged = assert_refused(&mut trainer, &batch);
    assert!(diverged.loss.is_finite() && !diverged.gradient_norm.is_finite());
    assert_eq!(diverged.tensor.as_deref(), Some("blocks.0.feed_forward.up.b"));
    let said = diverged.to_string();
    assert!(said.starts_with("step 1 was not made: its loss is "), "{said}");
}

#[test]
#[should_panic(expected = "need 9 tokens, not 8")]
fn a_text_shorter_than_a_window_is_refused() {
    Batch::<f32>::random(&[0; 8], 1, 8, &mut StdRng::seed_from_u64(0));
}

#[test]
#[should_panic(expected = "there is nothing to learn from this batch")]
fn weights_that_are_all_zero_are_refused() {
    Batch::<f32>::new(array![[0]], array![[1]], Array2::zeros((1, 1)));
}
