//! The two places of the norm, drawn beside each other, with the sizes of what passes.

use feed_forward::{Activation, FeedForward};
use figures::{Anchor, Canvas, Colour, Figure, Label, Panel};
use foundations::{Layer, normal};
use ndarray::Array3;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{LayerNorm, NormPlace, Residual};

const C: usize = 64;

/// One residual connection: its name, and the sizes of x, of the sum, and of y.
struct Place {
    name: &'static str,
    pre: bool,
    sizes: [f64; 3],
}

impl Panel for Place {
    fn height(&self, _width: f64) -> f64 {
        330.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        let (road, side) = (x + 70.0, x + width - 50.0);
        let middle = |text: &'static str| Label::new(text).anchor(Anchor::Middle);
        let boxed = |canvas: &mut Canvas, at: (f64, f64), text, colour: Colour| {
            canvas.framed(
                (at.0 - 38.0, at.1 - 16.0),
                (76.0, 32.0),
                Colour::Background,
                colour,
                5.0,
            );
            canvas.text(&middle(text), at);
        };
        canvas.text(&Label::new(self.name).bold(), (x, y + 10.0));
        canvas.line((road, y + 30.0), (road, y + 300.0), Colour::Text, 9.0);
        canvas.arrow((road, y + 296.0), (road, y + 318.0), Colour::Text, 6.0);
        canvas.line((road, y + 70.0), (side, y + 70.0), Colour::Text, 1.5);
        canvas.line((side, y + 70.0), (side, y + 208.0), Colour::Text, 1.5);
        canvas.arrow((side, y + 208.0), (road + 13.0, y + 208.0), Colour::Text, 1.5);
        canvas.ring((road, y + 208.0), 12.0, Colour::Text);
        canvas.text(&middle("+").bold(), (road, y + 207.5));
        let norm = if self.pre { (side, y + 106.0) } else { (road, y + 256.0) };
        boxed(canvas, norm, "norm", Colour::Muted);
        boxed(canvas, (side, y + 158.0), "layer f", Colour::nth(0));
        let heights = [y + 44.0, y + 230.0, y + 304.0];
        for ((at, name), size) in heights.into_iter().zip(["x", "", "y"]).zip(self.sizes) {
            if name.is_empty() && self.pre {
                continue; // the sum is y already
            }
            let size = format!("{name} {size:.2}");
            canvas.text(&Label::new(size.trim()).anchor(Anchor::End), (road - 14.0, at));
        }
    }
}

fn size(x: &Array3<f64>) -> f64 {
    x.pow2().mean().expect("numbers").sqrt()
}

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let x = LayerNorm::new(C).forward(&normal((1, 200, C), 1.0, &mut rng)).0;
    let layer = FeedForward::<f64>::new(C, Activation::Relu, &mut rng); // g = 1
    let of = |place| Residual::new(layer.clone(), C, place).forward(&x).0;
    let (pre, post) = (of(NormPlace::Pre), of(NormPlace::Post));
    let sum = &x + &layer.forward(&x).0;
    println!("size of x {:.2}; pre-LN: y {:.2}", size(&x), size(&pre));
    println!("post-LN: the sum {:.2}, y {:.2}", size(&sum), size(&post));
    let added = layer.forward(&LayerNorm::new(C).forward(&x).0).0;
    assert!((&pre - &added - &x).iter().all(|rest| rest.abs() < 1e-12), "x is in y");
    assert!((size(&pre) - 2.0_f64.sqrt()).abs() < 0.1 && (size(&post) - 1.0).abs() < 1e-3);
    let places = [
        Place { name: "pre-LN", pre: true, sizes: [size(&x), size(&pre), size(&pre)] },
        Place { name: "post-LN", pre: false, sizes: [size(&x), size(&sum), size(&post)] },
    ];
    let seen = "Two drawings. In both a thick line runs from x down to y, and a thin one \
        leaves it, passes a layer f and comes back to a plus. Left, the norm stands on the \
        thin line, before f. Right, it stands on the thick line, after the plus.";
    Figure::new("places-of-the-norm", seen).panels(2, places).save()?;
    Ok(())
}
