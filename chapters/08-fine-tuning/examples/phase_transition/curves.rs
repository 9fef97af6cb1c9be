//! Reward and gold against β.

use figures::{Colour, Figure, Plot};
use fine_tuning::lists::{Worth, optimum};
use fine_tuning::theory::{Optimum, best_beta_for_gold, critical_beta, unlimited};

/// Draws the learnt policies' rewards and golds, with their spread, beside theory.
pub(crate) fn draw(
    rewards: Vec<(f64, f64, f64)>,
    golds: Vec<(f64, f64, f64)>,
) -> std::io::Result<()> {
    let fine = || (16..=200).map(|i| f64::from(i) / 100.0);
    let endless =
        |f: fn(Optimum) -> f64| fine().filter_map(move |b| Some((b, f(unlimited(b)?))));
    let capped =
        |f: fn(&Worth) -> f64| fine().map(move |beta| (beta, f(&optimum(beta).worth())));
    let plot = |y| {
        Plot::new()
            .x("β")
            .y(y)
            .x_range(0.15, 2.05)
            .height(170.0)
            .vertical(best_beta_for_gold(), "0.80")
            .vertical(critical_beta(), "critical β")
    };
    Figure::new(
        "phase-transition",
        "Coming from the right, reward and gold rise slowly; from the mark at 0.80 on the \
        reward rises faster and gold falls to 0. Dots lie on the dashed lines or close to \
        them.",
    )
    .panel(
        plot("reward E[R]")
            .y_range(0.0, 5.5)
            .theory("at most five moods", capped(|w| w.reward))
            .line(
                "endless lists",
                Colour::Muted,
                endless(|o| o.reward).filter(|point| point.1 < 5.5),
            )
            .measured("learnt, 5 seeds", Colour::nth(1), rewards),
    )
    .panel(
        plot("gold")
            .y_range(0.0, 1.0)
            .theory("", capped(|w| w.gold))
            .line("", Colour::Muted, endless(|o| o.gold))
            .measured("", Colour::nth(1), golds),
    )
    .save()?;
    Ok(())
}
