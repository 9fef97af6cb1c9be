//! The questions, whose numbers are drawn anew each time.

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

/// A question of a chapter.
pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) chapter: u32,
    pub(crate) draw: fn(&mut StdRng) -> Drawn,
}

/// A question with its numbers.
pub(crate) struct Drawn {
    pub(crate) text: String,
    pub(crate) answer: f64,
    /// The answer, and where it comes from.
    pub(crate) why: String,
    /// Known mistakes, and what is said of each.
    pub(crate) mistakes: Vec<(f64, &'static str)>,
}

pub(crate) const fn question(name: &'static str, chapter: u32, draw: fn(&mut StdRng) -> Drawn) -> Question {
    Question { name, chapter, draw }
}

pub(crate) fn drawn(text: String, answer: f64, why: String) -> Drawn {
    Drawn { text, answer, why, mistakes: Vec::new() }
}

pub(crate) fn one_of(numbers: &[usize], rng: &mut StdRng) -> usize {
    *numbers.choose(rng).expect("some numbers")
}

/// Those that no exercise asks, in the book's order.
pub(crate) const BANK: &[Question] = &[
    question("odds_of_scores", 0, |rng| {
        let (low, k) = (rng.random_range(-3..4), rng.random_range(2..6));
        let text = format!(
            "Two scores are {low} and {low} + ln {k}. After softmax, the second's share is how many times the first's?"
        );
        drawn(text, f64::from(k), format!("{k}: e to the difference of the scores, wherever they begin."))
    }),
    question("size_of_a_weights_gradient", 0, |rng| {
        let [n, i, j] = [(); 3].map(|()| rng.random_range(2..9));
        let text = format!("y = x·W, x is ({n}, {i}) and y is ({n}, {j}). How many numbers has dW?");
        drawn(text, f64::from(i * j), format!("{i}·{j} = {}: it has the shape of W.", i * j))
    }),
    question("masked_weights", 1, |rng| {
        let t = rng.random_range(3..12);
        let zeros = t * (t - 1) / 2;
        let text = format!("Causal attention over {t} tokens: how many of its weights are exactly 0?");
        drawn(text, f64::from(zeros), format!("{zeros}: T·(T − 1)/2 lie above the diagonal."))
    }),
    question("variance_of_a_score", 1, |rng| {
        let d = one_of(&[16, 32, 64, 128, 256], rng);
        let text = format!(
            "q and k have {d} independent entries of mean 0 and variance 1. What is the variance of q·k?"
        );
        drawn(text, d as f64, format!("{d}: each product has variance 1. Divided by √D, it is 1 again."))
    }),
    question("width_of_a_head", 2, |rng| {
        let (heads, d) = (one_of(&[4, 8, 12], rng), one_of(&[16, 32, 64], rng));
        let text =
            format!("C = {} and H = {heads}. By the root of which number are scores divided?", heads * d);
        drawn(text, d as f64, format!("{d}: a head has D = C/H channels."))
    }),
    question("product_of_a_position_with_itself", 3, |rng| {
        let (c, p) = (one_of(&[32, 64, 128], rng), rng.random_range(3..90));
        let text = format!("Sinusoids of C = {c} channels. What is PE({p})·PE({p})?");
        drawn(text, c as f64 / 2.0, format!("{}: sin² + cos² = 1 for each of C/2 pairs.", c / 2))
    }),
    question("parameters_of_a_network", 4, |rng| {
        let c = one_of(&[8, 16, 32], rng);
        let all = 8 * c * c + 5 * c;
        let text =
            format!("A feed-forward network with C = {c} and M = 4·C, biases included. How many parameters?");
        drawn(text, all as f64, format!("{all}: 2·C·M weights, and M + C biases."))
    }),
    question("rows_that_move", 4, |rng| {
        let t = rng.random_range(5..20);
        let text = format!(
            "One of {t} tokens is exchanged for another. How many rows of the feed-forward network's output change?"
        );
        drawn(text, 1.0, "1: it moves nothing between tokens.".to_owned())
    }),
    question("norm_of_two_channels", 5, |rng| {
        let (low, more) = (rng.random_range(-9..10), rng.random_range(1..20));
        let text = format!(
            "A token has two channels, {} and {low}. What does layer norm make of the first (ε = 0, gain 1, bias 0)?",
            low + more
        );
        drawn(
            text,
            1.0,
            "1: both are equally far from their mean, and the deviation is that distance.".to_owned(),
        )
    }),
    question("norm_of_a_scaled_token", 5, |rng| {
        let (scale, shift) = (rng.random_range(2..20), rng.random_range(-99..100));
        let text = format!(
            "Every number of a token is multiplied by {scale}, and then {shift} is added. By how much does its layer norm change (ε = 0)?"
        );
        drawn(text, 0.0, "0: mean and size are taken out.".to_owned())
    }),
    question("odds_at_half_the_temperature", 6, |rng| {
        let (a, b) = (rng.random_range(3..8), rng.random_range(1..3));
        let text = format!(
            "At τ = 1 one letter is {a}/{b} times as likely as another. How many times as likely is it at τ = ½?"
        );
        let answer = f64::from(a * a) / f64::from(b * b);
        drawn(text, answer, format!("{answer:.2}: the odds are raised to 1/τ."))
    }),
    question("numbers_kept", 6, |rng| {
        let (l, c, t) = (rng.random_range(2..7), one_of(&[32, 64], rng), one_of(&[10, 100], rng));
        let all = 2 * l * c * t;
        let text = format!(
            "A model of {l} blocks and {c} channels has read {t} tokens. How many numbers of keys and values are kept?"
        );
        drawn(text, all as f64, format!("{all}: 2·L·T·C."))
    }),
    question("loss_of_one_who_knows_nothing", 7, |rng| {
        let v = one_of(&[10, 34, 100, 1000, 50_257], rng);
        let loss = (v as f64).ln();
        let text = format!("A model finds all {v} tokens equally likely. What is its loss, in nats?");
        drawn(text, loss, format!("{loss:.2}: ln {v}."))
    }),
    question("slope_at_the_right_token", 7, |rng| {
        let k = one_of(&[2, 4, 5, 10], rng);
        let text = format!(
            "There are {k} logits, all equal. What is the loss's gradient by that of the right token?"
        );
        let answer = 1.0 / k as f64 - 1.0;
        drawn(text, answer, format!("{answer}: p − 1."))
    }),
    question("first_step_of_adam", 7, |rng| {
        let (lr, g) = (one_of(&[1, 2, 5], rng), one_of(&[3, 40, 500], rng));
        let text = format!(
            "AdamW's very first step, without decay: the learning rate is 0.00{lr}, the gradient {g}. How far does the weight move?"
        );
        drawn(text, lr as f64 / 1000.0, format!("0.00{lr}: the learning rate, whatever the gradient."))
    }),
    question("targets_that_count", 8, |rng| {
        let (question, answer) = (rng.random_range(3..30), rng.random_range(1..20));
        let text = format!(
            "Supervised fine-tuning: a question of {question} tokens, an answer of {answer}. How many targets count?"
        );
        drawn(text, f64::from(answer), format!("{answer}: the answer's own tokens, all of them."))
    }),
    question("advantage_over_the_others", 8, |rng| {
        let [a, b, c] = [(); 3].map(|()| rng.random_range(-2..6));
        let text = format!(
            "Three answers to one question have the rewards {a}, {b} and {c}; β is 0. What is the first's advantage over the others?"
        );
        let answer = f64::from(a) - f64::from(b + c) / 2.0;
        drawn(text, answer, format!("{answer}: its reward less the mean of the two others."))
    }),
    question("best_policy_at_a_price", 8, |rng| {
        let n = rng.random_range(2..10);
        let text = format!(
            "Two answers were equally likely, with the rewards 1 and 0, and β = 1/ln {n}. How likely is the better one under the best policy?"
        );
        let answer = f64::from(n) / f64::from(n + 1);
        drawn(text, answer, format!("{answer:.2}: exp(R/β) makes it {n} times as likely as the other."))
    }),
    question("keys_that_are_shared", 9, |rng| {
        let (each, groups) = (one_of(&[2, 4, 8], rng), one_of(&[2, 4], rng));
        let text = format!(
            "{} heads of queries share {groups} heads of keys and values. How many times fewer numbers are kept than with heads of their own?",
            each * groups
        );
        drawn(text, each as f64, format!("{each}: heads of keys are all that is kept."))
    }),
];
