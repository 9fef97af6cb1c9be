//! Three scores become three weights, number by number; and why the largest score is
//! subtracted first.

use figures::{Colour, Figure, Plot};
use foundations::{naive, softmax};
use ndarray::{Array1, array};

/// The formula as it is written in books, with nothing subtracted.
fn without_max(s: &Array1<f64>) -> Array1<f64> {
    let e = s.mapv(f64::exp);
    let sum = e.sum();
    e / sum
}

fn main() -> std::io::Result<()> {
    let s: Array1<f64> = array![2.0, 1.0, 0.0];
    let e = s.mapv(|s| (s - 2.0).exp());
    let p = naive::softmax(&s);
    println!("score  exp(score − 2)  divided by their sum, {:.4}", e.sum());
    for i in 0..3 {
        println!("{:5}  {:14.4}  {:.4}", s[i], e[i], p[i]);
    }
    assert!((p.sum() - 1.0).abs() < 1e-15);
    assert!((p[0] / p[1] - 1_f64.exp()).abs() < 1e-14, "1 more is e times the weight");

    let far = &s + 1000.0;
    println!("\nscores 1002, 1001, 1000");
    println!("without the maximum: {:.4}", without_max(&far));
    println!("with it:             {:.4}", naive::softmax(&far));
    assert!(without_max(&far).iter().all(|p| p.is_nan()));
    assert_eq!(naive::softmax(&far), p);
    assert!(710_f64.exp().is_infinite() && 89_f32.exp().is_infinite());

    let temperatures: Vec<f64> =
        (-40..=60).map(|i| 10_f64.powf(f64::from(i) / 40.0)).collect();
    let weights = |i: usize| -> Vec<(f64, f64)> {
        let weight = |&t: &f64| (t, softmax(&array![[2.0 / t, 1.0 / t, 0.0]])[[0, i]]);
        temperatures.iter().map(weight).collect()
    };
    let (cold, hot) = (weights(0)[0].1, weights(0)[100].1);
    assert!(cold > 0.9999 && (hot - 1.0 / 3.0).abs() < 0.02);

    let plot = Plot::new()
        .x("temperature τ")
        .y("weight")
        .log_x()
        .y_range(0.0, 1.0)
        .x_ticks([0.1, 1.0, 10.0]);
    let plot = ["score 2", "score 1", "score 0"]
        .iter()
        .enumerate()
        .fold(plot, |plot, (i, label)| plot.line(label, Colour::nth(i), weights(i)));
    let alternative = "Three curves against the temperature. At 0.1 the score 2 has all \
        the weight; at 1 they have 0.67, 0.24 and 0.09; towards 30 all three come near one \
        third.";
    Figure::new("softmax-temperature", alternative)
        .panel(plot.vertical(1.0, "τ = 1"))
        .save()?;
    Ok(())
}
