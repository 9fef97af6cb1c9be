//! With kept keys and values a new token costs one row instead of all, and the row is the
//! same.

use attention::Mask;
use figures::{Colour, Figure, Plot};
use foundations::{Layer, normal};
use multi_head::{KvCache, MultiHead};
use ndarray::{Array3, s};
use rand::{SeedableRng, rngs::StdRng};

const T: usize = 64;
const C: usize = 32;

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let layer = MultiHead::<f64>::new(C, 4, Mask::Causal, &mut rng);
    let x: Array3<f64> = normal((1, T, C), 1.0, &mut rng);
    let (y, _) = layer.forward(&x);

    let mut kept = KvCache::new(1, T, C);
    let mut worst = 0.0_f64;
    for t in 0..T {
        let row = s![.., t..=t, ..];
        let new = layer.forward_cached(&x.slice(row), &mut kept);
        worst = (new - y.slice(row)).fold(worst, |worst, x| worst.max(x.abs()));
    }
    println!("the largest difference in {T} rows: {worst:.1e}");
    assert!(worst < 1e-14);

    // Multiplications to write token number t: 4C² a row in the projections, 2C a pair of
    // tokens in the heads.
    let again = |t: usize| 4 * t * C * C + 2 * t * t * C;
    let one_row = |t: usize| 4 * C * C + 2 * t * C;
    println!("token   all rows again   one row   ratio");
    for t in [1, 16, 64] {
        println!("{t:5} {:16} {:9} {:7}", again(t), one_row(t), again(t) / one_row(t));
    }
    assert!((1..=T).all(|t| again(t) == t * one_row(t)));
    let curve = |cost: &dyn Fn(usize) -> usize| {
        (1..=T).map(|t| (t as f64, cost(t) as f64 / 1e3)).collect::<Vec<_>>()
    };
    let plot = Plot::new().x("token number t").y("multiplications (thousands)").log_y();
    let plot = plot.line("all rows again", Colour::nth(0), curve(&again));
    let plot = plot.line("one row, keys and values kept", Colour::nth(1), curve(&one_row));
    let seen = format!(
        "Multiplications for token t: with kept keys they grow slowly, from {} to {} at \
        token {T}; without them they are t times as many, {} there.",
        one_row(1),
        one_row(T),
        again(T)
    );
    Figure::new("kept-keys-same-rows", &seen).panel(plot).save().map(drop)
}
