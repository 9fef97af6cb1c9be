//! A whole step, on one thread, on two and on as many as the machine has, with ReLU and
//! with GELU.

use std::thread::available_parallelism;

use feed_forward::Activation;
use rayon::ThreadPoolBuilder;

use crate::{clock, costs};

/// Measures them and prints a table.
pub(crate) fn steps(peak: f64) {
    let (mut config, batch) = costs::baby();
    let (tokens, operations) =
        ((batch * config.context) as f64, costs::of_a_step(&config, batch) as f64);
    let all = available_parallelism().map_or(1, usize::from);
    println!("\nwhole step   threads      ms   tokens a second   of the peak of its cores");
    for (name, activation) in [("ReLU", Activation::Relu), ("GELU", Activation::Gelu)] {
        config.activation = activation;
        for threads in [1, 2].into_iter().chain((all > 2).then_some(all)) {
            let pool = ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("threads can be started");
            let ms = pool.install(|| clock::step(&config, batch));
            let share = 100.0 * operations / peak / threads as f64 / ms;
            println!(
                "{name:10} {threads:9} {ms:7.2} {:17.0} {share:24.0} %",
                1e3 * tokens / ms
            );
            figures::expect_of_this_machine(
                share < 125.0,
                "nothing is faster than the peak",
            );
        }
    }
}
