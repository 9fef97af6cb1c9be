//! How many parameters each part of a GPT has: counted in small models, and by formula up
//! to GPT-2.

#[path = "drawing/bars.rs"]
mod bars;

use bars::{Bars, Model};
use decoder::{Config, Gpt, PositionKind};
use figures::{Colour, Figure};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::NormPlace;

const PARTS: [(&str, Colour); 5] = [
    ("embedding", Colour::Category(1)),
    ("positions", Colour::Position),
    ("attention", Colour::Weight),
    ("feed-forward", Colour::Category(2)),
    ("last linear layer", Colour::Category(3)),
];

/// The parameters of each of [`PARTS`], and of the normalisations.
fn count(config: &Config) -> [usize; 6] {
    let Config { vocab: v, context: t, layers: l, channels: c, .. } = *config;
    let positions = if config.positions == PositionKind::Learned { t * c } else { 0 };
    let head = if config.tied { 0 } else { c * v };
    let norms = 2 * l + if config.norm == NormPlace::Pre { 1 } else { 0 };
    [
        v * c,
        positions,
        l * (4 * c * c + 4 * c),
        l * (8 * c * c + 5 * c),
        head,
        norms * 2 * c,
    ]
}

fn main() -> std::io::Result<()> {
    let ours = Config::article(30, 128, 4, 4, 64);
    let gpt2 = Config {
        positions: PositionKind::Learned,
        tied: true,
        ..Config::article(50_257, 1024, 12, 12, 768)
    };
    let xl = Config { layers: 48, heads: 25, channels: 1600, ..gpt2 };
    for config in [&ours, &Config { vocab: 7, context: 5, channels: 8, ..gpt2 }] {
        let config = Config { heads: 4, ..config.clone() };
        let model = Gpt::<f32>::new(config.clone(), &mut StdRng::seed_from_u64(1));
        assert_eq!(
            count(&config).iter().sum::<usize>(),
            model.parameter_count(),
            "the formula counts right"
        );
    }
    let models = [("a small one", ours), ("GPT-2 small", gpt2), ("GPT-2 XL", xl)];
    let counts = models.each_ref().map(|(_, config)| count(config));
    let line = |part: &str, numbers: [String; 3]| {
        println!("{part:17} {}", numbers.map(|number| format!("{number:>14}")).concat());
    };
    line("", models.each_ref().map(|(name, _)| (*name).to_owned()));
    for (i, part) in PARTS.map(|(part, _)| part).into_iter().chain(["norms"]).enumerate() {
        line(part, counts.map(|counts| counts[i].to_string()));
    }
    line("all", counts.map(|counts| counts.iter().sum::<usize>().to_string()));
    let models = std::iter::zip(models, counts).map(|((name, _), counts)| Model {
        name: format!("{name}: {}", counts.iter().sum::<usize>()),
        counts: counts.to_vec(),
    });
    let models: Vec<Model> = models.collect();
    let all = |i: usize| models[i].counts.iter().sum::<usize>();
    assert_eq!((all(1), all(2)), (124_439_808, 1_557_611_200));
    let table = |i: usize| models[i].counts[0] as f64 / all(i) as f64;
    assert!(table(0) < 0.01 && (0.045..0.055).contains(&table(2)), "the page says so");
    assert!((0.31..0.32).contains(&table(1)), "GPT-2 small: the table is 31 %");
    let blocks = models.iter().map(|Model { name, counts }| {
        let all = counts.iter().sum::<usize>() as f64;
        format!(
            "{name}, {:.0} % of them in blocks",
            100.0 * (counts[2] + counts[3]) as f64 / all
        )
    });
    let alternative = format!(
        "Three bars of parameters. With a vocabulary of characters nearly all are in the \
        blocks; with one of 50 257 tokens the larger model has the larger share there: {}.",
        blocks.collect::<Vec<_>>().join("; ")
    );
    let bars = Bars { models, parts: PARTS.to_vec() };
    Figure::new("parameters-by-part", &alternative).panel(bars).save().map(drop)
}
