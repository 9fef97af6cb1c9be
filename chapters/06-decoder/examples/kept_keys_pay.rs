//! Time for one more token with kept keys and without, up to the context and past it, where
//! the window moves.

use std::time::Instant;

use decoder::{Config, Gpt, Writer};
use figures::{Colour, Figure, Plot};
use ndarray::{ArrayView2, s};
use rand::{RngExt, SeedableRng, rngs::StdRng};

const CONTEXT: usize = 128;
const TEXT: usize = 192;
const V: usize = 30;
const L: usize = 2;
const C: usize = 64;

/// Multiplications for token number t: one row through all blocks, or all rows of the
/// window again.
fn operations(t: usize, kept: bool) -> usize {
    let seen = t.min(CONTEXT);
    let rows = if kept && t <= CONTEXT { 1 } else { seen };
    rows * (L * (12 * C * C + 2 * seen * C) + C * V)
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let model: Gpt<f32> = Gpt::new(Config::article(V, CONTEXT, L, 4, C), &mut rng);
    let text: Vec<usize> = (0..TEXT).map(|_| rng.random_range(0..V)).collect();
    // ms, the quickest of three
    let [mut with, mut without] = [f64::INFINITY; 2].map(|never| vec![never; TEXT + 1]);
    for _ in 0..3 {
        let mut writer = Writer::new(&model, &text[..1]);
        for t in 1..=TEXT {
            let start = Instant::now();
            let kept = writer.next_logits();
            with[t] = with[t].min(1e3 * start.elapsed().as_secs_f64());
            if t % 8 == 0 {
                let window = &text[t.saturating_sub(CONTEXT)..t];
                let window =
                    ArrayView2::from_shape((1, window.len()), window).expect("one row");
                let start = Instant::now();
                let logits = model.forward(&window).0;
                without[t] = without[t].min(1e3 * start.elapsed().as_secs_f64());
                assert!(
                    (kept - logits.slice(s![0, -1, ..])).iter().all(|x| x.abs() < 1e-5),
                    "the same logits"
                );
            }
            text.get(t).into_iter().for_each(|&token| writer.push(token));
        }
    }
    println!("token   multiplications (thousands)         time (ms)");
    println!("             kept   all again   ratio      kept   all again");
    for t in [8, 64, 128, 136, 192] {
        let [one, all] = [true, false].map(|kept| operations(t, kept));
        let (kept, again) = (with[t], without[t]);
        println!(
            "{t:5} {:11} {:11} {:7} {kept:9.3} {again:11.3}",
            one / 1000,
            all / 1000,
            all / one
        );
        assert_eq!(all / one, if t <= CONTEXT { t } else { 1 });
    }
    figures::expect_of_this_machine(
        with[CONTEXT] < without[CONTEXT],
        "at the end of the context keeping pays",
    );
    let count =
        |kept| (1..=TEXT).map(move |t| (t as f64, operations(t, kept) as f64 / 1e6));
    let axes = |y| {
        Plot::new()
            .x("token number t")
            .y(y)
            .log_y()
            .vertical(CONTEXT as f64, "context")
            .height(180.0)
    };
    let counts =
        axes("multiplications (millions)").line("all again", Colour::nth(0), count(false));
    let again = (8..=TEXT).step_by(8).map(|t| (t as f64, without[t]));
    let times = axes("time (ms)").line("all again", Colour::nth(0), again);
    let times = times.line("kept", Colour::nth(1), (1..=TEXT).map(|t| (t as f64, with[t])));
    let counts = counts.line("kept", Colour::nth(1), count(true));
    let millions = |t| operations(t, true) as f64 / 1e6;
    let alternative = format!(
        "With kept keys the cost hardly grows up to the context, from {:.2} to {:.2} \
        million multiplications a token, then jumps to that of doing all again, {:.0} \
        million.",
        millions(1),
        millions(CONTEXT),
        millions(CONTEXT + 1)
    );
    Figure::new("kept-keys-pay", &alternative).panel(counts).panel(times).save().map(drop)
}
