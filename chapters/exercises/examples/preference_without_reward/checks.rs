//! DPO by hand, its gradients in closed form, and its ends.

use exercises::{Verdict, checks, for_sizes, normal, same_number_or, same_or};
use ndarray::{Array1, array};
use rand::rngs::StdRng;

use super::student::dpo;

checks![
    an_unchanged_policy_costs_ln_2,
    one_comparison_by_hand,
    the_chosen_answers_are_pulled_up,
    the_rejected_answers_are_pushed_down,
    certainty_gives_finite_numbers,
];

fn an_unchanged_policy_costs_ln_2(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=3, rng, |n, rng| {
        let (one, two): (Array1<f64>, Array1<f64>) = (normal(n, rng), normal(n, rng));
        let (loss, _, _) = dpo(&one, &two, &one, &two, 0.7);
        let ln_2 = 2_f64.ln();
        same_number_or(
            "the loss of a policy that is still the supervised one",
            loss,
            ln_2,
            &[
                ("it is a sum over the comparisons; take the mean", n as f64 * ln_2),
                ("its sign is reversed: a log of a probability is negative", -ln_2),
                ("it is in bits; use the natural logarithm", 1.0),
            ],
        )
    })
}

fn one_comparison_by_hand(_: &mut StdRng) -> Verdict {
    // The chosen answer has become 9 times as likely, and with β = ½ that is z = ln 3.
    let (sft, chosen, rejected) = (array![-5.0], array![-5.0 + 9_f64.ln()], array![-4.0]);
    let (loss, _, _) = dpo(&chosen, &rejected, &sft, &rejected, 0.5);
    let surprise = |z: f64| (-z).exp().ln_1p();
    same_number_or(
        "chosen: 9 times as likely as it was, rejected: unchanged, β = ½: the loss",
        loss,
        surprise(3_f64.ln()),
        &[
            ("chosen and rejected are exchanged", surprise(-(3_f64.ln()))),
            ("β is missing", surprise(9_f64.ln())),
            ("it is divided by β; multiply by it", surprise(81_f64.ln())),
            (
                "the supervised model is not subtracted: what counts is how far each answer has moved",
                surprise(0.5 * (9_f64.ln() - 1.0)),
            ),
        ],
    )
}

fn the_chosen_answers_are_pulled_up(rng: &mut StdRng) -> Verdict {
    gradient(rng, "dchosen", -1.0)
}

fn the_rejected_answers_are_pushed_down(rng: &mut StdRng) -> Verdict {
    gradient(rng, "drejected", 1.0)
}

fn gradient(rng: &mut StdRng, what: &str, sign: f64) -> Verdict {
    const BETA: f64 = 0.3;
    for_sizes("N", 1..=4, rng, |n, rng| {
        let [c, r, c_sft, r_sft]: [Array1<f64>; 4] =
            std::array::from_fn(|_| normal(n, rng) * 3.0);
        let z = BETA * ((&c - &c_sft) - (&r - &r_sft));
        let right = z.mapv(|z| sign * BETA / (1.0 + z.exp()) / n as f64);
        let (_, dchosen, drejected) = dpo(&c, &r, &c_sft, &r_sft, BETA);
        let got = if sign < 0.0 { dchosen } else { drejected };
        let mistakes = [
            ("its sign is reversed: a step goes against the gradient", -&right),
            ("β is missing: z = β·(…), so the chain rule brings it out", &right / BETA),
            ("the loss is a mean, so its gradient is divided by N", &right * n as f64),
            (
                "it is loud where the policy is right: σ(z) stands where σ(−z) should",
                z.mapv(|z| sign * BETA / (1.0 + (-z).exp()) / n as f64),
            ),
            (
                "it is the gradient of −σ(z); the logarithm is missing",
                z.mapv(|z| sign * BETA / (1.0 + z.exp()) / (1.0 + (-z).exp()) / n as f64),
            ),
        ];
        same_or(what, &got, &right, &mistakes)
    })
}

fn certainty_gives_finite_numbers(_: &mut StdRng) -> Verdict {
    let zero = Array1::zeros(2);
    let (loss, dchosen, drejected) =
        dpo(&array![2000.0, -2000.0], &zero, &zero, &zero, 1.0);
    if !loss.is_finite() {
        return Err(format!(
            "with z = 2000 and −2000 the loss is {loss}: write log(1 + e^−z) so that no exponential overflows"
        ));
    }
    same_number_or("with z = 2000 and −2000, the loss", loss, 1000.0, &[])?;
    same_or("with z = 2000 and −2000, dchosen", &dchosen, &array![0.0, -0.5], &[])?;
    same_or("with z = 2000 and −2000, drejected", &drejected, &array![0.0, 0.5], &[])
}
