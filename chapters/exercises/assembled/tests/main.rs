//! The assistant of plain functions is the book's.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use assembled::{BOOK, Hands, Kept, Learner, PARTS, Parts, Stage, backward, forward};
use assembled::{partings, show, small, text_batch};
use foundations::Params;
use ndarray::{Array1, Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use since_gpt2::{Choice, Decoder, Recipe};
use training_loss::{Batch, Schedule, Trainer};

const VOCAB: usize = 34;

/// Random tokens.
fn tokens(n: usize, seed: u64) -> Vec<usize> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..n).map(|_| rng.random_range(0..VOCAB)).collect()
}

#[track_caller]
fn near<D: ndarray::Dimension>(
    one: &ndarray::Array<f64, D>,
    other: &ndarray::Array<f64, D>,
) {
    assert_eq!(one.shape(), other.shape());
    let largest = other.fold(1e-3_f64, |most, x| most.max(x.abs()));
    let off = (one - other).fold(0.0_f64, |most, x| most.max(x.abs()));
    assert!(off <= 1e-11 * largest, "{off:e} beside {largest:e}");
}

#[test]
fn logits_and_gradients_are_the_chapters() {
    let (model, tokens) = (small(VOCAB), tokens(21, 1));
    let hands = Hands::new(&BOOK);
    let (logits, pass) = forward(&hands, &model, &tokens[..20], &mut Kept::nothing(&model));
    let batch = Batch::of_windows(&tokens, &[0], 20);
    let (books, cache) = model.forward(&batch.inputs);
    near(&logits, &books.index_axis(Axis(0), 0).to_owned());

    let (_, dlogits) = training_loss::cross_entropy(&books, &batch.targets, &batch.weights);
    let own =
        hands.cross_entropy_backward(&logits, &tokens[1..], &Array1::from_elem(20, 0.05));
    near(&own, &dlogits.index_axis(Axis(0), 0).to_owned());
    let (own, books) =
        (backward(&hands, &model, &pass, &own), model.backward(cache, &dlogits));
    for ((name, own), (books_name, books)) in own.tensors().iter().zip(books.tensors()) {
        assert_eq!(*name, books_name);
        near(&own.to_owned(), &books.to_owned());
    }
}

#[test]
fn kept_keys_give_the_rows_that_all_at_once_gives() {
    let (model, tokens) = (small(VOCAB), tokens(9, 2));
    let hands = Hands::new(&BOOK);
    let (whole, _) = forward(&hands, &model, &tokens, &mut Kept::nothing(&model));
    let mut kept = Kept::nothing(&model);
    forward(&hands, &model, &tokens[..4], &mut kept);
    let (rest, _) = forward(&hands, &model, &tokens[4..], &mut kept);
    near(&rest, &whole.slice(ndarray::s![4.., ..]).to_owned());
}

#[test]
fn the_learner_takes_the_trainers_steps() {
    let schedule = Schedule { peak: 0.01, last: 0.001, warm_up: 2, steps: 5 };
    let (text, hands) = (tokens(100, 3), Hands::new(&BOOK));
    let mut learner = Learner::new(small(VOCAB), schedule);
    let mut trainer = Trainer::new(small(VOCAB), schedule);
    for step in 0..5 {
        let starts = [step, 40 + step, 7 * step];
        let loss = learner.step(&hands, &text_batch(&hands, &text, &starts, 24));
        let books = trainer.step(&Batch::of_windows(&text, &starts, 24)).unwrap().loss;
        assert!((loss - books).abs() < 1e-10, "step {step}: {loss} and {books}");
    }
}

/// The book's assistant with one part wrong.
fn with(change: impl FnOnce(&mut Parts)) -> Parts {
    let mut parts = BOOK;
    change(&mut parts);
    parts
}

#[test]
fn two_wrong_parts_are_both_found_where_they_are_first_used() {
    let work = |hands: &Hands| {
        let model = small(VOCAB);
        forward(hands, &model, &tokens(7, 4), &mut Kept::nothing(&model));
    };
    assert_eq!(partings(&BOOK, work), []);
    let parts = with(|parts| {
        parts.normalised = |x, _| x.clone();
        parts.together = |heads| Array2::zeros((heads.dim().1, 1));
    });
    let found = partings(&parts, work);
    let told: Vec<_> = found.iter().map(|p| (p.part.as_str(), p.place.as_str())).collect();
    let right = [
        ("normalised", "block 0, the norm before attention"),
        ("together", "block 0, attention"),
    ];
    assert_eq!(told, right);
    assert!(found[1].said.contains("shape [7, 1]"), "{}", found[1].said);

    let parts = with(|parts| parts.softmax = |_| panic!("no softmax today"));
    assert_eq!(partings(&parts, work), [], "it is not called here");
    let parts = with(|parts| parts.feed_forward = |_, _, _, _, _| panic!("no network"));
    let found = partings(&parts, work);
    assert_eq!((found.len(), found[0].part.as_str()), (1, "feed_forward"));
    assert!(found[0].said.contains("no network"), "{}", found[0].said);
}

#[test]
fn a_wrong_part_of_the_way_back_is_found_in_the_training() {
    let (model, alphabet) =
        (small(VOCAB), hollow_wood::ALPHABET.chars().collect::<Vec<_>>());
    let model = Choice::Then(model);
    let right = show(Stage::Trainer, &BOOK, &model, &alphabet, 4);
    assert_eq!(right.partings, [], "{}", right.text);
    let parts = with(|parts| {
        parts.attention_backward = |q, k, v, a, dy| {
            let (dq, dk, dv) = (BOOK.attention_backward)(q, k, v, a, dy);
            (dq * 2.0, dk, dv)
        };
    });
    let wrong = show(Stage::Trainer, &parts, &model, &alphabet, 4);
    assert_eq!(wrong.partings.len(), 1, "{wrong:?}");
    assert_eq!(wrong.partings[0].part, "attention_backward");
    assert_eq!(wrong.partings[0].place, "back through block 1, attention");
}

#[test]
fn each_block_has_work_for_both_ways_back_through_its_norms() {
    static NORMS: AtomicUsize = AtomicUsize::new(0);
    static ROADS: AtomicUsize = AtomicUsize::new(0);
    let parts = with(|parts| {
        parts.layer_norm_backward = |x, gain, epsilon, dy| {
            NORMS.fetch_add(1, Relaxed);
            (BOOK.layer_norm_backward)(x, gain, epsilon, dy)
        };
        parts.residual_backward = |x, gain, epsilon, dy, dn| {
            ROADS.fetch_add(1, Relaxed);
            (BOOK.residual_backward)(x, gain, epsilon, dy, dn)
        };
    });
    let (hands, model) = (Hands::new(&parts), small(VOCAB));
    let (_, pass) = forward(&hands, &model, &tokens(7, 4), &mut Kept::nothing(&model));
    backward(&hands, &model, &pass, &Array2::ones((7, VOCAB)));
    let blocks = model.blocks.len();
    assert_eq!([NORMS.load(Relaxed), ROADS.load(Relaxed)], [blocks + 1, blocks]);
}

#[test]
fn the_newer_decoder_writes_the_books_text_and_a_wrong_part_of_it_is_found() {
    let alphabet: Vec<char> = hollow_wood::ALPHABET.chars().collect();
    let config = decoder::Config::article(VOCAB, 64, 2, 4, 16);
    let recipe = Recipe { groups: Some(2), ..Recipe::NOW };
    let model = Choice::Now(Decoder::new(&config, &recipe, &mut StdRng::seed_from_u64(5)));
    let right = show(Stage::Newer, &BOOK, &model, &alphabet, 0);
    assert_eq!(right.partings, []);
    assert!(right.text.contains("letter for letter"), "{}", right.text);
    let parts = with(|parts| parts.turned = |x, _| x.clone());
    let wrong = show(Stage::Newer, &parts, &model, &alphabet, 0);
    let told = wrong.partings.iter().map(|p| (p.part.as_str(), p.place.as_str()));
    assert_eq!(told.collect::<Vec<_>>(), [("turned", "block 0, attention")]);
}

#[test]
fn every_part_can_be_taken_from_another() {
    let mut names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    assert!(PARTS.iter().all(|part| !part.arguments.is_empty()));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PARTS.len());
}

#[test]
fn what_an_answer_is_worth_is_its_reward_less_the_price_of_its_drift() {
    // Worth 1 − ½·½ and 2 + ½·½; each is compared with the other.
    let worth = (BOOK.advantages)(&[1.0, 2.0], &[-1.0, -2.0], &[-1.5, -1.5], 0.5);
    assert_eq!(worth, [-1.5, 1.5]);
}
