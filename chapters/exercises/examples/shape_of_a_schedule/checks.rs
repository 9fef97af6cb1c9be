//! The ends of the schedule, and then all of it against the chapter's.

use exercises::{Verdict, checks, for_sizes, same, same_number, same_number_or};
use ndarray::Array1;
use rand::rngs::StdRng;
use training_loss::Schedule;

use super::student::rate;

checks![
    after_the_warm_up_it_is_at_the_peak,
    the_first_step_stands_on_the_first_stair,
    the_last_step_has_the_last_rate,
    every_step_as_in_the_chapter,
];

fn after_the_warm_up_it_is_at_the_peak(rng: &mut StdRng) -> Verdict {
    for_sizes("warm_up", 1..=4, rng, |warm_up, _| {
        same_number(
            &format!("the rate of step {warm_up}, the first after the warm-up,"),
            rate(warm_up, 10, warm_up, 2.0, 0.5),
            2.0,
        )
    })
}

fn the_first_step_stands_on_the_first_stair(rng: &mut StdRng) -> Verdict {
    for_sizes("warm_up", 1..=4, rng, |warm_up, _| {
        let right = 2.0 / warm_up as f64;
        let mistakes = [
            ("it is 0: the first step of the run moves nothing", 0.0),
            (
                "the first stair of w is 1/w high, not 1/(w + 1): the last of them is the peak",
                2.0 / (warm_up + 1) as f64,
            ),
        ];
        same_number_or(
            "the rate of step 0",
            rate(0, 10, warm_up, 2.0, 0.5),
            right,
            &mistakes,
        )
    })
}

fn the_last_step_has_the_last_rate(rng: &mut StdRng) -> Verdict {
    for_sizes("the steps after the warm-up", 2..=5, rng, |after, _| {
        let got = rate(after + 1, after + 2, 2, 2.0, 0.5);
        let mistakes = [(
            "the cosine would end one step later, at a step that is never taken",
            Schedule { peak: 2.0, last: 0.5, warm_up: 2, steps: after + 3 }.lr(after + 1),
        )];
        same_number_or(
            &format!("of {} steps, the rate of number {}, the last,", after + 2, after + 1),
            got,
            0.5,
            &mistakes,
        )
    })
}

fn every_step_as_in_the_chapter(rng: &mut StdRng) -> Verdict {
    for_sizes("warm_up", 0..=4, rng, |warm_up, _| {
        let steps = warm_up + 6;
        let schedule = Schedule { peak: 2.0, last: 0.5, warm_up, steps };
        let got: Array1<f64> =
            (0..steps).map(|step| rate(step, steps, warm_up, 2.0, 0.5)).collect();
        let right: Array1<f64> = (0..steps).map(|step| schedule.lr(step)).collect();
        same(&format!("the rates of {steps} steps"), &got, &right)
    })
}
