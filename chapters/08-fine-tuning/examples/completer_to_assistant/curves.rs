//! The measured policies beside theory.

use figures::{Colour, Figure, Plot};
use fine_tuning::Round;
use fine_tuning::theory::{best_beta_for_gold, critical_beta, unlimited};

use crate::measure::{Measured, theory};
use crate::points::{MOST, Point};

/// The mean reward of the answers of each step.
pub(crate) fn reward_by_step(rounds: &[Round], best: f64) -> std::io::Result<()> {
    let mean =
        |round: &Round| round.rewards.iter().sum::<f64>() / round.rewards.len() as f64;
    let curve = rounds.iter().enumerate().map(|(step, round)| (step as f64, mean(round)));
    let plot = Plot::new()
        .x("step of reinforcement learning, β = 1")
        .y("mean reward of 64 answers");
    let ends = [(0.0, best), (rounds.len() as f64, best)];
    Figure::new(
        "reward-by-step",
        "A restless curve rises from 0 to the dashed line and stays about it.",
    )
    .panel(plot.line("", Colour::nth(1), curve).theory("exact optimum", ends))
    .save()?;
    Ok(())
}

/// Reward and gold against β.
pub(crate) fn goodharts_law(points: &[Point]) -> std::io::Result<()> {
    let fine = || (10..=120).map(|i| f64::from(i) / 100.0);
    let plot = |y| {
        Plot::new()
            .x("β")
            .y(y)
            .x_range(-0.05, 1.25)
            .height(180.0)
            .vertical(best_beta_for_gold(), "0.80")
            .vertical(critical_beta(), "critical β")
    };
    let measured = |number: fn(&Measured) -> (f64, f64)| {
        let at = move |(beta, _, measured): &Point| {
            (*beta, number(measured).0, number(measured).1)
        };
        let penalised = points.iter().filter(|point| point.0 > 0.0 && point.0.is_finite());
        penalised.chain(points.last()).map(at).collect::<Vec<_>>()
    };
    let endless = fine()
        .filter_map(|beta| Some((beta, unlimited(beta)?.reward)))
        .filter(|point| point.1 < MOST);
    let reward = plot("reward")
        .y_range(0.0, MOST)
        .theory("theory, at most 50 characters", fine().map(|b| (b, theory(b).reward)));
    let gold = plot("gold")
        .y_range(0.0, 1.0)
        .theory("", fine().map(|beta| (beta, theory(beta).gold)));
    Figure::new(
        "goodharts-law",
        "From right to left the reward rises, slowly, then to 8 and more; gold rises a \
        little, then falls to 0.",
    )
    .panel(reward.line("endless answers", Colour::Muted, endless).measured(
        "measured",
        Colour::nth(1),
        measured(|m| m.reward),
    ))
    .panel(gold.measured("", Colour::nth(1), measured(|m| m.gold)))
    .save()?;
    Ok(())
}

/// Reward, gold, and the skill that nobody rewarded, against the distance from the
/// supervised model.
pub(crate) fn what_distance_costs(points: &[Point]) -> std::io::Result<()> {
    let kl = |measured: &Measured| measured.kl.0.max(0.1); // a logarithmic axis has no 0
    let away = || points[1..].iter().map(|(.., measured)| measured);
    let frontier =
        (15..=220).map(|i| theory(f64::from(i) / 100.0)).map(|best| (best.kl, best.reward));
    let plot = |y| {
        Plot::new()
            .x("KL from the supervised model (nats)")
            .y(y)
            .log_x()
            .x_range(0.1, 200.0)
            .height(130.0)
    };
    let reward = away().map(|m| (kl(m), m.reward.0));
    let gold = away().map(|m| (kl(m), 100.0 * m.gold.0));
    let skill = away().map(|m| (kl(m), 100.0 * m.untouched));
    Figure::new(
        "what-distance-costs",
        "Above, dots along a dashed curve and then beyond its end. Below, gold falls from \
        80 to 0, and later the other skill from about 90 to 0.",
    )
    .panel(plot("reward").theory("the most for its KL", frontier).dots(
        "measured",
        Colour::nth(1),
        reward,
    ))
    .panel(
        plot("share of answers (%)")
            .height(170.0)
            .y_range(0.0, 105.0)
            .line("“who”: gold", Colour::nth(0), gold)
            .line("“where”: valid", Colour::nth(2), skill),
    )
    .save()?;
    Ok(())
}
