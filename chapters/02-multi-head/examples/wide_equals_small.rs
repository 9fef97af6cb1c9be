//! One wide projection is the small projections of all heads: which columns belong to whom.

use attention::{Mask, SelfAttention};
use figures::{Anchor, Canvas, Colour, Figure, Label, Panel};
use foundations::{Layer, Linear, normal};
use multi_head::MultiHead;
use ndarray::{Array1, Array3, Axis, concatenate, s};
use rand::{SeedableRng, rngs::StdRng};

const C: usize = 8;
const D: usize = 4; // two heads
const PARTS: [(&str, Colour); 3] =
    [("q", Colour::Query), ("k", Colour::Key), ("v", Colour::Value)];

/// Three rows of qkv; the columns of head 1 are filled, those of head 0 framed.
struct Rows;
impl Panel for Rows {
    fn height(&self, _width: f64) -> f64 {
        150.0
    }
    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        let (start, cell) = (x + 60.0, (width - 60.0) / (3 * C) as f64);
        for (row, word) in ["the", "cat", "drank"].iter().enumerate() {
            let top = y + 28.0 + 33.0 * row as f64;
            canvas.text(&Label::new(word).anchor(Anchor::End), (start - 8.0, top + 14.0));
            for column in 0..3 * C {
                let (colour, at) =
                    (PARTS[column / C].1, (start + cell * column as f64 + 1.0, top));
                let fill = if column % C < D { Colour::Background } else { colour };
                canvas.framed(at, (cell - 2.0, 28.0), fill, colour, 2.0);
            }
        }
        for column in (0..3 * C).step_by(D) {
            let ((part, colour), left) = (PARTS[column / C], start + cell * column as f64);
            let owner = format!("{part}, head {}", column % C / D);
            canvas.text(&Label::new(&owner).colour(colour).size(13.0), (left, y + 12.0));
            canvas.text(
                &Label::new(&column.to_string()).colour(Colour::Muted),
                (left, y + 138.0),
            );
        }
    }
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let wide = MultiHead::<f64>::new(C, C / D, Mask::Causal, &mut rng);
    let x: Array3<f64> = normal((1, 9, C), 1.0, &mut rng);
    let heads = [0, 1].map(|h| {
        let [query, key, value] = [0, 1, 2].map(|which| {
            let own = which * C + h * D..which * C + (h + 1) * D;
            println!(
                "head {h}: {} is columns {:2} to {:2}",
                PARTS[which].0,
                own.start,
                own.end - 1
            );
            Linear { w: wide.qkv.w.slice(s![.., own]).to_owned(), b: Array1::zeros(D) }
        });
        // a head of chapter 1
        SelfAttention { query, key, value, mask: Mask::Causal }.forward(&x).0
    });
    let concat = concatenate![Axis(2), heads[0], heads[1]];
    let worst = (wide.out.forward(&concat).0 - wide.forward(&x).0)
        .fold(0.0_f64, |worst, x| worst.max(x.abs()));
    println!("largest difference between the two ways: {worst}");
    assert!(worst < 1e-14);
    let seen = "Three rows of 24 cells: queries of head 0 and 1, then keys, then values, \
        four columns each.";
    Figure::new("wide-equals-small", seen).panel(Rows).save().map(drop)
}
