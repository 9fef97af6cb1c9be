//! What single hidden units of a trained model look for in a text, and which character they
//! vote for.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use decoder::{Config, Gpt};
use foundations::Layer;
use ndarray::{Array3, s};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer, Wood};

const T: usize = 48; // characters in a window
const C: usize = 48; // channels
const TOP: usize = 12; // places where a unit's value is largest

/// A model of one block, trained for a few seconds.
fn trained(wood: &Wood<f32>) -> Gpt<f32> {
    let rng = &mut StdRng::seed_from_u64(1);
    let steps = if figures::quick() { 60 } else { 400 };
    let schedule = Schedule { peak: 5e-3, last: 1e-4, warm_up: 50, steps };
    let config = Config::article(wood.vocabulary.len(), T, 1, 4, C);
    let mut trainer = Trainer::new(Gpt::new(config, rng), schedule);
    for _ in 0..steps {
        trainer.step(&Batch::random(&wood.text, 16, T, rng)).expect("finite numbers");
    }
    trainer.model
}

fn main() {
    let wood = Wood::<f32>::new(300_000, 64, T);
    let model = trained(&wood);
    let (batch, block) = (&wood.held_out, &model.blocks[0]);
    let x = model.positions.forward(&model.embedding.forward(&batch.inputs)).0;
    let x = block.feed_forward.norm.forward(&block.attention.forward(&x).0).0;
    let network = &block.feed_forward.inner;
    let hidden: Array3<f32> = network.up.forward(&x).0; // (B, T, 4C)
    let to_logits = model.head.as_ref().expect("a head of its own"); // (C, V)
    let votes = network.down.w.dot(to_logits); // (4C, V): what a unit adds to each score

    let mut units: Vec<_> = (0..4 * C)
        .map(|unit| {
            // places with eight characters before
            let values = hidden.slice(s![.., 8.., unit]);
            let mut places: Vec<_> = values.indexed_iter().collect();
            places.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            let places: Vec<_> =
                places[..TOP].iter().map(|&((b, t), _)| (b, t + 8)).collect();
            let vote = votes.row(unit);
            let vote = (0..vote.len()).max_by(|&a, &b| vote[a].total_cmp(&vote[b]));
            let vote = vote.expect("an alphabet");
            let right =
                places.iter().filter(|&&place| batch.targets[place] == vote).count();
            (right, vote, places)
        })
        .collect();
    units.sort_by_key(|(right, ..)| Reverse(*right));
    let mean = units.iter().map(|unit| unit.0 as f64).sum::<f64>() / (4 * C) as f64;

    let (mut shown, text) =
        (BTreeSet::new(), |tokens: &[usize]| wood.vocabulary.decode(tokens));
    println!("votes for   right at   where the unit is on most");
    let clear = units.iter().filter(|(_, vote, _)| shown.insert(*vote)).take(6);
    for (right, vote, places) in clear {
        let before =
            |&(b, t): &(usize, usize)| text(&batch.inputs.slice(s![b, t - 6..=t]).to_vec());
        let texts: BTreeSet<String> = places.iter().map(before).collect();
        let texts: Vec<_> = texts.into_iter().take(5).collect();
        println!("{:9?}   {right:2} of {TOP}   {texts:?}", text(&[*vote]));
        assert!(figures::quick() || *right >= 8, "its vote comes true");
    }
    println!("all {} units: right at {mean:.1} of {TOP} on average", 4 * C);
    assert!(figures::quick() || mean < 6.0, "most units are not so clear");
}
