//! What top-k and top-p leave of a sure distribution and of an unsure one.

mod story;

use decoder::Sampling;
use figures::{Figure, Matrix};
use ndarray::{Array1, Array2};

fn main() -> std::io::Result<()> {
    let (names, counts) = story::first_letters();
    let logits: Array1<f64> = counts.iter().map(|&count| f64::ln(count)).collect(); // (V)
    let cut = |temperature, top_k, top_p| {
        Sampling { temperature, top_k, top_p }.distribution(&logits)
    };
    let rows = [
        ("τ = 0.5", cut(0.5, None, None)),
        ("top-k 4", cut(0.5, Some(4), None)),
        ("top-p 0.8", cut(0.5, None, Some(0.8))),
        ("τ = 2", cut(2.0, None, None)),
        ("top-k 4", cut(2.0, Some(4), None)),
        ("top-p 0.8", cut(2.0, None, Some(0.8))),
    ];
    let left = rows.each_ref().map(|(_, p)| p.iter().filter(|&&p| p > 0.0).count());
    println!("            letters left   of the probability");
    for (i, (name, p)) in rows.iter().enumerate() {
        let whole = &rows[i / 3 * 3].1;
        let share: f64 =
            whole.iter().zip(p).filter(|(_, p)| **p > 0.0).map(|(&whole, _)| whole).sum();
        println!("{name:10} {:13} {:19.1} %", left[i], 100.0 * share);
        assert!((p.sum() - 1.0).abs() < 1e-12, "what is left is scaled up to sum to 1");
        assert!(i % 3 != 2 || share >= 0.8);
    }
    assert_eq!(left, [12, 4, 3, 12, 4, 9]);
    let mut p = Array2::zeros((6, names.len()));
    for (mut row, (_, values)) in p.rows_mut().into_iter().zip(&rows) {
        row.assign(values);
    }
    let map = Matrix::new(&(100.0 * &p))
        .numbers(0)
        .up_to(100.0)
        .rows(rows.each_ref().map(|(name, _)| *name))
        .columns(&names)
        .bar("probability (%)");
    let map = map.mask(|row, column| p[[row, column]] == 0.0);
    let alternative = "Two distributions of twelve letters; top-k leaves four of each, \
        top-p few of one and many of the other.";
    Figure::new("top-of-a-choice", alternative).panel(map).save().map(drop)
}
