//! The causal mask: what each word may see, and why no later word can change what was said
//! before.

use attention::{Mask, words};
use figures::{Colour, Figure, Matrix, Plot};
use foundations::Layer;
use ndarray::{Array2, Array3, Axis, s};

/// The weights `(T, T)` and the outputs `(T, 3)` of a sentence.
fn attend(x: &Array3<f64>, mask: Mask) -> (Array2<f64>, Array2<f64>) {
    let (y, cache) = words::head(mask).forward(x);
    (cache.weights().index_axis(Axis(0), 0).to_owned(), y.index_axis_move(Axis(0), 0))
}

fn main() -> std::io::Result<()> {
    let text = "the cat drank the milk because it was thirsty";
    let x = words::sentence(text).expect("words of the dictionary");
    let (full, full_y) = attend(&x, Mask::Full);
    let (causal, causal_y) = attend(&x, Mask::Causal);

    // Masking is choosing again among what is left: the visible weights, divided by their
    // sum.
    for t in 0..9 {
        let visible = full.slice(s![t, ..=t]);
        let again = &visible / visible.sum();
        assert!((&causal.slice(s![t, ..=t]) - &again).iter().all(|d| d.abs() < 1e-15));
        assert!(causal.slice(s![t, t + 1..]).iter().all(|&weight| weight == 0.0));
    }

    // The fifth word, "milk", becomes "dog".
    let changed = words::sentence("the cat drank the dog because it was thirsty")
        .expect("known words");
    let moved = |y: &Array2<f64>, mask| {
        (attend(&changed, mask).1 - y).map_axis(Axis(1), |d| d.dot(&d).sqrt())
    };
    let (full_moved, causal_moved) =
        (moved(&full_y, Mask::Full), moved(&causal_y, Mask::Causal));
    println!("\"milk\" becomes \"dog\": how far each output moves");
    println!("         full  causal");
    for (t, word) in text.split(' ').enumerate() {
        println!("{word:>8} {:.3}  {:.3}", full_moved[t], causal_moved[t]);
    }
    assert!(
        causal_moved.slice(s![..4]).iter().all(|&distance| distance == 0.0),
        "not close to 0: 0"
    );
    assert!(full_moved.iter().all(|&distance| distance > 0.0));

    let matrix = |a: &Array2<f64>| {
        Matrix::new(a).rows(text.split(' ')).columns(text.split(' ')).up_to(1.0)
    };
    let panels = [
        matrix(&full).title("full"),
        matrix(&causal).title("causal").mask(|row, column| column > row),
    ];
    let [it, cat] = [6, 1];
    let seen = format!(
        "Two grids of weights: full, and causal with everything right of the diagonal \
        struck out. What is left is larger: of it at cat, {:.2} becomes {:.2}.",
        full[[it, cat]],
        causal[[it, cat]]
    );
    assert!(causal[[it, cat]] > full[[it, cat]]);
    Figure::new("causal-mask", &seen).panels(2, panels).save()?;
    let series = |moved: &ndarray::Array1<f64>| {
        moved.iter().enumerate().map(|(t, &y)| (t as f64 + 1.0, y)).collect::<Vec<_>>()
    };
    let plot = Plot::new()
        .x("token")
        .y("distance moved")
        .x_range(0.5, 9.5)
        .x_ticks((1..=9).map(f64::from))
        .dots("full", Colour::Muted, series(&full_moved))
        .dots("causal", Colour::Value, series(&causal_moved))
        .vertical(4.5, "from here on, a change");
    let least =
        |moved: &ndarray::Array1<f64>| moved.iter().copied().fold(f64::MAX, f64::min);
    let most = |moved: &ndarray::Array1<f64>| moved.iter().copied().fold(0.0, f64::max);
    let seen = format!(
        "With a full mask every output moves, by {:.3} to {:.2}; with the causal mask the \
        first four stay where they were, and the others move, the farthest by {:.2}.",
        least(&full_moved),
        most(&full_moved),
        most(&causal_moved)
    );
    Figure::new("causal-mask-future", &seen).panel(plot).save()?;
    Ok(())
}
