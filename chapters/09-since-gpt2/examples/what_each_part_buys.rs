//! One part changed at a time, then all of them: the loss on Hollow Wood above the exact
//! floor; or on a text of yours, whose floor nobody knows:
//! `cargo run --release -p since-gpt2 --example what_each_part_buys -- FILE`

mod lesson;

use decoder::{Config, Vocabulary};
use figures::{Bars, Colour, Figure};
use foundations::Params;
use lesson::{on_two_processors, train};
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{Decoder, Recipe};
use training_loss::{Batch, Wood};

const T: usize = 48; // characters in a window
const C: usize = 48; // channels

const THEN: Recipe = Recipe::THEN;
const RECIPES: [(&str, Recipe); 6] = [
    ("as in chapter 6", THEN),
    ("rotary positions", Recipe { rotary: Some(10_000.0), ..THEN }),
    ("RMSNorm", Recipe { root_mean_square: true, ..THEN }),
    ("SwiGLU", Recipe { gated: true, ..THEN }),
    ("one head of keys", Recipe { groups: Some(1), ..THEN }),
    ("all four", Recipe::NOW),
];

/// A text in the place of Hollow Wood's: nine tenths to learn from, the rest to measure on.
fn of_text(text: &str) -> Wood<f32> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let vocabulary = Vocabulary::new(letters);
    let mut text = vocabulary.encode(text).expect("its own letters");
    assert!(text.len() > 20 * T, "a text of {} characters is too short", text.len());
    let other = text.split_off(text.len() / 10 * 9);
    let starts: Vec<usize> = (0..64).map(|i| i * (other.len() - T - 1) / 63).collect();
    let held_out = Batch::of_windows(&other, &starts, T);
    Wood { vocabulary, text, held_out, floor: 0.0 }
}

fn main() -> std::io::Result<()> {
    let (steps, seeds) = if figures::quick() { (6, 2) } else { (300, 3) };
    let file = std::env::args().nth(1);
    let wood = match &file {
        Some(file) => of_text(&std::fs::read_to_string(file)?),
        None => Wood::new(300_000, 64, T),
    };
    let config = Config::article(wood.vocabulary.len(), T, 2, 4, C);
    if file.is_none() {
        println!("exact floor of windows of {T}: {:.3} nats per character\n", wood.floor);
    }
    println!("model              parameters   loss, mean of {seeds} seeds   least    most");
    let runs: Vec<(Recipe, u64)> = RECIPES
        .iter()
        .flat_map(|&(_, recipe)| (0..seeds).map(move |seed| (recipe, seed)))
        .collect();
    let losses = on_two_processors(&runs, |&(recipe, seed)| {
        let mut rng = StdRng::seed_from_u64(seed);
        let model = Decoder::new(&config, &recipe, &mut rng);
        wood.loss(&train(model, &wood.text, T, steps, &mut rng))
    });
    let mut rows = Vec::new();
    for ((name, recipe), losses) in RECIPES.iter().zip(losses.chunks(seeds as usize)) {
        let new: Decoder<f32> =
            Decoder::new(&config, recipe, &mut StdRng::seed_from_u64(0));
        let count = new.parameter_count();
        let mean = losses.iter().sum::<f64>() / seeds as f64;
        let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
        let most = losses.iter().copied().fold(0.0, f64::max);
        println!("{name:18} {count:10} {mean:20.3} {least:14.3}   {most:5.3}");
        assert!(least > wood.floor, "no model beats the floor");
        rows.push((mean, least, most));
    }
    if file.is_some() {
        return Ok(()); // what follows is said of Hollow Wood
    }
    let gain = |i: usize| rows[0].0 - rows[i].0; // of the mean loss, against chapter 6
    let lower = [1, 3, 5].iter().all(|&i| gain(i) > 0.005);
    let alike = [2, 4].iter().all(|&i| gain(i).abs() < 0.03);
    assert!(figures::quick() || lower && alike);
    let bars = Bars::new(RECIPES.map(|(name, _)| name)).horizontal().numbers(3);
    let bars = bars
        .title("loss (nats per character)")
        .series("mean of the seeds", Colour::nth(0), rows.iter().map(|row| row.0))
        .theory("exact floor", [wood.floor; 6]);
    let alternative = "Six bars, all longer than the dashed line of the exact floor. Those \
        of rotary positions, SwiGLU and all four parts are shorter than that of chapter 6; \
        those of RMSNorm and one head of keys are about as long.";
    Figure::new("what-each-part-buys", alternative).panel(bars).save()?;
    Ok(())
}
