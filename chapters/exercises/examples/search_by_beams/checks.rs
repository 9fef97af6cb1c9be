//! Beam search on tables of what follows what: against greedy, against trying everything,
//! and against itself.

use exercises::{Verdict, checks, for_sizes, normal};
use foundations::softmax;
use ndarray::{Array2, array};
use rand::rngs::StdRng;

use super::student::beam_search;

checks![
    one_beam_is_greedy,
    two_beams_find_the_way_that_greedy_misses,
    enough_beams_find_the_likeliest_text_of_all,
    every_step_keeps_the_best_of_all_longer_texts,
    what_comes_next_depends_on_the_whole_text,
];

fn one_beam_is_greedy(rng: &mut StdRng) -> Verdict {
    for_sizes("n", 1..=4, rng, |n, rng| {
        let world = a_world(3, rng);
        let unlikely = reference(
            &|tokens| world.next(tokens).iter().map(|log_p| -log_p).collect(),
            &[0],
            n,
            1,
        );
        let mistakes = [
            ("these are the least likely tokens: sort the scores the other way", unlikely),
            (
                "this is the likeliest text of all: with one beam, only one text goes on",
                everything(&world, &[0], n),
            ),
        ];
        agree(
            "one beam",
            &beam_search(&|tokens| world.next(tokens), &[0], n, 1),
            &world.greedy(&[0], n),
            &world,
            &mistakes,
        )
    })
}

fn two_beams_find_the_way_that_greedy_misses(_: &mut StdRng) -> Verdict {
    // From 0 one goes to 1 with .6 and to 2 with .4; after 1 all is open, after 2 it is
    // nearly certain.
    let even = [0.25; 4];
    let world = World(
        array![[1e-9, 0.6, 0.4 - 2e-9, 1e-9], even, [0.04, 0.03, 0.03, 0.9], even].ln(),
    );
    let got = beam_search(&|tokens| world.next(tokens), &[0], 2, 2);
    let mistakes = [
        (
            "after the first step only the likeliest text went on; two must go on, and the second-best may win",
            vec![0, 1, 0],
        ),
        (
            "after the first step only the likeliest text went on; two must go on, and the second-best may win",
            vec![0, 1, 3],
        ),
    ];
    agree(
        "from 0 to 1 (.6) or 2 (.4), from 1 anywhere (.25), from 2 to 3 (.9): two beams",
        &got,
        &[0, 2, 3],
        &world,
        &mistakes,
    )
}

fn enough_beams_find_the_likeliest_text_of_all(rng: &mut StdRng) -> Verdict {
    for_sizes("n", 1..=4, rng, |n, rng| {
        let world = a_world(3, rng);
        let last_only = by_last_step(&world, &[2], n, 81);
        let mistakes = [
            (
                "the texts are compared by their last token alone: the score is the sum over all tokens",
                last_only,
            ),
            ("this is the greedy text", world.greedy(&[2], n)),
        ];
        let got = beam_search(&|tokens| world.next(tokens), &[2], n, 81);
        agree("81 beams", &got, &everything(&world, &[2], n), &world, &mistakes)
    })
}

fn every_step_keeps_the_best_of_all_longer_texts(rng: &mut StdRng) -> Verdict {
    for_sizes("n", 1..=6, rng, |n, rng| {
        let world = a_world(5, rng);
        for beams in 1..=4 {
            let right = reference(&|tokens| world.next(tokens), &[1, 0], n, beams);
            let mistakes = [
                (
                    "each beam went on alone with its likeliest token: the best of all longer texts may be two from one beam",
                    alone(&world, &[1, 0], n, beams),
                ),
                (
                    "the texts are compared by their last token alone: the score is the sum over all tokens",
                    by_last_step(&world, &[1, 0], n, beams),
                ),
                (
                    "this is the likeliest text of all; so few beams can't find it",
                    everything_if_small(&world, &[1, 0], n),
                ),
            ];
            let got = beam_search(&|tokens| world.next(tokens), &[1, 0], n, beams);
            agree(&format!("`beams` = {beams}"), &got, &right, &world, &mistakes)?;
        }
        Ok(())
    })
}

fn what_comes_next_depends_on_the_whole_text(rng: &mut StdRng) -> Verdict {
    for_sizes("n", 1..=5, rng, |n, rng| {
        let world = a_world(4, rng);
        // Which row of the table counts is decided by all tokens of the text.
        let next = |tokens: &[usize]| -> Vec<f64> {
            let row =
                tokens.iter().enumerate().map(|(t, token)| (t + 1) * token).sum::<usize>();
            world.next(&[&tokens[1..], &[(row + tokens.len()) % 4]].concat())
        };
        for beams in 1..=3 {
            let got = beam_search(&next, &[3, 1, 2], n, beams);
            let right = reference(&next, &[3, 1, 2], n, beams);
            if got != right {
                return Err(format!(
                    "a model that looks at the whole text, `beams` = {beams}: the text is {got:?}, but should be {right:?}. Is `next` shown the prompt and every token since?"
                ));
            }
        }
        Ok(())
    })
}

/// log p of what follows each token, by how long the text is: a table for each length, one
/// below the other, so no two texts are equally likely.
struct World(Array2<f64>);

fn a_world(vocab: usize, rng: &mut StdRng) -> World {
    const LENGTHS: usize = 8;
    let scores: Array2<f64> = normal((LENGTHS * vocab, vocab), rng);
    World(softmax(&scores).ln())
}

impl World {
    fn next(&self, tokens: &[usize]) -> Vec<f64> {
        let (rows, vocab) = self.0.dim();
        self.0.row((tokens.len() * vocab + tokens[tokens.len() - 1]) % rows).to_vec()
    }

    fn score(&self, text: &[usize]) -> f64 {
        (1..text.len()).map(|t| self.next(&text[..t])[text[t]]).sum()
    }

    fn greedy(&self, prompt: &[usize], n: usize) -> Vec<usize> {
        let likeliest = |log_p: Vec<f64>| {
            (0..log_p.len()).max_by(|&i, &j| log_p[i].total_cmp(&log_p[j]))
        };
        let mut text = prompt.to_vec();
        for _ in 0..n {
            text.push(likeliest(self.next(&text)).expect("some tokens"));
        }
        text
    }
}

type Text = (Vec<usize>, f64);

fn longer(next: &dyn Fn(&[usize]) -> Vec<f64>, (text, score): &Text) -> Vec<Text> {
    let longer =
        |(token, log_p): (usize, &f64)| ([&text[..], &[token]].concat(), score + log_p);
    next(text).iter().enumerate().map(longer).collect()
}

fn best_first(mut texts: Vec<Text>) -> Vec<Text> {
    texts.sort_by(|one, other| other.1.total_cmp(&one.1));
    texts
}

fn reference(
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    prompt: &[usize],
    n: usize,
    beams: usize,
) -> Vec<usize> {
    let mut texts = vec![(prompt.to_vec(), 0.0)];
    for _ in 0..n {
        texts = best_first(texts.iter().flat_map(|text| longer(next, text)).collect());
        texts.truncate(beams);
    }
    texts.swap_remove(0).0
}

fn everything(world: &World, prompt: &[usize], n: usize) -> Vec<usize> {
    reference(&|tokens| world.next(tokens), prompt, n, usize::MAX)
}

/// The likeliest text of all where that is quickly found.
fn everything_if_small(world: &World, prompt: &[usize], n: usize) -> Vec<usize> {
    if n <= 4 { everything(world, prompt, n) } else { Vec::new() }
}

/// A mistake: each beam takes its own likeliest token, after the first step.
fn alone(world: &World, prompt: &[usize], n: usize, beams: usize) -> Vec<usize> {
    let first = best_first(longer(&|tokens| world.next(tokens), &(prompt.to_vec(), 0.0)));
    let texts = first.iter().take(beams).map(|(text, _)| world.greedy(text, n - 1));
    texts
        .max_by(|one, other| world.score(one).total_cmp(&world.score(other)))
        .expect("some beams")
}

/// A mistake: only the last step counts.
fn by_last_step(world: &World, prompt: &[usize], n: usize, beams: usize) -> Vec<usize> {
    let mut texts = vec![(prompt.to_vec(), 0.0)];
    for _ in 0..n {
        texts = texts
            .into_iter()
            .flat_map(|(text, _)| longer(&|tokens| world.next(tokens), &(text, 0.0)))
            .collect();
        texts = best_first(texts);
        texts.truncate(beams);
    }
    texts.swap_remove(0).0
}

fn agree(
    what: &str,
    got: &[usize],
    right: &[usize],
    world: &World,
    mistakes: &[(&str, Vec<usize>)],
) -> Verdict {
    if got == right {
        return Ok(());
    }
    if got.len() != right.len() {
        return Err(format!(
            "{what}: the text is {got:?}; it should have {} tokens, the prompt's included",
            right.len()
        ));
    }
    if let Some((mistake, _)) = mistakes.iter().find(|(_, text)| text == got) {
        return Err(format!(
            "{what}: the text is {got:?}, but should be {right:?}: {mistake}"
        ));
    }
    if got.iter().any(|&token| token >= world.0.ncols()) {
        return Err(format!(
            "{what}: the text is {got:?}, but there are only {} tokens",
            world.0.ncols()
        ));
    }
    let (theirs, ours) = (world.score(got), world.score(right));
    Err(format!(
        "{what}: the text is {got:?} with the score {theirs:.3}; it should be {right:?} with {ours:.3}"
    ))
}
