//! Two numbers learn one answer: the loss, its gradient, and AdamW, small enough to follow
//! on paper.

use figures::{Colour, Figure, Plot};
use ndarray::{Array3, array};
use training_loss::{AdamW, clip, cross_entropy};

fn main() -> std::io::Result<()> {
    // two tokens, equally likely; the second is right
    let mut logits: Array3<f64> = array![[[0.0, 0.0]]];
    let (target, weight) = (array![[1]], array![[1.0]]);
    let mut optimizer = AdamW { decay: 0.0, ..AdamW::new(&logits) };
    println!("step   logits           p(right)   loss    gradient         its length");
    let mut path = Vec::new();
    for step in 0..=20 {
        let (loss, mut gradient) = cross_entropy(&logits, &target, &weight);
        let (z, g) = (
            [logits[[0, 0, 0]], logits[[0, 0, 1]]],
            [gradient[[0, 0, 0]], gradient[[0, 0, 1]]],
        );
        path.push((z[1] - z[0], loss));
        let length = clip(&mut gradient, 1.0);
        if step < 4 || step == 20 {
            println!(
                "{step:4}   {:6.3} {:6.3}    {:7.3}  {loss:6.3}   {:6.3} {:6.3}     \
                {length:6.3}",
                z[0],
                z[1],
                (-loss).exp(),
                g[0],
                g[1]
            );
        }
        assert!((g[0] + g[1]).abs() < 1e-15, "the gradient sums to 0");
        if step == 0 {
            assert!((loss - 2_f64.ln()).abs() < 1e-15 && g == [0.5, -0.5]);
        }
        if step == 1 {
            assert!(
                (z[0] + 0.1).abs() < 1e-8 && (z[1] - 0.1).abs() < 1e-8,
                "the first step has size lr"
            );
        }
        optimizer.step(&mut logits, &gradient, 0.1);
    }
    let curve =
        (0..=100).map(|i| f64::from(i) * 0.04).map(|d| (d, (1.0 + (-d).exp()).ln()));
    Figure::new(
        "one-step",
        "Dots go down a curve from 0.69: the steps shrink far less than the slope \
        does.",
    )
    .panel(
        Plot::new()
            .x("right logit − wrong logit")
            .y("loss (nats)")
            .theory("ln(1 + exp(−d))", curve)
            .dots("steps", Colour::nth(0), path),
    )
    .save()?;
    Ok(())
}
