//! The most reward for a distance from the supervised model: no policy has more.

use figures::{Colour, Figure, Plot};
use fine_tuning::lists::{Lists, Worth, optimum};
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// Draws the frontier, the learnt policies at `points`, and random ones.
pub(crate) fn draw(points: Vec<(f64, f64)>) -> std::io::Result<()> {
    let best = (16..=200).map(|i| optimum(f64::from(i) / 100.0).worth());
    let frontier: Vec<(f64, f64)> = best.map(|w| (w.kl, w.reward)).collect();
    let mut rng = StdRng::seed_from_u64(9);
    let others: Vec<Worth> = (0..150)
        .map(|_| Lists::new(|| rng.random_range(-4.0..4.0)))
        .map(|p| p.worth())
        .collect();
    let most = |kl: f64| {
        frontier
            .iter()
            .filter(|point| point.0 >= kl)
            .map(|point| point.1)
            .fold(f64::MAX, f64::min)
    };
    assert!(
        others.iter().all(|other| other.reward <= most(other.kl)),
        "none is above the frontier"
    );
    let on_it = |point: &(f64, f64)| (most(point.0) - point.1).abs() < 0.15;
    assert!(points.iter().all(on_it), "the learnt ones lie on it");

    Figure::new(
        "reward-for-distance",
        "A dashed curve rises and bends; random policies lie below it, the learnt ones on \
        it.",
    )
    .panel(
        Plot::new()
            .x("KL from the supervised model (nats)")
            .y("reward E[R]")
            .theory("the frontier", frontier)
            .dots("random", Colour::Muted, others.iter().map(|w| (w.kl, w.reward)))
            .dots("learnt", Colour::nth(1), points),
    )
    .save()?;
    Ok(())
}
