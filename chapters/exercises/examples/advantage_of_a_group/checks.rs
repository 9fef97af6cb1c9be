//! Advantages on a curve: by hand, with groups of equals, and against the formula.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use fine_tuning::leave_one_out;
use ndarray::{Array1, array};
use rand::rngs::StdRng;

use super::student::group_advantages;

checks![
    two_right_and_two_wrong,
    every_group_has_its_own_curve,
    a_group_of_equals_learns_nothing,
    rounding_is_no_difference,
    any_groups,
];

fn two_right_and_two_wrong(_: &mut StdRng) -> Verdict {
    let rewards = [1.0, 0.0, 0.0, 1.0];
    let right = array![1.0, -1.0, -1.0, 1.0];
    let mistakes = [
        ("the deviations are not divided by the std", &right / 2.0),
        (
            "the std is divided by K − 1; here it is the root of a mean over all K",
            &right * 0.75_f64.sqrt(),
        ),
        ("it is divided by the variance: the root is missing", &right * 2.0),
        (
            "this is the chapter's advantage, with the others' mean for a baseline",
            Array1::from(leave_one_out(&rewards, 4)),
        ),
        ("the signs are reversed: good answers must get a positive advantage", -&right),
    ];
    same_or("the rewards 1, 0, 0, 1 in one group: A", &got(&rewards, 4), &right, &mistakes)
}

fn every_group_has_its_own_curve(_: &mut StdRng) -> Verdict {
    let rewards = [1.0, 3.0, 100.0, 300.0];
    let mistakes = [
        ("mean and std are over all rewards; take them group by group", curve(&rewards)),
        (
            "the groups are K neighbours, not every K-th",
            Array1::from_vec(vec![-1.0, -1.0, 1.0, 1.0]),
        ),
    ];
    same_or(
        "the rewards 1, 3, 100, 300 in groups of 2: A",
        &got(&rewards, 2),
        &array![-1.0, 1.0, -1.0, 1.0],
        &mistakes,
    )
}

fn a_group_of_equals_learns_nothing(_: &mut StdRng) -> Verdict {
    let d = 1.5_f64.sqrt();
    let what = "the rewards 2, 2, 2, 0, 3, 6 in groups of 3: A";
    let right = array![0.0, 0.0, 0.0, -d, 0.0, d];
    same_or(what, &got(&[2.0, 2.0, 2.0, 0.0, 3.0, 6.0], 3), &right, &[]).map_err(
        |said| {
            if said.contains("NaN") {
                format!("{said}. The first group's std is 0, and 0/0 is no number")
            } else {
                said
            }
        },
    )?;
    same_or(
        "the rewards 2, 7 in groups of 1: A",
        &got(&[2.0, 7.0], 1),
        &array![0.0, 0.0],
        &[],
    )
}

fn rounding_is_no_difference(_: &mut StdRng) -> Verdict {
    let d = 1.5_f64.sqrt();
    let mistakes = [
        (
            "0.1 + 0.1 + 0.1 is not quite 0.3, so each deviates from the mean by a rounding error, and divided by a rounding error that makes 1",
            array![-1.0, -1.0, -1.0, -d, 0.0, d],
        ),
        (
            "0.1 + 0.1 + 0.1 is not quite 0.3, so each deviates from the mean by a rounding error, and divided by a rounding error that makes 1",
            array![1.0, 1.0, 1.0, -d, 0.0, d],
        ),
    ];
    let right = array![0.0, 0.0, 0.0, -d, 0.0, d];
    same_or(
        "the rewards 0.1, 0.1, 0.1, 0, 3, 6 in groups of 3: A",
        &got(&[0.1, 0.1, 0.1, 0.0, 3.0, 6.0], 3),
        &right,
        &mistakes,
    )
}

fn any_groups(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 2..=6, rng, |k, rng| {
        let rewards: Array1<f64> = normal(3 * k, rng);
        let rewards = rewards.to_vec();
        let right: Array1<f64> = rewards.chunks(k).flat_map(curve).collect();
        let sample = &right * ((k - 1) as f64 / k as f64).sqrt();
        let mistakes = [
            (
                "mean and std are over all rewards; take them group by group",
                curve(&rewards),
            ),
            (
                "the std is divided by K − 1; here it is the root of a mean over all K",
                sample,
            ),
        ];
        same_or("A", &got(&rewards, k), &right, &mistakes)
    })
}

fn got(rewards: &[f64], each: usize) -> Array1<f64> {
    Array1::from(group_advantages(rewards, each))
}

fn curve(group: &[f64]) -> Array1<f64> {
    let group = Array1::from(group.to_vec());
    let deviations = &group - group.mean().expect("some rewards");
    let std = deviations.mapv(|d| d * d).mean().expect("some rewards").sqrt();
    deviations / std
}
