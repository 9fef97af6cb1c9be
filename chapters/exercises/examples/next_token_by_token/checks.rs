//! The writer with kept keys against chapter 6's loops, which keep nothing.

use decoder::{Config, Gpt, Sampling, naive};
use exercises::{Verdict, checks, for_sizes, normal};
use ndarray::Axis;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::student::write;

checks![
    the_prompt_stands_at_the_beginning,
    after_a_prompt_of_one_token,
    after_a_longer_prompt,
    the_border_between_prompt_and_text_does_not_matter,
];

const V: usize = 7;
const CONTEXT: usize = 16;

fn the_prompt_stands_at_the_beginning(rng: &mut StdRng) -> Verdict {
    for_sizes("the prompt's length", 1..=5, rng, |t, rng| {
        let (model, prompt) = (a_model(rng), a_prompt(t, rng));
        let got = write(&model, &prompt, 3);
        if got.len() != t + 3 {
            return Err(format!(
                "3 tokens after {prompt:?} make {} in all, not {}",
                t + 3,
                got.len()
            ));
        }
        if got.starts_with(&prompt) {
            Ok(())
        } else {
            Err(format!("{got:?} does not begin with the prompt, {prompt:?}"))
        }
    })
}

fn after_a_prompt_of_one_token(rng: &mut StdRng) -> Verdict {
    for_sizes("n", 1..=8, rng, |n, rng| agree(&a_model(rng), &a_prompt(1, rng), n))
}

fn after_a_longer_prompt(rng: &mut StdRng) -> Verdict {
    for_sizes("the prompt's length", 2..=6, rng, |t, rng| {
        agree(&a_model(rng), &a_prompt(t, rng), 4)
    })
}

fn the_border_between_prompt_and_text_does_not_matter(rng: &mut StdRng) -> Verdict {
    for_sizes("the prompt's length", 1..=4, rng, |t, rng| {
        let (model, prompt) = (a_model(rng), a_prompt(t, rng));
        let (at_once, in_two) =
            (write(&model, &prompt, 5), write(&model, &write(&model, &prompt, 2), 3));
        if at_once == in_two {
            return Ok(());
        }
        Err(format!(
            "after {prompt:?}, five tokens at once give {at_once:?}; two tokens, and then three more, give {in_two:?}"
        ))
    })
}

/// What the student's writer writes, against the loops; of known mistakes the one that fits
/// is named.
fn agree(model: &Gpt<f64>, prompt: &[usize], n: usize) -> Verdict {
    let (got, right) = (write(model, prompt, n), greedy(model, prompt, n));
    if got == right {
        return Ok(());
    }
    let first = (got.len() > prompt.len()).then(|| got[prompt.len()]);
    let mistake = if first == Some(least_likely(model, prompt)) && prompt.len() == 1 {
        "the first new token is the least likely one"
    } else if prompt.len() > 1 && first == Some(greedy(model, &prompt[..1], 1)[1]) {
        "the first new token is what should follow the first token of the prompt, not the last"
    } else if prompt.len() > 1
        && first == Some(greedy(model, &prompt[prompt.len() - 1..], 1)[1])
    {
        "the first new token is what would follow the last token of the prompt if it stood alone"
    } else if first == Some(right[prompt.len()]) {
        "the first new token is right: look at what the model is shown afterwards"
    } else {
        "already the first new token is wrong"
    };
    Err(format!(
        "after {prompt:?} the model writes {:?}, and the text is {:?}: {mistake}",
        &right[prompt.len()..],
        &got[prompt.len().min(got.len())..]
    ))
}

fn greedy(model: &Gpt<f64>, prompt: &[usize], n: usize) -> Vec<usize> {
    naive::write(model, prompt, n, &Sampling::GREEDY, &mut StdRng::seed_from_u64(0))
}

fn least_likely(model: &Gpt<f64>, prompt: &[usize]) -> usize {
    let logits = naive::gpt(model, prompt);
    let last = logits.index_axis(Axis(0), prompt.len() - 1);
    (0..V).min_by(|&i, &j| last[i].total_cmp(&last[j])).expect("some tokens")
}

/// A model whose texts vary: its weights are drawn, but its head and its embedding are
/// larger than at the start of a training.
fn a_model(rng: &mut StdRng) -> Gpt<f64> {
    let mut model = Gpt::new(Config::article(V, CONTEXT, 2, 2, 8), rng);
    model.embedding.table *= 5.0;
    model.head = Some(normal((8, V), rng));
    model
}

fn a_prompt(t: usize, rng: &mut StdRng) -> Vec<usize> {
    (0..t).map(|_| rng.random_range(0..V)).collect()
}
