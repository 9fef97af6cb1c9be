//! The roofline of this machine: how fast a product of matrices is when one, two, … rows
//! share each weight that comes from memory.

#[allow(dead_code, reason = "other examples time a step")]
#[path = "costs/clock.rs"]
mod clock;

use clock::fastest;
use figures::{Colour, Figure, Plot};
use foundations::{normal, product};
use ndarray::Array2;
use rand::{SeedableRng, rngs::StdRng};

/// Operations, and bytes that are read and written, of a product (n, k)·(k, m) in 32 bits.
fn counted(n: usize, k: usize, m: usize) -> (f64, f64) {
    ((2 * n * k * m) as f64, (4 * (n * k + k * m + n * m)) as f64)
}

/// Bytes that one core can fetch in a millisecond, far from its cache: a long sum, which is
/// 32 sums side by side, so that none waits for another.
fn bandwidth(numbers: usize) -> f64 {
    let from = vec![1.0_f32; numbers];
    let sums = |()| {
        let mut sums = [0.0_f32; 32];
        for block in from.as_chunks::<32>().0 {
            sums.iter_mut().zip(block).for_each(|(sum, x)| *sum += x);
        }
        sums
    };
    4.0 * numbers as f64 / fastest(0.3, || (), sums)
}

fn main() -> std::io::Result<()> {
    let quick = figures::quick();
    let (k, m) = if quick { (128, 256) } else { (2048, 8192) }; // 67 MB of weights
    let (peak, bandwidth) =
        (clock::peak(), bandwidth(if quick { 1 << 16 } else { 1 << 25 }));
    println!("peak {:.0} GFLOP/s, memory {:.1} GB/s", peak / 1e6, bandwidth / 1e6);
    println!("they meet at {:.1} operations per byte\n", peak / bandwidth);
    let w: Array2<f32> = normal((k, m), 0.02, &mut StdRng::seed_from_u64(1));
    println!("rows   operations per byte   milliseconds   GFLOP/s");
    let (mut dots, mut times) = (Vec::new(), Vec::new());
    for n in [1, 4, 16, 64, 256] {
        let x: Array2<f32> = Array2::ones((n, k));
        let (operations, bytes) = counted(n, k, m);
        let ms = fastest(0.2, || (), |()| product(&x, &w));
        let speed = operations / ms / 1e6;
        println!("{n:4} {:21.1} {ms:14.2} {speed:9.1}", operations / bytes);
        dots.push((operations / bytes, speed));
        times.push(ms);
    }
    assert!((dots[0].0 - 0.5).abs() < 0.01, "one row: half an operation per byte");
    assert!(quick || dots[4].0 > 100.0, "256 rows: more than a hundred");
    let far = dots[4].1 > 4.0 * dots[0].1;
    figures::expect_of_this_machine(
        far,
        "256 rows are more than four times as fast as one",
    );

    let roof = |per_byte: f64| (per_byte * bandwidth).min(peak) / 1e6;
    figures::expect_of_this_machine(
        dots.iter().all(|&(per_byte, speed)| speed < 1.2 * roof(per_byte)),
        "no dot lies above the roof",
    );
    figures::expect_of_this_machine(
        times[1] > 1.5 * times[0],
        "four rows take at least one and a half times as long as one",
    );

    let ends = [0.25, peak / bandwidth, 256.0];
    let roof = ends.map(|per_byte| (per_byte, roof(per_byte)));
    let plot = Plot::new()
        .x("operations per byte")
        .y("speed (GFLOP/s)")
        .log_x()
        .log_y()
        .theory("the roof", roof)
        .dots("a product, 1 to 256 rows", Colour::nth(0), dots);
    let seen = "A roof that rises in a straight line and then runs level. Five dots, from \
        one row at the lower left to 256 rows at the upper right.";
    Figure::new("rows-under-the-roof", seen).panel(plot).save()?;
    Ok(())
}
