//! The backward of post-LN against chapter 5's own.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use foundations::{Layer, Linear};
use ndarray::{Array1, Array2, Array3};
use rand::rngs::StdRng;
use residual_norm::{LayerNorm, NormPlace, Residual};

use super::student::post_norm_backward;

checks![
    the_shape_is_that_of_the_input,
    with_f_0_it_is_the_backward_of_the_norm,
    a_gradient_along_the_ones_goes_nowhere,
    any_layer_on_any_tokens,
];

fn the_shape_is_that_of_the_input(rng: &mut StdRng) -> Verdict {
    let (norm, f) = (a_norm(3, rng), a_layer(3, rng));
    let dx =
        post_norm_backward(&norm, &f, &normal((2, 4, 3), rng), &normal((2, 4, 3), rng));
    if dx.dim() == (2, 4, 3) {
        Ok(())
    } else {
        Err(format!("dx has the shape {:?}; x has (2, 4, 3)", dx.dim()))
    }
}

fn with_f_0_it_is_the_backward_of_the_norm(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let f = Linear { w: Array2::zeros((c, c)), b: Array1::zeros(c) };
        let (norm, x, dy): (_, _, Array3<f64>) =
            (a_norm(c, rng), normal((1, 2, c), rng), normal((1, 2, c), rng));
        let (_, cache) = norm.forward(&x);
        let right = norm.backward(cache, &dy).0;
        let mistakes = [
            ("dy came to x without passing the norm", dy.clone()),
            ("it is 0: the straight road is missing", Array3::zeros(x.raw_dim())),
            ("both roads are counted, but f is 0", &right * 2.0),
            (
                "it is the norm's gradient and dy on top: the straight road is counted twice",
                &right + &dy,
            ),
        ];
        same_or(
            "with f = 0, dx",
            &post_norm_backward(&norm, &f, &x, &dy),
            &right,
            &mistakes,
        )
    })
}

fn a_gradient_along_the_ones_goes_nowhere(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let (norm, f) = (LayerNorm::new(c), a_layer(c, rng));
        let (x, dy) = (normal((1, 2, c), rng), Array3::ones((1, 2, c)));
        let mistakes = [(
            "the channels of LN(…) always sum to 0, so a dy of ones must not reach x; some of it went around the norm",
            dy.clone(),
        )];
        same_or(
            "for dy = 1 in every channel, dx",
            &post_norm_backward(&norm, &f, &x, &dy),
            &Array3::zeros(x.raw_dim()),
            &mistakes,
        )
    })
}

fn any_layer_on_any_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let (norm, f) = (a_norm(c, rng), a_layer(c, rng));
        let (x, dy): (_, Array3<f64>) = (normal((2, 2, c), rng), normal((2, 2, c), rng));
        let block =
            Residual { norm: norm.clone(), inner: f.clone(), place: NormPlace::Post };
        let (_, cache) = block.forward(&x);
        let right = block.backward(cache, &dy).0;
        let (_, linear) = f.forward(&x);
        let past_the_norm = f.backward(linear, &dy).0;
        let (_, cache) = norm.forward(&(f.forward(&x).0 + &x));
        let dsum = norm.backward(cache, &dy).0;
        let mistakes = [
            ("nothing passed the norm", &past_the_norm + &dy),
            ("f's road does not pass the norm", past_the_norm + &dsum),
            ("the straight road is missing", &right - &dsum),
            ("the straight road does not pass the norm", &right - &dsum + &dy),
        ];
        same_or("dx", &post_norm_backward(&norm, &f, &x, &dy), &right, &mistakes)
    })
}

fn a_norm(c: usize, rng: &mut StdRng) -> LayerNorm<f64> {
    LayerNorm { gain: normal(c, rng), bias: normal(c, rng), epsilon: 0.1 }
}

fn a_layer(c: usize, rng: &mut StdRng) -> Linear<f64> {
    Linear { w: normal((c, c), rng), b: normal(c, rng) }
}
