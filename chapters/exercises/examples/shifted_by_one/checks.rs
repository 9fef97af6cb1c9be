//! A window by hand, and any window against the chapter's batch.

use exercises::{Verdict, checks, for_sizes};
use rand::{RngExt, rngs::StdRng};
use training_loss::Batch;

use super::student::shifted;

checks![a_window_by_hand, any_window_as_in_the_chapter];

fn a_window_by_hand(_: &mut StdRng) -> Verdict {
    let (inputs, targets) = shifted(&[10, 11, 12, 13, 14], 1, 3);
    if (&inputs[..], &targets[..]) == (&[12, 13, 14], &[11, 12, 13]) {
        return Err("inputs and targets are exchanged: the model is to say what comes next, not what was before".to_owned());
    }
    of(
        "inputs",
        &inputs,
        &[11, 12, 13],
        &[(&[10, 11, 12], "the window begins at `start`")],
    )?;
    let mistakes: [(&[usize], &str); 2] = [
        (
            &[11, 12, 13],
            "each target is the input itself: a model that repeats what it sees would be perfect",
        ),
        (&[10, 11, 12], "each target is the token before; the one after is wanted"),
    ];
    of("targets", &targets, &[12, 13, 14], &mistakes)
}

fn any_window_as_in_the_chapter(rng: &mut StdRng) -> Verdict {
    for_sizes("the window's length", 1..=5, rng, |length, rng| {
        let text: Vec<usize> = (0..12).map(|_| rng.random_range(0..9)).collect();
        let start = rng.random_range(0..12 - length);
        let (inputs, targets) = shifted(&text, start, length);
        let right = Batch::<f64>::of_windows(&text, &[start], length);
        let what = |which| {
            format!("{which} of the window of {length} from {start} on in {text:?}")
        };
        of(&what("inputs"), &inputs, &right.inputs.into_raw_vec_and_offset().0, &[])?;
        of(&what("targets"), &targets, &right.targets.into_raw_vec_and_offset().0, &[])
    })
}

fn of(
    what: &str,
    got: &[usize],
    right: &[usize],
    mistakes: &[(&[usize], &str)],
) -> Verdict {
    if got == right {
        return Ok(());
    }
    match mistakes.iter().find(|(gives, _)| *gives == got) {
        Some((_, why)) => Err(format!("{what} is wrong: {why}")),
        None => Err(format!("{what}: {got:?}, and should be {right:?}")),
    }
}
