//! One part changed at a time, then all of them: the loss on Hollow Wood above the exact
//! floor.

mod lesson;

use decoder::Config;
use figures::{Bars, Colour, Figure};
use foundations::Params;
use lesson::{on_two_processors, train};
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{Decoder, Recipe};
use training_loss::Wood;

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

fn main() -> std::io::Result<()> {
    let (steps, seeds) = if figures::quick() { (6, 2) } else { (300, 3) };
    let wood = Wood::<f32>::new(300_000, 64, T);
    let config = Config::article(wood.vocabulary.len(), T, 2, 4, C);
    println!("exact floor of windows of {T}: {:.3} nats per character\n", wood.floor);
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
