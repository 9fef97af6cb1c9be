//! H heads have the parameters and the multiplications of one; only the number of attention
//! weights grows.

use std::{hint::black_box, time::Instant};

use attention::Mask;
use figures::{Colour, Figure, Plot};
use foundations::{Layer, Params, normal};
use multi_head::MultiHead;
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};

const B: usize = 1;
const T: usize = 64;
const C: usize = 128;
const HEADS: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let x: Array3<f32> = normal((B, T, C), 1.0, &mut rng);
    println!("{B} sequence of {T} tokens, {C} channels");
    println!(
        "heads    D   parameters   multiplications   attention weights   forward (ms)"
    );
    let mut times = Vec::new();
    for heads in HEADS.map(|h| h as usize) {
        let (layer, d) = (MultiHead::new(C, heads, Mask::Causal, &mut rng), C / heads);
        let weights = layer.forward(&x).1.weights().len();
        let in_the_heads = 2 * weights * d; // D for a score, D for its share of the mean
        let multiplications =
            B * T * (layer.qkv.w.len() + layer.out.w.len()) + in_the_heads;
        let parameters = layer.parameter_count();
        assert_eq!(parameters, 4 * C * C + 4 * C);
        assert_eq!(multiplications, 4 * B * T * C * C + 2 * B * T * T * C);
        assert_eq!(weights, heads * B * T * T);

        let fastest = (0..200).map(|_| {
            let start = Instant::now();
            black_box(layer.forward(&x));
            1e3 * start.elapsed().as_secs_f64()
        });
        // the run that nothing else on this computer disturbed
        let fastest = fastest.fold(f64::INFINITY, f64::min);
        times.push((heads as f64, fastest));
        println!(
            "{heads:5} {d:4} {parameters:12} {multiplications:17} {weights:19} \
            {fastest:14.3}"
        );
    }
    let axes = || Plot::new().x("heads H").log_x().x_ticks(HEADS);
    let counts = axes().y("times that of one head").log_y();
    let counts = counts.theory("parameters, multiplications", HEADS.map(|h| (h, 1.0)));
    let counts = counts.line("attention weights", Colour::Weight, HEADS.map(|h| (h, h)));
    let time =
        axes().y("forward (ms)").dots("fastest of 200 runs", Colour::nth(0), times.clone());
    let (one, most) = (times[0], times[times.len() - 1]);
    let seen = format!(
        "Against H, from {} to {}: parameters and multiplications stay, attention weights \
        grow as H. Below, times of a forward, from {:.2} to {:.2} ms.",
        one.0, most.0, one.1, most.1
    );
    Figure::new("heads-cost-the-same", &seen).panel(counts).panel(time).save().map(drop)
}
