//! The chapter's advantages of three groups.

use exercises::{Verdict, checks, predicted};
use fine_tuning::group_advantages;
use rand::rngs::StdRng;

use super::student::{HALF_RIGHT, ONE_RIGHT, ONE_WRONG};

checks![the_only_right_answer, the_only_wrong_answer, a_right_answer_of_four];

fn the_only_right_answer(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (0.875, "that is its lead over the mean, not yet divided by the std"),
        (
            1.0,
            "that is its lead over the others; the mean has its own value in it, and the std is missing",
        ),
        (2.475, "the std is over all 8 answers: the squares are divided by 8, not by 7"),
        (8.0, "that is the lead divided by the variance; the std is its root"),
    ];
    predicted(ONE_RIGHT, of_the_last(1.0, 1), 0.01, &mistakes)
}

fn the_only_wrong_answer(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (-0.378, "that is what seven wrong answers beside a right one have each"),
        (0.0, "its reward is 0, but the others' are 1, and it is compared with them"),
        (-0.875, "that is its distance from the mean, not yet divided by the std"),
        (-2.475, "the std is over all 8 answers: the squares are divided by 8, not by 7"),
        (
            -1.0,
            "that is its distance from the others; the mean has its own value in it, and the std is missing",
        ),
        (7_f64.sqrt(), "it is below the mean, so its advantage is negative"),
    ];
    predicted(ONE_WRONG, of_the_last(0.0, 1), 0.01, &mistakes)
}

fn a_right_answer_of_four(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (0.5, "that is its lead over the mean, not yet divided by the std"),
        (2.0, "that is the lead divided by the variance; the std is its root"),
        (0.935, "the std is over all 8 answers: the squares are divided by 8, not by 7"),
        (0.0, "it is better than the mean of its group, which is one half"),
    ];
    predicted(HALF_RIGHT, of_the_last(1.0, 4), 0.01, &mistakes)
}

/// The advantage of the last of eight answers, `many` of which have this reward and the
/// others the other one.
fn of_the_last(reward: f64, many: usize) -> f64 {
    let rewards: Vec<f64> =
        (0..8).map(|i| if i < 8 - many { 1.0 - reward } else { reward }).collect();
    group_advantages(&rewards, 8)[7]
}
