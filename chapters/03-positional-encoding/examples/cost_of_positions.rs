//! What positions cost: one addition per number, beside two times C operations for each in
//! one matrix product.

use std::hint::black_box;
use std::time::{Duration, Instant};

use foundations::{Params, normal, product};
use ndarray::{Array2, Array3, Axis};
use positional_encoding::Positions;
use rand::{SeedableRng, rngs::StdRng};

const T: usize = 1024; // GPT-2's context
const C: usize = 768; // and its width, in the smallest of its sizes

/// The shortest of five runs.
fn time<R>(run: impl Fn() -> R) -> Duration {
    let one = || {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    (0..5).map(|_| one()).min().expect("five runs")
}

fn main() {
    let mut rng = StdRng::seed_from_u64(1);
    let x: Array3<f32> = normal((1, T, C), 1.0, &mut rng);
    let w: Array2<f32> = normal((C, C), 0.02, &mut rng);
    let sinusoidal: Positions<f32> = Positions::sinusoidal(T, C);
    let learned: Positions<f32> = Positions::learned(T, C, 0.02, &mut rng);

    assert_eq!(sinusoidal.table().len() * size_of::<f32>(), 3 * 1024 * 1024, "3 MiB");
    assert_eq!((sinusoidal.parameter_count(), learned.parameter_count()), (0, 786_432));
    let (additions, operations) = (T * C, 2 * T * C * C);
    assert_eq!(operations / additions, 1536);

    let row = |what: &str, operations: usize, time: Duration| {
        println!("{what:32} {operations:13} {:9.2} ms", 1e3 * time.as_secs_f64());
    };
    println!("T = {T}, C = {C}, f32               operations       time");
    row("make the table, once", T * C, time(|| Positions::<f32>::sinusoidal(T, C)));
    row("add it", additions, time(|| sinusoidal.forward_from(0, &x)));
    row(
        "one product x·W, for comparison",
        operations,
        time(|| product(&x.index_axis(Axis(0), 0), &w)),
    );
    println!(
        "parameters: {} sinusoidal, {} learned",
        sinusoidal.parameter_count(),
        learned.parameter_count()
    );
}
