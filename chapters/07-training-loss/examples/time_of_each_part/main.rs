//! Where the time of a training step goes: each part measured on its own, beside its
//! operations at the processor's peak; then the whole step on one thread, on two and on as
//! many as the machine has, with ReLU and with GELU.

mod blocks;
#[path = "../costs/clock.rs"]
mod clock;
#[path = "../costs/mod.rs"]
mod costs;
mod ends;
mod whole;

use blocks::{Blocks, Time};
use costs::{baby, operations};
use ends::Ends;
use figures::{Bars, Colour, Figure};
use rand::{SeedableRng, rngs::StdRng};

fn main() -> std::io::Result<()> {
    let (config, batch) = baby();
    let peak = clock::peak();
    println!("one core does at most {:.0} billion operations a second\n", peak / 1e6);
    let mut rng = StdRng::seed_from_u64(1);
    let Blocks { projections, heads, network, activation, norms } =
        blocks::blocks(&config, batch, &mut rng);
    let Ends { embedding, head, optimizer } = ends::ends(&config, batch, &mut rng);
    let times = [embedding, norms, projections, heads, network, activation, head];
    // Forward and backward together.
    let counted = operations(&config, batch)
        .map(|(name, operations)| (name, 3.0 * operations as f64));

    println!("part          operations (M)   forward (ms)   backward (ms)   of the peak");
    for ((name, operations), Time { forward, backward }) in counted.iter().zip(times) {
        let share = 100.0 * operations / peak / (forward + backward);
        let share = if share > 0.0 { format!("{share:.0} %") } else { "–".to_owned() };
        println!(
            "{name:13} {:14.1} {forward:14.2} {backward:15.2} {share:>13}",
            operations / 1e6
        );
    }
    println!("clip, AdamW {optimizer:31.2}");
    let products = projections.both() + network.both();
    figures::expect_of_this_machine(
        products > 2.0 * (activation.both() + norms.both()),
        "the linear layers take most of a block's time",
    );
    let all = times.map(Time::both).iter().sum::<f64>() + optimizer;
    println!("all together {all:.2} ms");
    whole::steps(peak);

    let names = counted.map(|(name, _)| name).into_iter().chain(["clip, AdamW"]);
    let bars = Bars::new(names).title("time (ms)").stacked().horizontal();
    let bars = bars.series(
        "forward",
        Colour::nth(0),
        times.iter().map(|time| time.forward).chain([optimizer]),
    );
    let bars = bars.series(
        "backward",
        Colour::Gradient,
        times.iter().map(|time| time.backward).chain([0.0]),
    );
    let least = counted.iter().map(|(_, operations)| operations / peak).chain([0.0]);
    let seen = format!(
        "The linear layers of the blocks take {products:.1} of {all:.1} ms, forward and \
        backward; their operations at the peak, the dashed lines, would take {:.1}.",
        (counted[2].1 + counted[4].1) / peak
    );
    Figure::new("time-by-part", &seen)
        .panel(bars.theory("its operations at the peak", least))
        .save()?;
    Ok(())
}
