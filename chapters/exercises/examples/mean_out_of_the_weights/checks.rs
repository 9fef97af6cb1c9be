//! Weights by hand, and then layers on any input.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use foundations::Layer;
use ndarray::{Array1, Array2, Axis, array};
use rand::rngs::StdRng;
use residual_norm::LayerNorm;

use super::student::{centred, folded};

checks![
    a_centred_layer_by_hand,
    the_outputs_are_less_their_mean,
    rms_norm_of_them_is_layer_norm,
    a_folded_layer_by_hand,
    one_layer_does_what_gain_bias_and_layer_did,
];

fn a_centred_layer_by_hand(_: &mut StdRng) -> Verdict {
    let (w, b) = centred(&array![[1.0, 5.0], [2.0, 2.0]], &array![0.0, 2.0]);
    let mistakes = [(
        "the mean is taken over the inputs; it should be over the channels of the output",
        array![[-0.5, 1.5], [0.5, -1.5]],
    )];
    same_or("w", &w, &array![[-2.0, 2.0], [0.0, 0.0]], &mistakes)?;
    let mistakes = [("b has a mean too, and it belongs to the outputs", array![0.0, 2.0])];
    same_or("b", &b, &array![-1.0, 1.0], &mistakes)
}

fn the_outputs_are_less_their_mean(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let (w, b, x) = (normal((3, c), rng), normal(c, rng), normal((4, 3), rng));
        let (w_centred, b_centred) = centred(&w, &b);
        let outputs: Array2<f64> = x.dot(&w) + b;
        let means = outputs.mean_axis(Axis(1)).expect("a channel").insert_axis(Axis(1));
        let got = x.dot(&w_centred) + b_centred;
        same("the outputs of the centred layer", &got, &(outputs - means))
    })
}

fn rms_norm_of_them_is_layer_norm(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let (w, b, x) = (normal((3, c), rng), normal(c, rng), normal((4, 3), rng));
        let (w_centred, b_centred) = centred(&w, &b);
        let norm = LayerNorm::new(c);
        let mut got: Array2<f64> = x.dot(&w_centred) + b_centred;
        for mut row in got.rows_mut() {
            let r = (row.dot(&row) / c as f64 + norm.epsilon).sqrt();
            row /= r;
        }
        let outputs: Array2<f64> = x.dot(&w) + b;
        let (right, _) = norm.forward(&outputs.insert_axis(Axis(0)));
        same("RMSNorm of the centred outputs", &got, &right.remove_axis(Axis(0)))
    })
}

fn a_folded_layer_by_hand(_: &mut StdRng) -> Verdict {
    let w = array![[1.0, 2.0], [3.0, 4.0]];
    let (w, b) = folded(&array![10.0, 1.0], &array![1.0, 1.0], &w, &array![0.5, 0.5]);
    let mistakes = [(
        "the gain belongs to the channels of the input, the rows of w; here it multiplies the columns",
        array![[10.0, 2.0], [30.0, 4.0]],
    )];
    same_or("w'", &w, &array![[10.0, 20.0], [3.0, 4.0]], &mistakes)?;
    let mistakes = [
        ("the norm's bias goes through the layer too", array![0.5, 0.5]),
        (
            "the gain does not multiply the norm's bias, so bias·w is of the w before",
            array![13.5, 24.5],
        ),
        ("the norm's bias goes through the layer: bias·w", array![1.5, 1.5]),
    ];
    same_or("b'", &b, &array![4.5, 6.5], &mistakes)
}

fn one_layer_does_what_gain_bias_and_layer_did(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let (gain, bias): (Array1<f64>, Array1<f64>) = (normal(c, rng), normal(c, rng));
        let (w, b, n) = (normal((c, 3), rng), normal(3, rng), normal((4, c), rng));
        let (w_folded, b_folded) = folded(&gain, &bias, &w, &b);
        let right: Array2<f64> = (&n * &gain + &bias).dot(&w) + &b;
        same("n·w' + b'", &(n.dot(&w_folded) + b_folded), &right)
    })
}
