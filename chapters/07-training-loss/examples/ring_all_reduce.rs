//! A sum over four devices in a ring: each sends a quarter of its numbers to its neighbour,
//! six times, and then each has the whole sum.

use figures::{Colour, Figure, Matrix};
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};

const N: usize = 4; // devices, and pieces of a gradient
const PIECE: usize = 3; // numbers in a piece

/// What a device has of one piece: the sum so far, and of how many devices.
type Piece = (Vec<f64>, usize);

/// Every device sends one piece to the next one in the ring. On the first round what
/// arrives is added to what is there, on the second it takes its place.
fn step(devices: &mut [Vec<Piece>], number: usize) {
    let first_round = number < N - 1;
    let sent =
        |device: usize| (N + device + usize::from(!first_round) - number % (N - 1)) % N;
    let parcels: Vec<(usize, Piece)> =
        (0..N).map(|d| (sent(d), devices[d][sent(d)].clone())).collect();
    for (device, (piece, (numbers, count))) in parcels.into_iter().enumerate() {
        let mine = &mut devices[(device + 1) % N][piece];
        if first_round {
            mine.0.iter_mut().zip(numbers).for_each(|(mine, other)| *mine += other);
            mine.1 += count;
        } else {
            *mine = (numbers, count);
        }
    }
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut number = || f64::from(rng.random_range(0..100));
    let mut devices: Vec<Vec<Piece>> = (0..N)
        .map(|_| (0..N).map(|_| ((0..PIECE).map(|_| number()).collect(), 1)).collect())
        .collect();
    let sum = |piece: usize, i: usize| devices.iter().map(|d| d[piece].0[i]).sum::<f64>();
    let sums: Vec<Vec<f64>> =
        (0..N).map(|piece| (0..PIECE).map(|i| sum(piece, i)).collect()).collect();

    let counts = |devices: &[Vec<Piece>]| {
        Array2::from_shape_fn((N, N), |(device, piece)| devices[device][piece].1 as f64)
    };
    let steps = 2 * (N - 1);
    let mut states = vec![counts(&devices)];
    for number in 0..steps {
        step(&mut devices, number);
        states.push(counts(&devices));
    }
    assert!(
        devices.iter().all(|d| d.iter().zip(&sums).all(|(piece, sum)| piece.0 == *sum))
    );
    let sent = |devices: f64| 2.0 * (devices - 1.0) / devices; // in lengths of the gradient
    println!("after {steps} steps all {N} devices have the sum");
    println!("each has sent {} times its numbers", sent(N as f64));
    println!("of a thousand devices each would send {:.3} times", sent(1000.0));
    assert_eq!(sent(N as f64), steps as f64 / N as f64);
    assert!((sent(1000.0) - 1.998).abs() < 1e-12);
    let gradient = 175e9 * 2.0; // GPT-3's, in 16 bits, in bytes
    let seconds = 2.0 * gradient / 50e9; // over a link of 50 GB a second
    println!(
        "GPT-3's gradient: {:.0} GB out of each device, {seconds:.0} s",
        2.0 * gradient / 1e9
    );
    assert_eq!(seconds, 14.0);

    let grid = |(step, counts): (usize, &Array2<f64>)| {
        let title = if step == 0 { "before".to_owned() } else { format!("step {step}") };
        Matrix::new(counts).title(&title).colour(Colour::Gradient).numbers(0).up_to(8.0)
    };
    let seen = "Seven grids of four devices by four pieces. At first each cell is 1. Along \
        a diagonal it grows to 2, 3 and 4; then the 4s are handed around until all are 4.";
    Figure::new("ring-all-reduce", seen)
        .panels(4, states.iter().enumerate().map(grid))
        .save()?;
    Ok(())
}
