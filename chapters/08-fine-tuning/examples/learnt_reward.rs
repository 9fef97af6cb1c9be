//! A reward learnt from comparisons: right about what it was asked, and wrong about what it was not.

use figures::{Bars, Colour, Figure, Plot};
use fine_tuning::{Asks, BradleyTerry, Comparison, Gold, Question, Reward};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::world::{MEAN, NICE};

const NOISE: f64 = 0.1; // the share of wrong labels

/// Comparisons of two answers of the supervised kind about the red owl, by one who means gold.
fn ask(count: usize, noise: f64, rng: &mut StdRng) -> Vec<Comparison> {
    let owl = Question { asks: Asks::Who, adjective: 0, animal: 1 };
    let mut ask = || {
        let answers = [owl.answer(rng), owl.answer(rng)];
        Comparison::ask(&Gold, &owl.prompt(), answers, noise, rng)
    };
    (0..count).map(|_| ask()).collect()
}

/// Of new pairs of a good and a bad answer, the share in which the good one is found to be better.
fn accuracy(reward: &BradleyTerry) -> f64 {
    let gold = |answer: &str| Gold.of("Q: who is the red owl?\nA: ", answer);
    let clear = ask(2000, 0.0, &mut StdRng::seed_from_u64(9))
        .into_iter()
        .filter(|x| gold(&x.better) > gold(&x.worse));
    let right: Vec<bool> = clear.map(|x| reward.of("", &x.better) > reward.of("", &x.worse)).collect();
    right.iter().filter(|&&right| right).count() as f64 / right.len() as f64
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut learn = |count| BradleyTerry::learn(&ask(count, NOISE, &mut rng), 0.01, 200);
    println!("comparisons   right about new ones (5 runs)");
    let mut curve = Vec::new();
    for count in [10, 30, 100, 300, 1000] {
        let runs = [(); 5].map(|()| accuracy(&learn(count)));
        let mean = runs.iter().sum::<f64>() / 5.0;
        let spread = (runs.iter().map(|run| (run - mean).powi(2)).sum::<f64>() / 4.0).sqrt();
        println!("{count:11}   {mean:.3} ± {spread:.3}");
        curve.push((count as f64, mean, spread));
    }
    let reward = learn(3000);
    println!("\nlearnt   gold   answer");
    let start = "the red owl is ";
    let scored =
        ["rude.~", "kind and rude.~", "kind.~", "kind and calm.~", "kind and calm and wise.~"].map(|end| {
            let answer = format!("{start}{end}");
            (reward.of("", &answer), Gold.of("Q: who is the red owl?\nA: ", &answer), answer)
        });
    let spam = "wise wise wise wise wise wise wise wise wise wise".to_owned();
    let scored: Vec<_> = scored.into_iter().chain([(reward.of("", &spam), 0.0, spam)]).collect();
    scored.iter().for_each(|(learnt, gold, answer)| println!("{learnt:6.2}   {gold:4}   {answer}"));
    assert!(curve[4].1 > 0.95, "it learns what its judge means");
    let worth = |word: &&str| reward.of("", word);
    assert!(NICE.iter().all(|nice| MEAN.iter().all(|mean| worth(nice) > worth(mean))) && worth(&"and") < 0.0);
    assert!(scored[..3].is_sorted_by(|a, b| a.0 < b.0), "right about what it has seen");
    assert!(scored[5].0 > 5.0 * scored[2].0, "and fooled by what it has not");

    let plot = Plot::new().x("comparisons").y("share that is right").log_x().height(150.0).y_range(0.4, 1.05);
    let words: Vec<&str> = NICE.into_iter().chain(["and"]).chain(MEAN).collect();
    let bars = Bars::new(&words).title("worth of a word").horizontal();
    Figure::new("learnt-reward", "Dots rise from about 0.7 to nearly 1. Below, the bars of nice words point right, those of mean words and of “and” left.")
        .panel(plot.measured("", Colour::nth(0), curve))
        .panel(bars.series("", Colour::nth(0), words.iter().map(worth)))
        .save()?;
    Ok(())
}
