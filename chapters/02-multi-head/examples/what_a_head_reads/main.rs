//! A head does not get a slice of a token: it reads all C channels, and finds D numbers
//! of its own.

mod block;

use attention::{Mask, attend};
use figures::Figure;
use foundations::{Layer, Linear, normal, product};
use multi_head::MultiHead;
use ndarray::{Array2, Array3, ArrayRef3, s};
use rand::{SeedableRng, rngs::StdRng};

const C: usize = 8;
const H: usize = 2;
const D: usize = C / H;

/// What the heads find, side by side: the layer with W_O the identity.
fn found(layer: &MultiHead<f64>, x: &ArrayRef3<f64>) -> Array2<f64> {
    let out = Linear { w: Array2::eye(C), b: layer.out.b.clone() };
    let heads = MultiHead { out, ..layer.clone() };
    heads.forward(x).0.slice(s![0, .., ..]).to_owned() // (T, C)
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let layer = MultiHead::<f64>::new(C, H, Mask::Causal, &mut rng);
    let x: Array3<f64> = normal((1, 5, C), 1.0, &mut rng);
    let before = found(&layer, &x);

    println!("nudged      head 0 moves   head 1 moves");
    for c in 0..C {
        let mut nudged = x.clone();
        nudged.slice_mut(s![.., .., c]).mapv_inplace(|x| x + 0.1);
        let moved = found(&layer, &nudged) - &before;
        let of = |h: usize| moved.slice(s![.., h * D..(h + 1) * D]).pow2().sum().sqrt();
        println!("channel {c} {:14.3} {:14.3}", of(0), of(1));
        assert!((0..H).all(|h| of(h) > 1e-3), "every head reads every channel");
    }

    // The same layer without a concatenation: head h looks by W_Q·W_Kᵀ and moves by
    // W_V·W_O.
    let rows = x.slice(s![0, .., ..]);
    let mut sum = Array2::zeros((5, C));
    for h in 0..H {
        let part = |which: usize| {
            let from = which * C + h * D;
            layer.qkv.w.slice(s![.., from..from + D])
        };
        let (q, k) = (product(&rows, &part(0)), product(&rows, &part(1))); // (T, D)
        // (C, C)
        let moves = product(&part(2), &layer.out.w.slice(s![h * D..(h + 1) * D, ..]));
        sum += &attend(&q, &k, &product(&rows, &moves), Mask::Causal).0;
    }
    let off = (sum - layer.forward(&x).0.slice(s![0, .., ..]))
        .fold(0.0_f64, |m, d| m.max(d.abs()));
    println!("the sum over heads of A·X·(W_V·W_O) is the layer, up to {off:.0e}");
    assert!(off < 1e-12);

    let seen = "From top to bottom: a bar of eight channels, x. From its whole width two \
        funnels lead to two heads, each four wide. Their outputs stand side by side, eight \
        wide again, and W_O mixes them.";
    Figure::new("what-a-head-reads", seen).panel(block::Block).save()?;
    Ok(())
}
