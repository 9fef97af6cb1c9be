//! An induction head while it is learnt: where did this letter stand before, and what came
//! after it?

mod arcs;
mod words;

use arcs::Arcs;
use decoder::{Config, Gpt};
use figures::{Figure, quick};
use ndarray::s;
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Schedule, Trainer, mean_loss};
use words::{T, Words};

const HEADS: usize = 2; // in each of two blocks
const SHOWN: [usize; 4] = [0, 100, 200, 400]; // steps

/// What was seen of a model on its way: the loss, and the weights of each block.
struct Seen {
    loss: f32,
    weights: Vec<ndarray::Array4<f32>>, // (B, H, T, T) each
}

fn main() -> std::io::Result<()> {
    let others = Words::new(64, &mut StdRng::seed_from_u64(1)); // not learnt from
    let even = others.even();
    let models = [1, 2, 3].map(|seed| learn(&others, seed));

    println!("mean weight on the right letters; spread evenly it would be {even:.2}");
    println!("step   loss of 3 models    heads of block 1    heads of block 2");
    for (i, step) in SHOWN.iter().enumerate() {
        let losses = models.each_ref().map(|seen| seen[i].loss);
        let [first, second] = [0, 1]
            .map(|block| models.each_ref().map(|seen| best(&others, &seen[i], block).1));
        println!("{step:4}   {losses:.2?}  {first:.2?}  {second:.2?}");
    }
    for [start, early, _, end] in &models {
        let on_right = |seen, block| best(&others, seen, block).1;
        assert!((on_right(start, 1) - even).abs() < 0.05, "at first all letters are alike");
        assert!(
            quick() || early.loss > 2.0 && end.loss < 0.5,
            "it comes late, and suffices"
        );
        assert!(quick() || on_right(end, 1) > 0.7, "a head looks where the answer stands");
        assert!(quick() || on_right(end, 0) < 0.25, "none of the first block does");
    }

    let (head, _) = best(&others, &models[0][3], 1);
    let twice = 2 * others.lengths[0];
    let panels = SHOWN.iter().zip(&models[0]).map(|(step, seen)| Arcs {
        title: format!("step {step}, loss {:.2}", seen.loss),
        word: others.word(0),
        weights: seen.weights[1].slice(s![0, head, ..twice, ..twice]).to_owned(),
    });
    let seen = "The same letters four times. Above, grey arcs lead from the second half to \
        places here and there. Below, purple ones lead from each letter of the second half \
        to the one that came after it in the first.";
    Figure::new("induction-arcs", seen).panels(1, panels).save()?;
    Ok(())
}

/// A model of two blocks, seen at each of the steps.
fn learn(others: &Words, seed: u64) -> [Seen; 4] {
    let (rows, scale) = if quick() { (4, 50) } else { (32, 1) };
    let mut rng = StdRng::seed_from_u64(seed);
    let model = Gpt::<f32>::new(Config::article(26, T, 2, HEADS, 32), &mut rng);
    let schedule = Schedule { peak: 5e-3, last: 1e-3, warm_up: 50, steps: SHOWN[3] };
    let (mut trainer, mut seen) = (Trainer::new(model, schedule), Vec::new());
    for step in 0..=SHOWN[3] / scale {
        if SHOWN.contains(&(step * scale)) {
            let (_, cache) = trainer.model.forward(&others.batch.inputs);
            let weights =
                cache.blocks().iter().map(|block| block.weights().to_owned()).collect();
            seen.push(Seen { loss: mean_loss(&trainer.model, &others.batch), weights });
        }
        trainer.step(&Words::new(rows, &mut rng).batch).expect("a finite loss");
    }
    seen.try_into().ok().expect("seen at four steps")
}

/// The head of a block that looks most at the right letters, and its mean weight on them.
fn best(others: &Words, seen: &Seen, block: usize) -> (usize, f64) {
    let heads = (0..HEADS).map(|head| {
        (head, others.on_right(&seen.weights[block].slice(s![.., head, .., ..])))
    });
    heads.max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are heads")
}
