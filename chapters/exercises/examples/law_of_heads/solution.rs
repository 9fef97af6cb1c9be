use multi_head::MultiHead;
use ndarray::{Array3, s};

/// A forward: y (B, T, C) of a layer and x (B, T, C).
pub type Forward = fn(&MultiHead<f64>, &Array3<f64>) -> Array3<f64>;

/// Whether this forward does what multi-head attention must, with this layer and this
/// input.
pub fn law(forward: Forward, layer: &MultiHead<f64>, x: &Array3<f64>) -> bool {
    let y = forward(layer, x);
    let in_any_order =
        (0..layer.heads).all(|h| near(&forward(&exchanged(layer, 0, h), x), &y));
    let each_sequence_alone = (0..x.dim().0).all(|b| {
        let one = s![b..=b, .., ..];
        near(&forward(layer, &x.slice(one).to_owned()), &y.slice(one).to_owned())
    });
    let mut doubled = layer.clone();
    doubled.out.w *= 2.0;
    doubled.out.b *= 2.0;
    in_any_order && each_sequence_alone && near(&forward(&doubled, x), &(2.0 * y))
}

fn near(one: &Array3<f64>, other: &Array3<f64>) -> bool {
    one.dim() == other.dim()
        && one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-9)
}

/// The same layer with heads `one` and `other` in each other's place: their columns of W_Q,
/// W_K and W_V, the biases, and their rows of W_O.
pub fn exchanged(layer: &MultiHead<f64>, one: usize, other: usize) -> MultiHead<f64> {
    let mut changed = layer.clone();
    let (c, d) = (layer.out.w.nrows(), layer.out.w.nrows() / layer.heads);
    for (to, from) in [(one, other), (other, one)] {
        for which in 0..3 {
            let (to, from) = (which * c + to * d, which * c + from * d);
            changed
                .qkv
                .w
                .slice_mut(s![.., to..to + d])
                .assign(&layer.qkv.w.slice(s![.., from..from + d]));
            changed
                .qkv
                .b
                .slice_mut(s![to..to + d])
                .assign(&layer.qkv.b.slice(s![from..from + d]));
        }
        let (to, from) = (to * d, from * d);
        changed
            .out
            .w
            .slice_mut(s![to..to + d, ..])
            .assign(&layer.out.w.slice(s![from..from + d, ..]));
    }
    changed
}
