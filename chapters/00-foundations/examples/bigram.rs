//! A very small language model: a table of scores, a softmax, a gradient. It guesses
//! the next character from one character, and how well it can do so can be counted.

use figures::{Colour, Figure, Plot};
use foundations::{check_gradient, softmax};
use hollow_wood::ALPHABET;
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::StdRng};

const V: usize = 34; // characters
const STEPS: usize = 3000;

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let alphabet: Vec<char> = ALPHABET.chars().collect();
    let place = |c| alphabet.iter().position(|&known| known == c).expect("in the alphabet");
    let text: Vec<usize> =
        hollow_wood::source().text(200_000, &mut rng).chars().map(place).collect();

    let mut counts = Array2::<f64>::zeros((V, V)); // of each pair, as a share of all pairs
    text.windows(2).for_each(|pair| counts[[pair[0], pair[1]]] += 1.0);
    counts /= (text.len() - 1) as f64;
    let rows = counts.sum_axis(Axis(1)).insert_axis(Axis(1)); // (V, 1)

    // ANCHOR: bigram
    let loss = |table: &Array2<f64>| -(&counts * &softmax(table).ln()).sum();
    let gradient = |table: &Array2<f64>| &rows * &softmax(table) - &counts;
    let mut table = Array2::<f64>::zeros((V, V));
    let mut losses = Vec::new();
    for _ in 0..STEPS {
        losses.push(loss(&table));
        table = &table - 10.0 * gradient(&table); // θ ← θ − η·dθ
    }
    // ANCHOR_END: bigram
    check_gradient("table", &table, &gradient(&table), loss).assert_below(1e-8);

    // The best table believes what can be counted; its loss, without any training:
    let best: f64 = counts
        .indexed_iter()
        .filter(|(_, share)| **share > 0.0)
        .map(|((i, _), share)| -share * (share / rows[[i, 0]]).ln())
        .sum();
    let last = loss(&table);
    println!("loss at first {:.4} = ln 34, after {STEPS} steps {last:.4}", losses[0]);
    println!("the best loss, counted: {best:.4}");
    assert!((losses[0] - 34_f64.ln()).abs() < 1e-12);
    assert!(last > best && last < 1.01 * best, "it comes within 1 % of the counted loss");

    let p = softmax(&table);
    let mut draw = |i: usize| {
        let mut left: f64 = rng.random();
        (0..V).find(|&j| (left -= p[[i, j]], left < 0.0).1).unwrap_or(0)
    };
    let mut written = vec![place('t')];
    (0..70).for_each(|_| written.push(draw(written[written.len() - 1])));
    let written: String = written.iter().map(|&i| alphabet[i]).collect();
    println!("\nit writes: {}", written.replace('\n', "¶"));

    let points = losses.iter().enumerate().map(|(n, &loss)| (n as f64 + 1.0, loss));
    let plot =
        Plot::new().x("step").y("loss (nats per character)").log_x().y_range(1.0, 4.0);
    let plot = plot.line("the table, trained", Colour::nth(3), points);
    let plot = plot.theory("the best, counted", [(1.0, best), (STEPS as f64, best)]);
    let seen = "The loss falls from ln 34 and comes to rest on the dashed line, which was \
        counted.";
    Figure::new("bigram", seen).panel(plot.horizontal(34_f64.ln(), "ln 34")).save()?;
    Ok(())
}
