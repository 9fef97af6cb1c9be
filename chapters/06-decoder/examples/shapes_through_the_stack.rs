//! The way of one sentence through a real model, with the shape and the size of what passes
//! each station.

#[path = "drawing/stack.rs"]
mod stack;

use decoder::{Config, Gpt, Sampling, Vocabulary};
use figures::{Colour, Figure};
use foundations::{Layer, Params, product};
use ndarray::{Array2, Axis, s};
use rand::{SeedableRng, rngs::StdRng};
use stack::{Stack, seen};

const SENTENCE: &str = "the cat drank the milk because it was thirsty";

fn main() -> std::io::Result<()> {
    let vocabulary = Vocabulary::of(SENTENCE);
    let tokens = vocabulary.encode(SENTENCE).expect("its own characters");
    let tokens = Array2::from_shape_vec((1, tokens.len()), tokens).expect("one sequence");
    let config = Config::article(vocabulary.len(), 64, 3, 4, 32);
    let model: Gpt<f64> = Gpt::new(config, &mut StdRng::seed_from_u64(1));

    let mut stack = Stack::default();
    let mut station = |name: &str, leaves, parameters, colour| {
        stack.add(name, leaves, parameters, colour);
    };
    station("tokens", format!("{:?}", tokens.dim()), 0, Colour::Muted);
    let mut x = model.embedding.forward(&tokens); // (B, T, C)
    station("embedding", seen(x.view()), model.embedding.parameter_count(), Colour::nth(0));
    x = model.positions.forward(&x).0;
    station(
        "+ positions",
        seen(x.view()),
        model.positions.parameter_count(),
        Colour::Position,
    );
    for (l, block) in model.blocks.iter().enumerate() {
        x = block.attention.forward(&x).0;
        station(
            &format!("attention {}", l + 1),
            seen(x.view()),
            block.attention.parameter_count(),
            Colour::Weight,
        );
        x = block.feed_forward.forward(&x).0;
        station(
            &format!("feed-forward {}", l + 1),
            seen(x.view()),
            block.feed_forward.parameter_count(),
            Colour::nth(1),
        );
        assert_eq!(x.dim(), (1, 45, 32), "a block changes no shape");
    }
    let norm = model.norm.as_ref().expect("pre-LN");
    x = norm.forward(&x).0;
    station("norm", seen(x.view()), norm.parameter_count(), Colour::Muted);
    let head = model.head.as_ref().expect("untied");
    let logits = product(&x.slice(s![0, .., ..]), head).insert_axis(Axis(0)); // (B, T, V)
    station("last linear layer", seen(logits.view()), head.len(), Colour::nth(0));
    let p = Sampling::PLAIN.distribution(&logits.slice(s![0, -1, ..])); // (V)
    station(
        "softmax, last row",
        format!("{:?} · sums to {:.2}", p.shape(), p.sum())
            .replace('[', "(")
            .replace(']', ")"),
        0,
        Colour::Muted,
    );

    assert_eq!(logits, model.forward(&tokens).0, "station by station is the whole");
    assert_eq!(model.parameter_count(), 39_328);
    println!("{:45} {:6} parameters", "all", model.parameter_count());
    let alternative = format!(
        "Boxes from {} tokens down to {} probabilities; every block takes and gives the \
        same shape, {:?}, and the last linear layer makes {:?} of it.",
        tokens.len(),
        p.len(),
        x.dim(),
        logits.dim()
    );
    Figure::new("shapes-through-the-stack", &alternative).panel(stack).save().map(drop)
}
