use ndarray::{Array1, Array2};

/// The gradients (dx, dgain, dbias) of layer normalisation.
///
/// x, dy: (T, C); gain: C.
pub fn layer_norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let c = gain.len() as f64;
    let mut dx = Array2::zeros(x.raw_dim()); // (T, C)
    let (mut dgain, mut dbias) = (Array1::zeros(gain.len()), Array1::zeros(gain.len()));
    for ((x, dy), mut dx) in x.rows().into_iter().zip(dy.rows()).zip(dx.rows_mut()) {
        let centred = &x - x.sum() / c;
        let s = 1.0 / (centred.dot(&centred) / c + epsilon).sqrt();
        let n = centred * s;
        let dn = &dy * gain;
        let (mean, along) = (dn.sum() / c, dn.dot(&n) / c);
        dx.assign(&((dn - mean - &n * along) * s));
        dgain += &(&dy * &n);
        dbias += &dy;
    }
    (dx, dgain, dbias)
}
