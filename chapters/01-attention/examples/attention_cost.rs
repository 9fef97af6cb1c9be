//! What attention costs: the time and the weights grow as the square of the number of
//! tokens.

use std::{hint::black_box, time::Instant};

use attention::{Mask, attend, attend_backward, naive};
use figures::{Colour, Figure, Plot};
use foundations::normal;
use ndarray::Array2;
use rand::{SeedableRng, rngs::StdRng};

const D: usize = 64;

/// Milliseconds of the fastest of five runs: whatever else the machine does only adds to
/// it.
fn time<R>(work: impl Fn() -> R) -> f64 {
    let once = |_| {
        let start = Instant::now();
        black_box(work());
        1e3 * start.elapsed().as_secs_f64()
    };
    (0..5).map(once).fold(f64::INFINITY, f64::min)
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut times = [const { Vec::new() }; 4]; // forward and backward, then the loops'
    println!("        fast (ms)       loops (ms)    multiplications (M)  weights");
    println!("    T   forw.  backw.   forw.  backw.     forw.   backw.    (KiB)");
    for t in [16, 32, 64, 128, 256, 512, 1024] {
        let [q, k, v, dy]: [Array2<f32>; 4] =
            [(); 4].map(|()| normal((t, D), 1.0, &mut rng));
        let (_, a) = attend(&q, &k, &v, Mask::Full);
        let mut row = vec![
            time(|| attend(&q, &k, &v, Mask::Full)),
            time(|| attend_backward(&q, &k, &v, &a, &dy)),
        ];
        if t <= 64 {
            let [q, k, v, dy, a] = [&q, &k, &v, &dy, &a].map(|x| x.mapv(f64::from));
            row.push(time(|| naive::attend(&q, &k, &v, Mask::Full)));
            row.push(time(|| naive::attend_backward(&q, &k, &v, &a, &dy)));
        }
        times.iter_mut().zip(&row).for_each(|(list, &ms)| list.push((t as f64, ms)));

        let forward = 2 * t * t * D; // q·kᵀ and a·v
        let backward = 4 * t * t * D; // aᵀ·dy, dy·vᵀ, ds·k and dsᵀ·q
        let bytes = size_of_val(a.as_slice().expect("in one piece"));
        let [m, m_back] =
            [forward, backward].map(|count| format!("{:.1}", count as f64 / 1e6));
        let ms: Vec<String> = (0..4)
            .map(|i| row.get(i).map_or("–".into(), |ms| format!("{ms:.3}")))
            .collect();
        println!(
            "{t:5} {:>7} {:>7} {:>7} {:>7} {m:>9} {m_back:>8} {:8}",
            ms[0],
            ms[1],
            ms[2],
            ms[3],
            bytes / 1024
        );
        if t == 1024 {
            assert_eq!(
                (m.as_str(), m_back.as_str(), bytes / 1024),
                ("134.2", "268.4", 4096),
                "the page says so"
            );
        }
    }

    let [forward, backward, loops, loops_backward] = times;
    let (last, ms) = forward[forward.len() - 1];
    let ticks: Vec<f64> = forward.iter().map(|&(t, _)| t).collect();
    let plot =
        Plot::new().x("tokens T").y("time (ms)").log_x().log_y().x_ticks(ticks.clone());
    let plot = plot
        .theory("T²", ticks.iter().map(|t| (*t, ms * (t / last).powi(2))))
        .dots("forward", Colour::Weight, forward)
        .dots("backward", Colour::Gradient, backward)
        .dots("loops, forward", Colour::Muted, loops)
        .dots("loops, backward", Colour::Text, loops_backward);
    let seen = "Times against T on logarithmic axes, beside a line of slope 2.";
    Figure::new("attention-cost", seen).panel(plot).save()?;
    Ok(())
}
