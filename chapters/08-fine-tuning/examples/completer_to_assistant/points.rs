//! What was measured at each β, beside theory.

use fine_tuning::theory::Optimum;
use hollow_wood::CAP;

use crate::measure::{Measured, theory};

/// The most nice words that an answer has room for: "kind kind kind …".
pub(crate) const MOST: f64 = ((CAP + 1) / 5) as f64;

/// A β, what theory says of it (of 0 it says nothing), and what was measured.
pub(crate) type Point = (f64, Option<Optimum>, Measured);

/// The point, printed as a row of the table.
pub(crate) fn row(beta: f64, measured: Measured) -> Point {
    let best = (beta > 0.0).then(|| theory(beta));
    let pair = |theory: fn(&Optimum) -> f64, (mean, error): (f64, f64)| {
        let theory = best
            .as_ref()
            .map_or("     –".to_owned(), |best| format!("{:6.2}", rounded(theory(best))));
        format!("{theory}  {:6.2} ± {error:.2}", rounded(mean))
    };
    let (reward, gold, kl) = (
        pair(|o| o.reward, measured.reward),
        pair(|o| o.gold, measured.gold),
        pair(|o| o.kl, measured.kl),
    );
    let beta_or =
        if beta.is_finite() { format!("{beta:4.2}") } else { "   ∞".to_owned() };
    println!("{beta_or}   {reward}   {gold}   {kl}   {:5.1} %", 100.0 * measured.untouched);
    (beta, best, measured)
}

/// To two digits, and no minus before a zero.
fn rounded(x: f64) -> f64 {
    (100.0 * x).round() / 100.0 + 0.0
}

/// What the book claims of the run. The tolerances are more than four standard errors of
/// the 1920 answers at β = 1: the noise of the measurement takes the smaller part of them,
/// what the model has not learnt perfectly the larger. (An answer about the wrong animal
/// can't be gold, and another processor's rounding gives a few more or less of them.)
pub(crate) fn check(points: &[Point]) {
    let (_, best, at_one) = &points[1];
    let best = best.expect("β is 1");
    let near = |measured: (f64, f64), best: f64, tolerance: f64| {
        (measured.0 - best).abs() < tolerance && 4.0 * measured.1 < tolerance
    };
    assert!(
        near(at_one.reward, best.reward, 0.15 * best.reward),
        "at β = 1 the reward is within 15 % of theory"
    );
    assert!(near(at_one.gold, best.gold, 0.08), "at β = 1 gold is within 0.08 of theory");
    let (best, error) = at_one.best_reward(1.0);
    assert!(
        near(at_one.reward, best, 0.15 * best) && error < 0.05,
        "and within 15 % of the best for this network"
    );
    let last = &points[points.len() - 1].2;
    assert!(
        last.gold.0 < 0.05 && last.reward.0 > 0.75 * MOST,
        "at β = 0 the reward is hacked"
    );
    assert!(last.untouched < 0.5, "and another skill is lost");
}
