//! The student's law, tried on chapter 7's loss and on four wrong ones.

use exercises::{Verdict, checks, normal, tells_apart};
use foundations::softmax;
use ndarray::{Array2, Axis};
use rand::{RngExt, rngs::StdRng};
use training_loss::cross_entropy;

use super::student::{Loss, law};

checks![
    it_sees_a_gradient_that_forgets_the_target,
    it_sees_a_gradient_with_the_wrong_sign,
    it_sees_the_gradient_of_the_sum,
    it_sees_a_loss_in_bits,
];

const RIGHT: Loss = |logits, targets| {
    let t = targets.len();
    let targets = Array2::from_shape_vec((1, t), targets.to_vec()).expect("one row");
    let weights = Array2::from_elem((1, t), 1.0 / t as f64);
    let (loss, dlogits) =
        cross_entropy(&logits.clone().insert_axis(Axis(0)), &targets, &weights);
    (loss, dlogits.remove_axis(Axis(0)))
};

fn it_sees_a_gradient_that_forgets_the_target(rng: &mut StdRng) -> Verdict {
    let forgetful: Loss = |logits, targets| {
        (RIGHT(logits, targets).0, softmax(logits) / targets.len() as f64)
    };
    tried("a loss whose gradient is p, without the target", forgetful, rng)
}

fn it_sees_a_gradient_with_the_wrong_sign(rng: &mut StdRng) -> Verdict {
    let reversed: Loss = |logits, targets| {
        let (loss, dlogits) = RIGHT(logits, targets);
        (loss, -dlogits)
    };
    tried("a loss whose gradient has the wrong sign", reversed, rng)
}

fn it_sees_the_gradient_of_the_sum(rng: &mut StdRng) -> Verdict {
    let of_the_sum: Loss = |logits, targets| {
        let (loss, dlogits) = RIGHT(logits, targets);
        (loss, dlogits * targets.len() as f64)
    };
    tried("a mean loss with the gradient of the sum", of_the_sum, rng)
}

fn it_sees_a_loss_in_bits(rng: &mut StdRng) -> Verdict {
    let in_bits: Loss = |logits, targets| {
        let (loss, dlogits) = RIGHT(logits, targets);
        (loss / 2_f64.ln(), dlogits / 2_f64.ln())
    };
    tried("a loss in bits, whose gradient is in bits too", in_bits, rng)
}

fn tried(mistake: &str, wrong: Loss, rng: &mut StdRng) -> Verdict {
    let sizes = [(1, 2), (1, 3), (2, 2), (2, 4), (3, 5), (3, 3)];
    let a_case = |&(t, v): &(usize, usize)| -> (Array2<f64>, Vec<usize>) {
        (normal((t, v), rng), (0..t).map(|_| rng.random_range(0..v)).collect())
    };
    let cases: Vec<_> = sizes.iter().map(a_case).collect();
    let holds = |loss: &Loss, (logits, targets): &(Array2<f64>, Vec<usize>)| {
        law(*loss, logits, targets)
    };
    let rounded: Loss = |logits, targets| {
        let (loss, dlogits) = RIGHT(logits, targets);
        (loss * (1.0 + 1e-13), dlogits * (1.0 - 1e-13))
    };
    tells_apart(mistake, holds, &[RIGHT, rounded], &wrong, &cases, rng)
        .map_err(|said| said.replace("on this case:", "on these logits and targets:"))
}
