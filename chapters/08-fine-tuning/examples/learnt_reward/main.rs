//! A reward learnt from comparisons: right about what it was asked, and wrong about what it
//! was not.

mod judge;

use figures::{Bars, Colour, Figure, Plot};
use fine_tuning::Reward;
use hollow_wood::{MEAN, NICE};
use rand::{SeedableRng, rngs::StdRng};

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    println!("comparisons   right about new ones (5 runs)");
    let mut curve = Vec::new();
    for count in [10, 30, 100, 300, 1000] {
        let runs = [(); 5].map(|()| judge::accuracy(&judge::learn(count, &mut rng)));
        let mean = runs.iter().sum::<f64>() / 5.0;
        let spread =
            (runs.iter().map(|run| (run - mean).powi(2)).sum::<f64>() / 4.0).sqrt();
        println!("{count:11}   {mean:.3} ± {spread:.3}");
        curve.push((count as f64, mean, spread));
    }
    let reward = judge::learn(1000, &mut rng);
    let worth = |word: &&str| reward.of("", word);
    assert!(curve[4].1 > 0.95, "it learns what its judge means");
    assert!(
        NICE.iter().all(|nice| MEAN.iter().all(|mean| worth(nice) > worth(mean)))
            && worth(&"and") < 0.0
    );

    println!("\nbest of n   learnt   gold");
    let (mut learnt, mut gold) = (Vec::new(), Vec::new());
    for n in [1, 2, 4, 10, 30, 100, 300, 1000] {
        let best = judge::best_of(n, &reward, &mut rng);
        println!("{n:9}   {:6.2}   {:4.2}", best.0, best.1);
        learnt.push((n as f64, best.0));
        gold.push((n as f64, best.1));
    }
    println!("\nlearnt   gold   answer");
    let spam = ["wise"; 10].join(" ");
    for answer in [
        "the red owl is rude.~",
        "the red owl is kind.~",
        "the red owl is kind and calm and wise.~",
        &spam,
    ] {
        println!("{:6.2}   {:4}   {answer}", reward.of("", answer), judge::gold(answer));
    }
    assert!(learnt.is_sorted_by(|a, b| a.1 < b.1), "the learnt reward is optimised");
    // Over five seeds gold rose to 0.93 to 0.98 and ended at 0.12 to 0.30.
    let most = gold.iter().map(|point| point.1).fold(0.0, f64::max);
    assert!(
        gold[0].1 < 0.65 && most > 0.85 && gold[7].1 < 0.45,
        "what was meant gets better, and then worse"
    );
    assert!(
        reward.of("", &spam) > 3.0 * reward.of("", "the red owl is kind.~"),
        "and worse is to come"
    );

    let plot = Plot::new()
        .x("comparisons")
        .y("share that is right")
        .log_x()
        .height(140.0)
        .y_range(0.4, 1.05);
    let words: Vec<&str> = NICE.into_iter().chain(["and"]).chain(MEAN).collect();
    Figure::new(
        "learnt-reward",
        "Dots rise from about 0.7 to nearly 1. Below, the bars of nice words point right, \
        those of mean words and of “and” left.",
    )
    .panel(plot.measured("", Colour::nth(0), curve))
    .panel(Bars::new(&words).title("worth of a word").horizontal().series(
        "",
        Colour::nth(0),
        words.iter().map(worth),
    ))
    .save()?;
    let plot = Plot::new()
        .x("n: the answer is the best of n by the learnt reward")
        .log_x()
        .height(180.0);
    Figure::new(
        "best-of-n",
        "One curve rises all the way; the other rises to nearly 1 and then falls.",
    )
    .panel(plot.line("learnt reward", Colour::nth(1), learnt).line(
        "gold",
        Colour::nth(0),
        gold,
    ))
    .save()?;
    Ok(())
}
