//! What the two remedies are for: 24 layers learn a small task, or do not.

mod training;

use figures::{Colour, Figure, Plot};
use training::train;

const STEPS: usize = 300;
const RATES: [f32; 4] = [0.0001, 0.001, 0.003, 0.01];

fn main() -> std::io::Result<()> {
    println!(
        "loss after {STEPS} steps at rate\n          {}",
        RATES.map(|rate| format!("{rate:>9}")).concat()
    );
    let mut plot = Plot::new().x("step").y("mean square error").log_y();
    let mut best = [0.0; 4];
    for (i, kind) in ["neither", "residual", "post-LN", "pre-LN"].into_iter().enumerate() {
        let runs = RATES.map(|rate| train(kind, rate).0);
        println!(
            "{kind:10}{}",
            runs.each_ref().map(|losses| format!("{:9.3}", losses[STEPS - 1])).concat()
        );
        let last = |losses: &[f32]| {
            if losses[STEPS - 1].is_nan() { f32::INFINITY } else { losses[STEPS - 1] }
        };
        let run =
            runs.iter().min_by(|a, b| last(a).total_cmp(&last(b))).expect("four rates");
        best[i] = last(run);
        if best[i].is_finite() {
            let points =
                run.iter().enumerate().map(|(n, &loss)| (n as f64, f64::from(loss)));
            plot = plot.line(kind, Colour::nth(i), points);
        }
    }
    let constant = train("neither", 0.0).1;
    println!("the best constant answer: {constant:.3}");
    let [neither, residual, post, pre] = best;
    assert!(
        (neither / constant - 1.0).abs() < 1e-3,
        "{neither}: no better than a constant"
    );
    assert!(
        residual.is_infinite() && post < 0.5 * neither && pre < 0.5 * post,
        "{residual}, {post}, {pre}"
    );
    let alternative = "The loss against the step, at the best of four rates for each kind. \
        Neither: falls to the loss of a constant answer and stays. The residual alone is \
        not shown, it diverges. Post-LN falls to a quarter, pre-LN to less than a tenth.";
    let plot = plot.horizontal(f64::from(constant), "the best constant answer");
    Figure::new("deep-training", alternative).panel(plot).save()?;
    Ok(())
}
