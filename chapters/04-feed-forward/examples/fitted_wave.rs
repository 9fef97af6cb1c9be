//! A wave fitted by eight hidden units: each gives the line one kink, and training moves
//! the kinks.

mod fitting;

use feed_forward::curve;
use figures::{Colour, Figure, Plot};
use foundations::Layer;
use ndarray::{Array3, s};
use rand::{SeedableRng, rngs::StdRng};

const UNITS: usize = 8;

fn main() -> std::io::Result<()> {
    let x = fitting::tokens();
    let wave = x.mapv(|x| (4.0 * x).sin());
    let fit = |seed| {
        let mut network = curve(UNITS, &mut StdRng::seed_from_u64(seed));
        let errors = fitting::descend(&mut network, (&x, &wave), (0.05, 0.97, 3000));
        (network, errors)
    };
    let (network, errors) = fit(8);
    let (first, last) = (errors[0], errors[errors.len() - 1]);
    println!("error {first:.3} at the start, {last:.3} after {} steps", errors.len());
    let others: Vec<f64> = (1..8).map(|seed| fit(seed).1[errors.len() - 1]).collect();
    println!("seeds 1 to 7 end at {others:.3?}\n");
    assert!(last < first / 30.0 && others.iter().all(|&other| other > last));

    let at = |x: f64| network.forward(&Array3::from_elem((1, 1, 1), x)).0[[0, 0, 0]];
    let hidden = network.up.forward(&x).0; // (1, 240, 8)
    let on = |i| hidden.slice(s![0, .., i]).iter().filter(|&&h| h > 0.0).count();
    println!("unit     kink  on its  on for   bends the line by");
    let mut kinks = Vec::new();
    for i in 0..UNITS {
        let slope = network.up.w[[0, i]];
        let kink = -network.up.b[i] / slope;
        let (bend, side) = (
            slope.abs() * network.down.w[[i, 0]],
            if slope > 0.0 { "right" } else { "left" },
        );
        println!("{i:4}  {kink:7.3}  {side:>6}  {:6}  {bend:17.2}", on(i));
        if kink.abs() < 1.0 {
            kinks.push((kink, at(kink)));
            let measured = (at(kink + 1e-4) - 2.0 * at(kink) + at(kink - 1e-4)) / 1e-4;
            assert!(
                (measured - bend).abs() < 1e-6,
                "the bend is |w_1|·w_2, from one side or the other"
            );
        }
    }
    let dead: Vec<usize> = (0..UNITS).filter(|&i| on(i) == 0).collect();
    assert!(dead == [3] && kinks.len() == 7, "unit 3 is off for every token");
    assert!((kinks[2].0 - kinks[6].0).abs() < 0.01, "units 2 and 7 bend at one place");
    let (y, cache) = network.forward(&x);
    let gradient = network.backward(cache, &(&y - &wave)).1;
    assert!(gradient.up.w[[0, 3]] == 0.0 && gradient.down.w[[3, 0]] == 0.0);

    let points =
        |y: &Array3<f64>| x.iter().copied().zip(y.iter().copied()).collect::<Vec<_>>();
    let fit = Plot::new().x("x").y("y").theory("sin 4x", points(&wave));
    let fit = fit.line("network", Colour::nth(0), points(&network.forward(&x).0));
    let loss = Plot::new().x("step").y("error").log_y().height(140.0);
    let falling =
        errors.iter().enumerate().step_by(20).map(|(i, &error)| (i as f64, error));
    Figure::new(
        "fitted-wave",
        "Straight pieces that follow a wave, and an error that falls from 0.7 to 0.02.",
    )
    .panel(fit.dots("kinks", Colour::nth(1), kinks))
    .panel(loss.line("", Colour::nth(0), falling))
    .save()?;
    Ok(())
}
