//! The table of sinusoids: fast pairs of channels on the left, slow ones on the right.

use std::f64::consts::TAU;

use figures::{Colour, Figure, HeatMap, Plot};
use foundations::normal;
use ndarray::Array1;
use positional_encoding::{BASE, sinusoids, wavelength};
use rand::{SeedableRng, rngs::StdRng};

const CONTEXT: usize = 100;
const C: usize = 64;

fn main() -> std::io::Result<()> {
    let table = sinusoids::<f64>(CONTEXT, C, BASE); // (T, C)
    println!("position     pair 0: sin cos     pair 8: sin cos    pair 31: sin cos");
    for p in [0, 1, 2, 3, 50] {
        let pair =
            |i: usize| format!("{:8.3} {:7.3}", table[[p, 2 * i]], table[[p, 2 * i + 1]]);
        println!("{p:8}    {}    {}    {}", pair(0), pair(8), pair(31));
    }
    // Over a hundred positions the fast pairs go through everything; the slowest cosine
    // hardly leaves 1.
    let fastest = table.column(0);
    assert!(
        fastest.iter().any(|&sine| sine > 0.999)
            && fastest.iter().any(|&sine| sine < -0.999)
    );
    assert!(table.column(C - 1).iter().all(|&cosine| cosine > 0.9999));

    let length = |x: &Array1<f64>| x.dot(x).sqrt();
    let embedding = normal(C, 0.02, &mut StdRng::seed_from_u64(1));
    println!("length of every row, √(C/2):                    {:.3}", 32_f64.sqrt());
    println!("length of a row of random numbers of size 0.02: {:.3}", length(&embedding));
    assert!(
        table
            .rows()
            .into_iter()
            .all(|pe| (length(&pe.to_owned()) - 32_f64.sqrt()).abs() < 1e-13)
    );
    assert!((30.0..40.0).contains(&(32_f64.sqrt() / length(&embedding))), "some 35 times");

    // A whole turn, by the angle between the first two rows.
    let turn = |i: usize| TAU / table[[1, 2 * i]].atan2(table[[1, 2 * i + 1]]);
    let measured = Array1::from_shape_fn(C / 2, turn);
    println!(
        "wavelength of pair 0: {:.2} positions, of pair 31: {:.0}",
        measured[0], measured[31]
    );
    assert!(
        measured
            .indexed_iter()
            .all(|(i, length)| (length / wavelength(i, C, BASE) - 1.0).abs() < 1e-12)
    );
    assert!((measured[0] - TAU).abs() < 1e-12 && measured[31].round() == 47_117.0);
    assert_eq!(measured.iter().filter(|&&length| length < CONTEXT as f64).count(), 10);

    let alternative = "Vertical stripes of two colours: narrow ones on the left, wider \
        and wider to the right. The last column is the same from position 0 to 99.";
    let map = HeatMap::new(&table)
        .x("channel")
        .y("position")
        .bar("PE(pos, channel)")
        .height(300.0);
    Figure::new("sinusoid-table", alternative).panel(map).save()?;

    let axes = Plot::new()
        .x("pair i")
        .y("wavelength (positions)")
        .log_y()
        .horizontal(100.0, "100 positions");
    let plot = axes
        .dots(
            "measured",
            Colour::Position,
            measured.indexed_iter().map(|(i, &length)| (i as f64, length)),
        )
        .theory("2π·10000^(2i/C)", (0..C / 2).map(|i| (i as f64, wavelength(i, C, BASE))));
    let alternative = "On a logarithmic axis the wavelengths rise on a straight line \
        from 6.28 to 47 117.";
    Figure::new("pair-wavelengths", alternative).panel(plot).save()?;
    Ok(())
}
