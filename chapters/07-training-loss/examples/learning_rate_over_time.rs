//! The learning rate over a run: up in a line while the optimizer's means fill, then down
//! along a cosine.

use figures::{Colour, Figure, Plot};
use training_loss::Schedule;

fn main() -> std::io::Result<()> {
    let schedule = Schedule { peak: 3e-3, last: 1e-4, warm_up: 50, steps: 1201 };
    println!("step   learning rate");
    for step in [0, 24, 49, 50, 625, 1200] {
        println!("{step:4}   {:.6}", schedule.lr(step));
    }
    assert!(
        (schedule.lr(49) - 3e-3).abs() < 1e-15 && (schedule.lr(50) - 3e-3).abs() < 1e-15
    );
    assert!(
        (schedule.lr(625) - (3e-3 + 1e-4) / 2.0).abs() < 1e-12,
        "half way down at half the time"
    );
    assert!((schedule.lr(1200) - 1e-4).abs() < 1e-15);

    let lr = (0..=1200).map(|step| (step as f64, 1e3 * schedule.lr(step)));
    // How full AdamW's two means are after a step: 1 − βᵗ.
    let full = |beta: f64| {
        (0..=1200).map(move |step| (f64::from(step), 1.0 - beta.powi(step + 1)))
    };
    assert!(1.0 - 0.9_f64.powi(50) > 0.99 && 1.0 - 0.99_f64.powi(50) < 0.4);
    let plot = Plot::new().x("step").y("lr (thousandths)").y_range(0.0, 3.5).height(180.0);
    let means = Plot::new().x("step").y("share filled").height(150.0).y_range(0.0, 1.1);
    Figure::new(
        "learning-rate",
        "Above, a short rise to 3 and a long fall. Below, two curves that rise to 1, one \
        at once, one by step 500.",
    )
    .panel(plot.line("", Colour::nth(0), lr))
    .panel(means.line("m, β₁ = 0.9", Colour::nth(1), full(0.9)).line(
        "v, β₂ = 0.99",
        Colour::nth(2),
        full(0.99),
    ))
    .save()?;
    Ok(())
}
