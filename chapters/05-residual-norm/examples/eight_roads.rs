//! The gradient through three residual layers, one road at a time: there are eight, and
//! their sum is what backward returns.

use feed_forward::{Activation, FeedForward};
use figures::{Anchor, Canvas, Colour, Figure, Label, Panel};
use foundations::{Layer, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{NormPlace, Residual};

const C: usize = 48;
const LAYERS: usize = 3;
type Block = Residual<f64, FeedForward<f64>>;

/// Through the layer itself, around it: `J·dy`, without the straight road's `dy`.
fn through(block: &Block, x: &Array3<f64>, dy: &Array3<f64>) -> Array3<f64> {
    block.backward(block.forward(x).1, dy).0 - dy
}

/// Each road: which layers it goes through, and how long its part of the gradient is.
struct Roads(Vec<([bool; LAYERS], f64)>);

impl Panel for Roads {
    fn height(&self, _: f64) -> f64 {
        30.0 * self.0.len() as f64
    }

    fn draw(&self, canvas: &mut Canvas, (left, top): (f64, f64), width: f64) {
        for (row, (goes_through, length)) in self.0.iter().enumerate() {
            let y = top + 30.0 * row as f64 + 15.0;
            canvas.arrow((left + width, y), (left + 85.0, y), Colour::Gradient, 2.0);
            for (l, _) in goes_through.iter().enumerate().filter(|(_, through)| **through) {
                let x = left + 120.0 + 105.0 * l as f64;
                canvas.rectangle((x, y - 11.0), (90.0, 22.0), Colour::Background);
                canvas.tinted((x, y - 11.0), (90.0, 22.0), Colour::nth(l));
                let label = format!("layer {}", l + 1);
                let label = Label::new(&label).anchor(Anchor::Middle);
                canvas.text(&label, (x + 45.0, y));
            }
            let length = format!("{length:.2}");
            canvas.text(&Label::new(&length).anchor(Anchor::End), (left + 60.0, y));
        }
    }
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut x: Array3<f64> = normal((1, 16, C), 1.0, &mut rng);
    let dy: Array3<f64> = normal((1, 16, C), 1.0, &mut rng);
    let (mut blocks, mut whole): (Vec<(Block, Array3<f64>)>, _) = (Vec::new(), dy.clone());
    for _ in 0..LAYERS {
        let inner = FeedForward::new(C, Activation::Relu, &mut rng);
        let block = Residual::new(inner, C, NormPlace::Pre);
        let y = block.forward(&x).0;
        blocks.push((block, std::mem::replace(&mut x, y)));
    }
    for (block, x) in blocks.iter().rev() {
        whole = block.backward(block.forward(x).1, &whole).0;
    }
    let size = |d: &Array3<f64>| ((d * d).sum() / (&dy * &dy).sum()).sqrt();
    let (mut sum, mut roads) = (Array3::zeros(dy.raw_dim()), Vec::new());
    for road in 0..1 << LAYERS {
        let goes_through = std::array::from_fn(|l| road >> l & 1 == 1);
        let layers = blocks.iter().zip(goes_through).rev();
        let part = layers.fold(
            dy.clone(),
            |d, ((block, x), goes)| {
                if goes { through(block, x, &d) } else { d }
            },
        );
        sum += &part;
        roads.push((goes_through, size(&part)));
    }
    roads
        .sort_by_key(|(goes_through, _)| goes_through.iter().filter(|&&goes| goes).count());
    println!("layers on the road   length of its part of dx, in lengths of dy");
    for (goes_through, length) in &roads {
        let names = (1..=LAYERS).filter(|l| goes_through[l - 1]).map(|l| l.to_string());
        let names = names.collect::<Vec<_>>().join(", ");
        println!("{names:>18}   {length:.2}");
    }
    println!("all eight together   {:.2}", size(&sum));
    assert!((sum - &whole).iter().all(|difference| difference.abs() < 1e-12));
    assert!(roads[0].1 == 1.0 && size(&whole) < 3.0, "eight roads, and no explosion");
    let alternative = "Eight roads from the top of three layers down to the input. One \
        goes through no layer, three through one, three through two, one through all \
        three.";
    Figure::new("eight-roads", alternative).panel(Roads(roads)).save()?;
    Ok(())
}
