//! Many answers at once are the answers one at a time.

use decoder::{Config, Gpt, Sampling, Writer};
use fine_tuning::{Answer, Stopping, sample_answers};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

const STOP: usize = 4;

/// A model with strong opinions: a small one's would hardly depend on what it sees.
fn model(seed: u64) -> Gpt<f64> {
    let mut model =
        Gpt::new(Config::article(5, 16, 2, 2, 8), &mut StdRng::seed_from_u64(seed));
    model.head.as_mut().expect("not tied").mapv_inplace(|w| 40.0 * w);
    model
}

/// Prompts of one to six tokens.
fn prompts(count: usize, rng: &mut StdRng) -> Vec<Vec<usize>> {
    let mut prompt = || (0..rng.random_range(1..7)).collect::<Vec<usize>>();
    let lengths: Vec<usize> = (0..count).map(|_| prompt().len()).collect();
    lengths.into_iter().map(|n| (0..n).map(|_| rng.random_range(0..4)).collect()).collect()
}

/// The answer as chapter 6 writes, token by token, with the generator that the answer of
/// that number has.
fn one_at_a_time(
    model: &Gpt<f64>,
    prompt: &[usize],
    stopping: Stopping,
    sampling: &Sampling,
    seed: u64,
) -> Vec<usize> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut writer = Writer::new(model, prompt);
    while writer.tokens().len() < prompt.len() + stopping.cap
        && writer.write(sampling, &mut rng) != stopping.token
    {}
    writer.tokens()[prompt.len()..].to_vec()
}

fn tokens(answers: Vec<Answer>) -> Vec<Vec<usize>> {
    answers.into_iter().map(|answer| answer.tokens).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn many_at_once_are_the_same_answers_as_one_at_a_time(count in 1_usize..80, cap in 1_usize..10, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let (model, stopping) = (model(seed), Stopping { token: STOP, cap });
        let prompts = prompts(count, &mut rng);
        let sampling = Sampling { temperature: 0.8, ..Sampling::PLAIN };
        let together = sample_answers(&model, &prompts, stopping, &sampling, &mut StdRng::seed_from_u64(seed));
        let mut rng = StdRng::seed_from_u64(seed);
        let seeds: Vec<u64> = prompts.iter().map(|_| rng.random()).collect();
        let alone: Vec<_> = prompts
            .iter()
            .zip(seeds)
            .map(|(prompt, seed)| one_at_a_time(&model, prompt, stopping, &sampling, seed))
            .collect();
        prop_assert_eq!(tokens(together), alone);
    }

    #[test]
    fn an_answer_ends_with_its_stop_or_at_the_cap(count in 1_usize..40, cap in 1_usize..10, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let prompts = prompts(count, &mut rng);
        let stopping = Stopping { token: STOP, cap };
        for answer in tokens(sample_answers(&model(seed), &prompts, stopping, &Sampling::PLAIN, &mut rng)) {
            let stop = answer.iter().position(|&token| token == STOP);
            prop_assert_eq!(answer.len(), stop.map_or(cap, |place| place + 1));
        }
    }
}

/// Nothing that comes after an answer's stop, and nobody else's answer, is seen by it.
#[test]
fn an_answer_does_not_depend_on_who_else_is_asked() {
    let (model, stopping) = (model(1), Stopping { token: STOP, cap: 9 });
    let prompts = prompts(64, &mut StdRng::seed_from_u64(2));
    let ask = |prompts: &[Vec<usize>]| {
        tokens(sample_answers(
            &model,
            prompts,
            stopping,
            &Sampling::PLAIN,
            &mut StdRng::seed_from_u64(3),
        ))
    };
    assert_eq!(ask(&prompts)[..5], ask(&prompts[..5]));
}

#[cfg(feature = "threads")]
#[test]
fn the_same_bits_on_any_number_of_threads() {
    let prompts = prompts(80, &mut StdRng::seed_from_u64(4));
    let model = model(5);
    let run = |threads: usize| {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let stopping = Stopping { token: STOP, cap: 9 };
        pool.install(|| {
            sample_answers(
                &model,
                &prompts,
                stopping,
                &Sampling::PLAIN,
                &mut StdRng::seed_from_u64(6),
            )
        })
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(3));
}

#[test]
#[should_panic(expected = "1 tokens and an answer of 20 do not fit a context of 16")]
fn an_answer_that_does_not_fit_the_context_is_refused() {
    let stopping = Stopping { token: usize::MAX, cap: 20 };
    sample_answers(
        &model(7),
        &[vec![0]],
        stopping,
        &Sampling::PLAIN,
        &mut StdRng::seed_from_u64(8),
    );
}
