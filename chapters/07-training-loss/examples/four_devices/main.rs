//! Five ways to cut a training over four devices, drawn; and for three of them a check that
//! the pieces make up the whole.

mod devices;

use devices::Devices;
use feed_forward::{Activation, FeedForward};
use figures::Figure;
use foundations::{Layer, Params, normal, product, rows};
use ndarray::{Array3, Axis, concatenate, s};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{NormPlace, Residual};

const C: usize = 8;
const N: usize = 4; // devices
type Block = Residual<f64, FeedForward<f64>>;

fn largest<'a>(differences: impl IntoIterator<Item = &'a f64>) -> f64 {
    differences.into_iter().fold(0.0, |most: f64, d| most.max(d.abs()))
}

fn main() -> std::io::Result<()> {
    let rng = &mut StdRng::seed_from_u64(1);
    let x: Array3<f64> = normal((N, 5, C), 1.0, rng); // a sequence for each device
    let dy: Array3<f64> = normal((N, 5, C), 1.0, rng);
    let network = FeedForward::<f64>::new(C, Activation::Relu, rng);
    let (y, cache) = network.forward(&x);
    let whole = network.backward(cache, &dy).1;
    println!("what the pieces of four devices miss of the whole:");

    // Data parallel: each has all weights and its own sequence; the gradients are added.
    let of_one = |d: usize| {
        let own = s![d..d + 1, .., ..];
        network.backward(network.forward(&x.slice(own)).1, &dy.slice(own)).1
    };
    let mut summed = of_one(0);
    (1..N).for_each(|d| summed.accumulate(&of_one(d)));
    let (summed, whole) = (summed.tensors(), whole.tensors());
    let pairs = summed.iter().zip(&whole);
    let off = pairs.map(|((_, a), (_, b))| largest(&(a - b))).fold(0.0, f64::max);
    println!("data parallel, the gradient {off:13.0e}");
    assert!(off < 1e-12);

    // Tensor parallel: each has some hidden units; what they add to the stream is added.
    let units = 4 * C / N;
    let of_some = |d: usize| {
        let own = d * units..(d + 1) * units;
        let (up, down) = (&network.up, &network.down);
        let z = product(&rows(&x), &up.w.slice(s![.., own.clone()]));
        let h = (z + up.b.slice(s![own.clone()])).mapv(|z| z.max(0.0));
        product(&h, &down.w.slice(s![own, ..])) // (B·T, C)
    };
    let added = (1..N).fold(of_some(0), |sum, d| sum + of_some(d)) + &network.down.b;
    let off = largest(&(&added - &rows(&y)));
    println!("tensor parallel, the output {off:13.0e}");
    assert!(off < 1e-12);

    // Pipeline parallel: each has a block; the sequences come one after the other.
    let blocks: Vec<Block> = (0..N)
        .map(|_| {
            Residual::new(FeedForward::new(C, Activation::Relu, rng), C, NormPlace::Pre)
        })
        .collect();
    let through = |x: Array3<f64>| blocks.iter().fold(x, |x, block| block.forward(&x).0);
    let pieces: Vec<_> =
        (0..N).map(|d| through(x.slice(s![d..d + 1, .., ..]).to_owned())).collect();
    let views: Vec<_> = pieces.iter().map(|piece| piece.view()).collect();
    let joined = concatenate(Axis(0), &views).expect("equal shapes");
    let off = largest(&(joined - through(x.clone())));
    println!("pipeline parallel, the output {off:11.0e}");
    assert!(off < 1e-12);

    let seen = "Five rows of four devices. Each device is drawn as four layers of weights, \
        each cut into four parts, and a batch of four sequences. Filled is what it holds: \
        all weights and one sequence; a part of each layer and one sequence; a part of \
        each layer and the whole batch; one layer and the whole batch; some experts of \
        each layer and one sequence.";
    Figure::new("four-devices", seen).panel(Devices).save()?;
    Ok(())
}
