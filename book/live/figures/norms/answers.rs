//! Chapter 9: one token through layer normalisation, and through RMSNorm.

use foundations::Layer;
use ndarray::{Array1, Array3, s};
use residual_norm::LayerNorm;
use serde::{Deserialize, Serialize};
use since_gpt2::RmsNorm;

#[derive(Deserialize)]
pub(crate) struct Settings {
    token: Vec<f64>,
    /// What every number is multiplied by, and what is added then.
    times: f64,
    plus: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    token: Vec<f64>,
    layer: Vec<f64>,
    root: Vec<f64>,
    mean: f64,
    deviation: f64,
    /// The root of the mean square.
    size: f64,
    /// Between the two answers, in degrees, unless one of them is 0.
    angle: Option<f64>,
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { token, times, plus } = settings;
    if token.is_empty() {
        return Err("a token has one number or more".into());
    }
    let x = Array1::from_iter(token.iter().map(|x| times * x + plus)); // (C)
    let mean = x.mean().expect("a number");
    let row = Array3::from_shape_fn((1, 1, x.len()), |(_, _, c)| x[c]); // (1, 1, C)
    let [layer, root]: [Array1<f64>; 2] =
        [LayerNorm::new(x.len()).forward(&row).0, RmsNorm::new(x.len()).forward(&row).0]
            .map(|y| y.slice_move(s![0, 0, ..])); // (C) each
    let lengths = (layer.dot(&layer) * root.dot(&root)).sqrt();
    let angle = (lengths > 1e-6).then(|| (layer.dot(&root) / lengths).clamp(-1.0, 1.0).acos().to_degrees());
    Ok(Answer {
        mean,
        deviation: x.std(0.0),
        size: (x.dot(&x) / x.len() as f64).sqrt(),
        angle,
        token: x.to_vec(),
        layer: layer.to_vec(),
        root: root.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_numbers_have_in_common_changes_one_norm_alone() {
        let of =
            |plus| answer(&mut (), &Settings { token: vec![3.0, -1.0, 1.0, 5.0], times: 1.0, plus }).unwrap();
        let (here, far) = (of(0.0), of(40.0));
        assert!(here.layer.iter().zip(&far.layer).all(|(a, b)| (a - b).abs() < 1e-9));
        assert!(far.root.iter().all(|y| (y - 1.0).abs() < 0.1), "{:?}", far.root);
        for answer in [here, far] {
            let theory = (answer.mean / answer.deviation).atan().to_degrees();
            assert!((answer.angle.unwrap() - theory).abs() < 1e-3, "the page's formula");
        }
        assert!(answer(&mut (), &Settings { token: vec![], times: 1.0, plus: 0.0 }).is_err());
    }
}
