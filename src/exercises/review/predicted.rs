//! The questions of the exercises in which one predicts, with other numbers. Each has its exercise's name.

use rand::RngExt;

use super::bank::{Drawn, Question, drawn, one_of, question};

pub(crate) const PREDICTED: &[Question] = &[
    question("error_of_a_nudge", 0, |rng| {
        let (x, h) = (rng.random_range(1..4), rng.random_range(1..4));
        let text = format!(
            "The slope of x³ at x = {x} is {}. What does the central difference give there with a nudge of h = {h}?",
            3 * x * x
        );
        let slope = f64::from(3 * x * x);
        let right = slope + f64::from(h * h);
        let why = format!(
            "{right}: 3x² + h². The term 3xh has one sign on the one side and the other on the other: it cancels."
        );
        drawn(text, right, why).mistaken(vec![
            (slope, "That is the slope itself. Multiply out: something is left over."),
            (right + f64::from(3 * x * h), "That is the one-sided difference."),
        ])
    }),
    question("odds_of_two_keys", 1, |rng| {
        let (k, times) = (rng.random_range(3..6), rng.random_range(2..4));
        let text = format!(
            "A query gives one key {k} times the weight of another. The query is multiplied by {times}. How many times the other's is the first key's weight now?"
        );
        let right = f64::from(k).powi(times);
        let why = format!(
            "{right}: the scores' difference is {times} times as large, so the odds are raised to the power {times}."
        );
        drawn(text, right, why).mistaken(vec![
            (f64::from(k), "The scores grow, and so does their difference."),
            (f64::from(k * times), "The scores are multiplied, not the odds."),
        ])
    }),
    question("heads_and_parameters", 2, |rng| {
        let (c, heads) = (one_of(&[16, 32, 48], rng), one_of(&[2, 4, 8], rng));
        let text = format!(
            "Multi-head attention with C = {c} and H = {heads}, biases included. How many parameters has it?"
        );
        let (c, all) = (c as f64, 4 * c * c + 4 * c);
        drawn(text, all as f64, format!("{all}: 4·C² + 4·C, whatever H is.")).mistaken(vec![
            (4.0 * c * c, "Each of the four matrices has a bias."),
            (3.0 * c * c + 3.0 * c, "The matrix that joins the heads is one of the layer's too."),
        ])
    }),
    question("clocks_of_positions", 3, |rng| {
        let (c, p) = (one_of(&[32, 128, 512], rng), rng.random_range(3..2000));
        let text =
            format!("Sinusoids with C = {c} channels. How long is the row of position {p}, as a vector?");
        let right = (c as f64 / 2.0).sqrt();
        drawn(text, right, format!("{right}: each of C/2 pairs adds sin² + cos² = 1 to the square."))
            .mistaken(vec![
                (c as f64 / 2.0, "That is the square of its length."),
                ((c as f64).sqrt(), "A pair of channels adds 1 to the square, not each channel."),
            ])
    }),
    question("units_and_kinks", 4, |rng| {
        let all = [(3.0, 4.0), (6.0, 8.0), (5.0, 12.0), (8.0, 15.0)];
        let (a, b): (f64, f64) = all[rng.random_range(0..all.len())];
        let text = format!(
            "A unit asks h = {a}·x_1 + {b}·x_2 + bias, and all tokens lie in the circle x_1² + x_2² ≤ 1. What is the largest bias at which it is dead, h ≤ 0 for every token?"
        );
        let length = a.hypot(b);
        drawn(text, -length, format!("−{length}: at most, {a}·x_1 + {b}·x_2 is the length of ({a}, {b})."))
            .mistaken(vec![
                (
                    length,
                    "With this one it is never dead: a unit is dead when even its largest h is at most 0.",
                ),
                (-a - b, "No token of the circle has both x_1 = 1 and x_2 = 1."),
            ])
    }),
    question("depth_and_gradient", 5, |rng| {
        let layers = rng.random_range(3..9);
        let text = format!(
            "Each of {layers} layers, alone, leaves the mean square of a gradient as large as it was. Each gets a residual connection, x + f(x), and no norm. By about what is the gradient's mean square multiplied on the way down?"
        );
        let right = 2_f64.powi(layers);
        let why = format!(
            "About {right}: each layer adds what comes through it to what comes round it, and doubles the square."
        );
        drawn(text, right, why).mistaken(vec![
            (1.0, "What goes round a layer comes on top of what goes through it."),
            (f64::from(layers + 1), "That would be with a norm before each layer."),
        ])
    }),
    question("numbers_in_a_gpt", 6, |rng| {
        let (v, t) = (one_of(&[50, 100], rng), one_of(&[64, 128], rng));
        let (layers, c) = (one_of(&[1, 2, 3], rng), one_of(&[8, 16], rng));
        let text = format!(
            "A pre-LN GPT with V = {v}, T = {t}, L = {layers} and C = {c}, with sinusoids, biases in the blocks, and a last layer of its own without bias. How many parameters has it?"
        );
        let all = 2 * v * c + layers * (12 * c * c + 13 * c) + 2 * c;
        let right = all as f64;
        let why =
            format!("{all}: 2·V·C for the two tables, 12·C² + 13·C for each block, 2·C for the last norm.");
        drawn(text, right, why).mistaken(vec![
            (right - (v * c) as f64, "There are two tables, one at each end."),
            (right + (t * c) as f64, "Sinusoids are not learnt."),
            (right - (layers * 9 * c) as f64, "The matrices of the blocks have biases."),
        ])
    }),
    question("curve_of_a_loss", 7, |rng| {
        let (start, half) = (f64::from(rng.random_range(4..9)) / 2.0, rng.random_range(1..4));
        let floor = 0.25;
        let text = format!(
            "A loss begins at {start}; its floor is {floor}. What lies above the floor halves every 100 steps. What is the loss after {} steps?",
            100 * half
        );
        let above = (start - floor) / 2_f64.powi(half);
        let why = format!("{:.2}: the floor, and {above:.2} above it.", floor + above);
        drawn(text, floor + above, why).mistaken(vec![
            (above, "That is what lies above the floor."),
            (start / 2_f64.powi(half), "The floor itself does not halve."),
        ])
    }),
    question("surprise_by_hand", 7, |rng| {
        let (a, b) = (one_of(&[2, 4], rng), one_of(&[16, 32, 64], rng));
        let text = format!(
            "A model gives the right token the probability 1/{a} for one half of all tokens, and 1/{b} for the other half. What is its perplexity?"
        );
        let right = ((a * b) as f64).sqrt();
        drawn(text, right, format!("{right:.1}: e to the mean surprise, so the root of {a}·{b}.")).mistaken(
            vec![(
                (a + b) as f64 / 2.0,
                "Take the mean of the surprises first, and e to that; not the mean of the exponentials.",
            )],
        )
    }),
    question("price_of_distance", 8, |rng| {
        let n = rng.random_range(4..12);
        let text = format!(
            "A supervised model gives a good answer, of reward 1, in one case of {n}; the others have the reward 0. Reinforcement learning at the price β follows. With which β is a good answer's probability one half in the end?"
        );
        let right = 1.0 / f64::from(n - 1).ln();
        let why = format!("{right:.2}: exp(1/β) must make odds of 1 to {} even.", n - 1);
        drawn(text, right, why)
            .mistaken(vec![(1.0 / f64::from(n).ln(), "One case of n is odds of 1 to n − 1.")])
    }),
    question("answers_never_compared", 8, |rng| {
        let (reward, k) = (rng.random_range(1..4), rng.random_range(2..4));
        let text = format!(
            "Nobody ever compared odd answers, and the learnt reward gives them {reward}; plain ones get 0. After reinforcement learning at the price β = 1/{k}, by what have the odds of such an answer against a plain one been multiplied?"
        );
        let right = f64::from(reward * k).exp();
        let why =
            format!("{right:.0}: e to {reward}/β. A policy goes where the reward is large, right or wrong.");
        drawn(text, right, why).mistaken(vec![
            (f64::from(reward * k), "That is the exponent."),
            (f64::from(reward).exp(), "The reward is divided by β first."),
        ])
    }),
    question("odds_of_a_preference", 8, |rng| {
        let (n, k) = (rng.random_range(2..10), rng.random_range(2..4));
        let text = format!(
            "DPO with β = 1/{k}: people like answer a better than b in {n} cases of {}. By what have the odds of a against b been multiplied when the loss is as low as it gets?",
            n + 1
        );
        let right = f64::from(n).powi(k);
        drawn(text, right, format!("{right}: β·ln(odds) = ln {n}.")).mistaken(vec![
            (f64::from(n), "β·ln(odds) is what comes to ln n."),
            (f64::from(n * k), "The logarithm of the odds is divided by β, not the odds."),
        ])
    }),
    question("success_of_a_group", 8, |rng| {
        let n = one_of(&[5, 10, 17, 26], rng);
        let text = format!(
            "GRPO: one of {n} answers is right, with the reward 1; the others have 0. What is the advantage of the right one?"
        );
        let right = (n as f64 - 1.0).sqrt();
        drawn(text, right, format!("{right}: (1 − p)/√(p·(1 − p)) with p = 1/{n}.")).mistaken(vec![
            (1.0 - 1.0 / n as f64, "That is not divided by the standard deviation yet."),
            (1.0, "The mean of the group is taken away, and the standard deviation is small."),
        ])
    }),
    question("who_still_pushes", 8, |rng| {
        let rho = [0.5, 1.5][rng.random_range(0..2)];
        let a = f64::from(rng.random_range(1..4)) * [-1.0, 1.0][rng.random_range(0..2)];
        let text = format!(
            "PPO with ε = 0.2: worth = min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A). What is ∂worth/∂log π for ρ = {rho} and A = {a}?"
        );
        let level = (rho > 1.2) == (a > 0.0);
        let right = if level { 0.0 } else { rho * a };
        let why = if level {
            "0: ρ has left the band in the direction in which A pushes, and there the worth is flat."
                .to_owned()
        } else {
            format!("{right}: the smaller of the two is ρ·A, and ∂ρ/∂log π = ρ.")
        };
        drawn(text, right, why).mistaken(vec![
            (a, "∂ρ/∂log π is ρ, and not 1."),
            (rho * a, "Which of the two is smaller?"),
            (0.0, "Which of the two is smaller?"),
        ])
    }),
    question("size_of_a_gate", 9, |rng| {
        let c = one_of(&[96, 192, 768, 3072], rng);
        let text = format!(
            "C = {c}, no biases. A gated network is to have as many parameters as a plain one with 4·C hidden units. How many hidden units M does it get?"
        );
        let right = 8.0 * c as f64 / 3.0;
        drawn(text, right, format!("{right}: three matrices of C·M are to be two of C·4C.")).mistaken(vec![
            (4.0 * c as f64, "It has three matrices, and the plain one two."),
            (2.0 * c as f64, "Three matrices to two, so M is two thirds of 4·C, not one half."),
        ])
    }),
];

impl Drawn {
    /// With known mistakes, and what a tutor says of each.
    fn mistaken(self, mistakes: Vec<(f64, &'static str)>) -> Drawn {
        Drawn { mistakes, ..self }
    }
}
