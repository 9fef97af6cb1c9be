//! What a gradient is for: the smallest linear layer learns the line 2x + 1, and theory
//! says how fast.

use figures::{Colour, Figure, Plot};
use foundations::{Layer, Linear, Params};
use ndarray::{Array3, array};

const STEPS: i32 = 20;

/// The losses of `STEPS` steps of gradient descent, and the layer that it ends with.
fn descend(rate: f64) -> (Vec<f64>, Linear<f64>) {
    let x = array![[[-1.0], [-0.5], [0.0], [0.5], [1.0]]]; // (1, 5, 1)
    let target: Array3<f64> = 2.0 * &x + 1.0;
    let mut layer = Linear { w: array![[0.0]], b: array![0.0] };
    let mut losses = Vec::new();
    for step in 0..=STEPS {
        let (y, cache) = layer.forward(&x);
        let error = y - &target;
        losses.push(error.mapv(|e| e * e).sum() / 10.0); // half of the mean square
        if step == STEPS {
            break;
        }
        let (_, mut gradient) = layer.backward(cache, &(error / 5.0));
        gradient.scale(-rate);
        layer.accumulate(&gradient); // θ ← θ − η·dθ
    }
    (losses, layer)
}

/// The loss after `n` steps: the error of each parameter shrinks by 1 − ηλ in each, λ = ½
/// for w and 1 for b.
fn theory(rate: f64, n: i32) -> f64 {
    let of_w = 0.5 * (0.0_f64 - 2.0).powi(2) * (1.0 - 0.5 * rate).powi(2 * n);
    let of_b = (0.0_f64 - 1.0).powi(2) * (1.0 - rate).powi(2 * n);
    0.5 * (of_w + of_b)
}

fn main() -> std::io::Result<()> {
    println!("rate η   loss at 0   at step 5   at {STEPS}      w        b");
    let after_20 = |rate| theory(rate, 20);
    assert!([0.1, 1.9, 2.1].iter().all(|&rate| after_20(rate) > after_20(0.5)));
    let mut plot = Plot::new().x("step").y("loss").log_y();
    for (i, rate) in [0.1, 0.5, 1.9, 2.1].into_iter().enumerate() {
        let (losses, layer) = descend(rate);
        let (w, b) = (layer.w[[0, 0]], layer.b[0]);
        println!(
            "{rate:6}   {:9.4}   {:9.4}   {:7.4}   {w:6.3}   {b:6.3}",
            losses[0], losses[5], losses[20]
        );
        let exact = |n: usize| theory(rate, n as i32);
        for (n, &loss) in losses.iter().enumerate() {
            assert!(
                (loss / exact(n) - 1.0).abs() < 1e-9,
                "step {n}: {loss} is not the exact {}",
                exact(n)
            );
        }
        let left = |factor: f64| factor.powi(STEPS); // of a parameter's error
        assert!((w - 2.0 * (1.0 - left(1.0 - 0.5 * rate))).abs() < 1e-9, "w after {STEPS}");
        assert!((b - (1.0 - left(1.0 - rate))).abs() < 1e-9, "b after {STEPS}");
        let falls = losses[20] < losses[0];
        assert_eq!(falls, rate <= 2.0, "a step above 2 / λ grows the loss");
        plot = plot
            .theory(
                if i == 0 { "theory" } else { "" },
                (0..losses.len()).map(|n| (n as f64, exact(n))),
            )
            .dots(
                &format!("η = {rate}"),
                Colour::nth(i),
                losses.iter().enumerate().map(|(n, &l)| (n as f64, l)),
            );
    }
    let alternative = "The loss against the step, logarithmic, for four learning rates. It \
        falls slowly for 0.1, fast for 0.5, slowly again for 1.9, and grows for 2.1. Every \
        dot lies on a dashed line.";
    Figure::new("learn-a-line", alternative).panel(plot).save()?;
    Ok(())
}
