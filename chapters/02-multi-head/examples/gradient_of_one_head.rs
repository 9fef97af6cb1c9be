//! The gradient of the concatenation is a slice: what one head did comes back to its own
//! columns only.

use attention::Mask;
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, normal};
use multi_head::MultiHead;
use ndarray::{Array3, s};
use rand::{SeedableRng, rngs::StdRng};

const C: usize = 6;
const H: usize = 3;
const D: usize = C / H;

fn main() -> std::io::Result<()> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut layer = MultiHead::<f64>::new(C, H, Mask::Causal, &mut rng);
    layer.out.w.slice_mut(s![..D, ..]).fill(0.0); // W_O does not listen to head 0,
    layer.out.w.slice_mut(s![2 * D.., ..]).fill(0.0); // nor to head 2
    let x: Array3<f64> = normal((1, 9, C), 1.0, &mut rng);
    let (y, cache) = layer.forward(&x);
    let (_, gradient) = layer.backward(cache, &normal(y.raw_dim(), 1.0, &mut rng));

    println!("length of dW   head 0   head 1   head 2");
    for (which, name) in ["W_Q", "W_K", "W_V"].iter().enumerate() {
        let lengths = [0, 1, 2].map(|h| {
            let from = which * C + h * D;
            gradient.qkv.w.slice(s![.., from..from + D]).map(|dw| dw * dw).sum().sqrt()
        });
        println!("{name:12} {:8.3} {:8.3} {:8.3}", lengths[0], lengths[1], lengths[2]);
        assert!(lengths[0] == 0.0 && lengths[1] > 0.1 && lengths[2] == 0.0);
    }
    let columns = (0..3 * C)
        .map(|column| format!("{}{}", ["q", "k", "v"][column / C], column % C / D));
    let title = "gradient of [W_Q | W_K | W_V]";
    let matrix =
        Matrix::new(&gradient.qkv.w).title(title).colour(Colour::Gradient).columns(columns);
    Figure::new(
        "gradient-of-one-head",
        "The gradient of the wide weight: only the six columns of head 1 differ from 0.",
    )
    .panel(matrix.up_to(4.0).bar("∂L/∂W"))
    .save()
    .map(drop)
}
