//! What no single head can do, and two can: fetch two tokens and keep them apart.

use attention::Mask;
use figures::{Colour, Figure, Plot};
use foundations::{Layer, Params};
use multi_head::MultiHead;
use ndarray::{Array2, Array3, s};
use rand::{SeedableRng, rngs::StdRng};

const N: usize = 32; // sequences of three tokens
const C: usize = 32;
// numbers in the first token, and in the second; the third must answer with all 28
const M: usize = 14;
const STEPS: usize = 7000;

fn main() -> std::io::Result<()> {
    // Columns 1 to 28 of a Hadamard matrix: signs of mean 0 and variance 1, no two columns
    // correlated.
    let sign = |(n, j): (usize, usize)| {
        if (n & (j + 1)).count_ones() % 2 == 0 { 1.0 } else { -1.0 }
    };
    let target = Array2::from_shape_fn((N, 2 * M), sign);
    let mut x = Array3::zeros((N, 3, C));
    x.slice_mut(s![.., 0, ..M]).assign(&target.slice(s![.., ..M]));
    x.slice_mut(s![.., 1, ..M]).assign(&target.slice(s![.., M..]));
    (0..3).for_each(|t| x.slice_mut(s![.., t, M + t]).fill(1.0)); // the position, one-hot
    let off = |y: &Array3<f64>| &y.slice(s![.., 2, ..2 * M]) - &target; // (N, 2M)

    // By hand: head h of the third token looks at token h alone, and W_O puts what it found
    // in its own place.
    let mut by_hand =
        MultiHead::new(C, 2, Mask::Causal, &mut StdRng::seed_from_u64(0)).zeros_like();
    for (h, own) in [(0, 0), (1, C / 2)] {
        // a score of 4000/√16: next to it exp(0 − 1000) is exactly 0
        by_hand.qkv.w[[M + 2, own]] = 4000.0;
        by_hand.qkv.w[[M + h, C + own]] = 1.0;
        by_hand
            .qkv
            .w
            .slice_mut(s![..M, 2 * C + own..2 * C + own + M])
            .assign(&Array2::eye(M));
        by_hand
            .out
            .w
            .slice_mut(s![own..own + M, h * M..(h + 1) * M])
            .assign(&Array2::eye(M));
    }
    assert!(off(&by_hand.forward(&x).0).iter().all(|&off| off == 0.0), "not small: zero");
    println!("two heads, by hand: error 0");

    // the answers of one head lie in M + 2 of the 2M directions, at most
    let bound = (M - 2) as f64;
    let mut plot = Plot::new().x("steps of gradient descent").y("squared error");
    for (heads, name) in [(1, "one head"), (2, "two heads")] {
        let mut layer =
            MultiHead::new(C, heads, Mask::Causal, &mut StdRng::seed_from_u64(1));
        let mut errors = Vec::new();
        for step in 0..=STEPS {
            let (y, cache) = layer.forward(&x);
            let off = off(&y);
            let error = (&off * &off).sum() / N as f64;
            assert!(heads == 2 || error >= bound, "no single head gets below {bound}");
            errors.push((step as f64, error));
            let mut dy = Array3::zeros(y.raw_dim());
            dy.slice_mut(s![.., 2, ..2 * M]).assign(&(2.0 / N as f64 * off));
            let (_, mut gradient) = layer.backward(cache, &dy);
            gradient.scale(-0.02);
            layer.accumulate(&gradient);
        }
        println!("{name}, trained: error {:.2}", errors[STEPS].1);
        assert!(errors[STEPS].1 < if heads == 1 { bound + 1.0 } else { 0.1 });
        plot = plot.line(name, Colour::nth(heads), errors);
    }
    let plot = plot.theory("bound for one head", [(0.0, bound), (STEPS as f64, bound)]);
    let seen = "Error against steps: two heads fall to 0, one head comes down to the bound \
        of 12 and stays above it.";
    Figure::new("one-head-cannot", seen).panel(plot).save().map(drop)
}
