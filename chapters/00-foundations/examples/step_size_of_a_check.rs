//! How far a central difference is off, against its step: in `f32` beside `f64`, measured
//! and in theory.

use figures::{Colour, Figure, Plot};
use foundations::{Float, Layer, Linear, check_params};
use ndarray::array;

/// The worst relative error of the central differences of `exp` at 256 points between 0 and
/// 1.
///
/// `exp` is its own derivative, three times over: here theory says h²/6 + ε/h.
fn worst_error<F: Float>(h: f64) -> f64 {
    let (h, two) = (F::of(h), F::of(2.0));
    let error = |i: usize| {
        let x = F::of((i as f64 + 0.5) / 256.0);
        let slope = ((x + h).exp() - (x - h).exp()) / (two * h);
        (slope.as_f64() / x.as_f64().exp() - 1.0).abs()
    };
    (0..256).map(error).fold(0.0, f64::max)
}

fn main() -> std::io::Result<()> {
    let steps: Vec<f64> = (0..=40).map(|i| 10_f64.powf(-f64::from(i) / 4.0)).collect();
    let single = Vec::from_iter(steps.iter().map(|&h| worst_error::<f32>(h)));
    let double = Vec::from_iter(steps.iter().map(|&h| worst_error::<f64>(h)));
    assert!(
        single.iter().all(|&error| error > 1e-5)
            && double.iter().any(|&error| error < 1e-9)
    );

    let mut plot = Plot::new().x("step h").y("worst relative error").log_x().log_y();
    let types = [("f32", f32::EPSILON.into(), single), ("f64", f64::EPSILON, double)];
    for (i, (name, epsilon, errors)) in types.into_iter().enumerate() {
        let theory = |h: f64| h * h / 6.0 + epsilon / h;
        let points: Vec<(f64, f64)> = steps.iter().copied().zip(errors).collect();
        assert!(
            points.iter().all(|&(h, error)| error < 2.0 * theory(h)),
            "{name}: above what theory allows"
        );

        let best =
            points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1)).expect("some steps");
        let predicted = (3.0 * epsilon).cbrt();
        println!(
            "{name}: best step {:.1e} (theory {predicted:.1e}), error there {:.1e}",
            best.0, best.1
        );
        assert!(
            (best.0 / predicted).ln().abs() < 4_f64.ln(),
            "{name}: far from the best step"
        );

        let shown = |&(_, error): &(f64, f64)| error < 1.0;
        let exact = steps.iter().map(|&h| (h, theory(h))).filter(shown);
        plot = plot.theory(["h²/6 + ε/h", ""][i], exact);
        plot = plot.dots(name, Colour::nth(i), points.into_iter().filter(shown));
    }

    let layer = Linear { w: array![[0.5, -1.0], [2.0, 0.3]], b: array![1.0, -0.5] };
    let x = array![[[1.0, 2.0], [-1.0, 0.5], [0.0, 3.0]]]; // (1, 3, 2)
    let (y, cache) = layer.forward(&x);
    let (_, mut gradient) = layer.backward(cache, &y); // L = ½ Σ y², so ∂L/∂y = y
    let loss = |layer: &Linear<f64>| layer.forward(&x).0.mapv(|y| y * y / 2.0).sum();
    let right = check_params(&layer, &gradient, loss);
    gradient.b /= 2.0;
    let wrong = check_params(&layer, &gradient, loss);
    println!("\nright:     {right}\nhalf a db: {wrong}");
    right.assert_below(1e-8);
    assert!(wrong.worst > 0.1 && wrong.at.starts_with('b'));

    let alternative = "Two valleys of error against step: that of f32 has its floor near \
        step 0.006 and error 0.000015, that of f64 near step 0.00001 and error \
        0.00000000002. Theory's lines follow both.";
    Figure::new("step-size-of-a-check", alternative).panel(plot).save()?;
    Ok(())
}
