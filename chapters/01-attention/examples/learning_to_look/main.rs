//! A head with random weights learns, by gradient descent alone, whom to look at. Slow:
//! sixteen runs.

mod game;

use attention::{Mask, SelfAttention};
use figures::{Colour, Figure, Matrix, Plot, quick};
use game::{D, games, looks, step};
use ndarray::Array2;
use rand::{SeedableRng, rngs::StdRng};

const POINTS: usize = 50; // of a curve, each the mean of many steps

fn main() -> std::io::Result<()> {
    let (people, steps, runs) = if quick() { (4, 1000, 2) } else { (12, 4000, 16) };
    // the least error of weights that ignore the question
    let without = 1.0 - 1.0 / people as f64;
    assert!(quick() || format!("{without:.3}") == "0.917", "the page says so");
    let (mut before, mut after) = (Array2::zeros((0, 0)), Array2::zeros((0, 0)));
    let mut curves = Array2::<f64>::zeros((POINTS, runs));
    for run in 0..runs {
        let mut rng = StdRng::seed_from_u64(run as u64);
        let mut head = SelfAttention::new(people + 1 + D, D, Mask::Full, &mut rng);
        before = looks(&head, people);
        for i in 0..steps {
            let error = step(&mut head, &games(32, people, &mut rng), 0.5);
            curves[[i * POINTS / steps, run]] += error * POINTS as f64 / steps as f64;
        }
        after = looks(&head, people);
        let (first, last) = (curves[[0, run]], curves[[POINTS - 1, run]]);
        println!("run {:2}: error {first:.2} at first, {last:.4} at last", run + 1);
        assert!(
            first > without && last < 0.002,
            "every run learns what can't be done without looking"
        );
        assert!(
            after.diag().iter().all(|&weight| weight > 0.9),
            "and looks at the one it is asked for"
        );
    }
    println!("without looking, {without:.3} at best");

    let point = |i: usize| {
        let mut errors = curves.row(i).to_vec();
        errors.sort_by(f64::total_cmp);
        ((i as f64 + 0.5) * (steps / POINTS) as f64, errors)
    };
    let points: Vec<_> = (0..POINTS).map(point).collect();
    let plot = Plot::new()
        .x("step")
        .y("mean squared error")
        .band(
            "all runs",
            Colour::Value,
            points.iter().map(|(x, errors)| (*x, errors[0], errors[runs - 1])),
        )
        .line(
            "the middle one",
            Colour::Value,
            points.iter().map(|(x, errors)| (*x, errors[runs / 2])),
        )
        .theory("the best without looking", [(0.0, without), (steps as f64, without)]);
    let seen =
        "The error falls to the line of those who do not look, then through it to 0.";
    Figure::new("learning-to-look", seen).panel(plot).save()?;

    let names: Vec<char> = ('a'..).take(people).chain(['?']).collect();
    let ends = |a: &Array2<f64>| {
        let own = a.diag();
        (own.iter().copied().fold(1.0, f64::min), own.iter().copied().fold(0.0, f64::max))
    };
    let weights = [(&before, "before"), (&after, "after")];
    let (least, most) = ends(&after);
    let (least_before, most_before) = ends(&before);
    let seen = format!(
        "Two grids of weights, before and after. On the diagonal, where a name looks at \
         its own person, stands {least_before:.2} to {most_before:.2} before and \
         {least:.2} to {most:.2} after."
    );
    let matrix = |(a, title): (&Array2<f64>, &str)| {
        Matrix::new(a).title(title).columns(&names).rows(&names[..people]).up_to(1.0)
    };
    Figure::new("learning-to-look-weights", &seen).panels(2, weights.map(matrix)).save()?;
    Ok(())
}
