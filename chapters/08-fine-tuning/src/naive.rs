//! Expectation and gradient as loops, straight from their formulas: to be read first, and
//! to test the fast ones against.

use decoder::{Gpt, naive::gpt};
use ndarray::Array2;

use crate::Pair;

/// Every answer that there is: all that stop after at most `cap` tokens, and all that are
/// cut there.
///
/// There are about Vᶜᵃᵖ of them; this is for worlds of three tokens.
// ANCHOR: every_answer
pub fn every_answer(vocab: usize, stop: usize, cap: usize) -> Vec<Vec<usize>> {
    let mut finished = Vec::new();
    let mut running = vec![Vec::new()];
    for _ in 0..cap {
        let mut longer = Vec::new();
        for answer in running {
            for token in 0..vocab {
                let answer = [&answer[..], &[token]].concat();
                if token == stop {
                    finished.push(answer);
                } else {
                    longer.push(answer);
                }
            }
        }
        running = longer;
    }
    finished.extend(running);
    finished
}
// ANCHOR_END: every_answer

/// `log π(x | prompt) = Σ_t log p(x_t | prompt, x_1, …, x_{t−1})`
pub fn log_probability(model: &Gpt<f64>, prompt: &[usize], answer: &[usize]) -> f64 {
    let mut tokens = prompt.to_vec();
    let mut log_p = 0.0;
    for &token in answer {
        let logits = gpt(model, &tokens); // (T, V)
        let last = logits.row(logits.nrows() - 1);
        let mut sum = 0.0;
        for v in 0..last.len() {
            sum += last[v].exp();
        }
        log_p += last[token] - sum.ln();
        tokens.push(token);
    }
    log_p
}

/// `E_{x∼π}[R(x)] = Σ_x π(x)·R(x)`, over every answer x
// ANCHOR: expected_reward
pub fn expected_reward(
    model: &Gpt<f64>,
    prompt: &[usize],
    answers: &[Vec<usize>],
    reward: impl Fn(&[usize]) -> f64,
) -> f64 {
    let mut expected = 0.0;
    for answer in answers {
        expected += log_probability(model, prompt, answer).exp() * reward(answer);
    }
    expected
}
// ANCHOR_END: expected_reward

/// `KL(π ‖ π_SFT) = Σ_x π(x)·log(π(x)/π_SFT(x))`, over every answer x
// ANCHOR: kl
pub fn kl(
    model: &Gpt<f64>,
    reference: &Gpt<f64>,
    prompt: &[usize],
    answers: &[Vec<usize>],
) -> f64 {
    let mut kl = 0.0;
    for answer in answers {
        let log_p = log_probability(model, prompt, answer);
        kl += log_p.exp() * (log_p - log_probability(reference, prompt, answer));
    }
    kl
}
// ANCHOR_END: kl

/// `A_i = R_i − mean of R_j over the others, j ≠ i`
pub fn leave_one_out(rewards: &[f64]) -> Vec<f64> {
    let mut advantages = Vec::new();
    for i in 0..rewards.len() {
        let mut others = 0.0;
        for (j, reward) in rewards.iter().enumerate() {
            if j != i {
                others += reward;
            }
        }
        advantages.push(rewards[i] - others / (rewards.len() - 1) as f64);
    }
    advantages
}

/// `L = −1/N · Σ_i A_i · log π(x_i)`: its gradient is minus REINFORCE's estimate of ∇J
pub fn policy_loss(model: &Gpt<f64>, pairs: &[Pair], advantages: &[f64]) -> f64 {
    let mut loss = 0.0;
    for (pair, advantage) in pairs.iter().zip(advantages) {
        loss -= advantage * log_probability(model, &pair.prompt, &pair.answer);
    }
    loss / pairs.len() as f64
}

/// PPO's loss: `−1/N · Σ_i min(ρ_i·A_i, clip(ρ_i, 1 − ε, 1 + ε)·A_i)`
// ANCHOR: ppo
pub fn ppo(log_p: &[f64], log_p_old: &[f64], advantages: &[f64], epsilon: f64) -> f64 {
    let (n, mut worth) = (log_p.len() as f64, 0.0);
    for ((log_p, log_p_old), advantage) in log_p.iter().zip(log_p_old).zip(advantages) {
        let ratio = log_p.exp() / log_p_old.exp();
        let mut near = ratio;
        if ratio < 1.0 - epsilon {
            near = 1.0 - epsilon;
        } else if ratio > 1.0 + epsilon {
            near = 1.0 + epsilon;
        }
        worth += f64::min(ratio * advantage, near * advantage);
    }
    -worth / n
}
// ANCHOR_END: ppo

/// `A_i = (R_i − mean)/std` of one group
// ANCHOR: group_advantages
pub fn group_advantages(rewards: &[f64]) -> Vec<f64> {
    let k = rewards.len() as f64;
    let (mut sum, mut squares) = (0.0, 0.0);
    for reward in rewards {
        sum += reward;
    }
    let mean = sum / k;
    for reward in rewards {
        squares += (reward - mean) * (reward - mean);
    }
    let std = (squares / k).sqrt();
    let mut advantages = Vec::new();
    for reward in rewards {
        advantages.push((reward - mean) / std);
    }
    advantages
}
// ANCHOR_END: group_advantages

/// DPO's loss: `−1/N · Σ log(p(a)/(p(a) + p(b)))` with `p(x) = (π(x)/π_SFT(x))^β`, what is
/// left of Bradley and Terry when the policy is the best one for its own reward
// ANCHOR: dpo
pub fn dpo(log_p: &[[f64; 2]], log_sft: &[[f64; 2]], beta: f64) -> f64 {
    let (n, mut loss) = (log_p.len() as f64, 0.0);
    for (log_p, log_sft) in log_p.iter().zip(log_sft) {
        let better = (log_p[0].exp() / log_sft[0].exp()).powf(beta);
        let worse = (log_p[1].exp() / log_sft[1].exp()).powf(beta);
        loss -= (better / (better + worse)).ln();
    }
    loss / n
}
// ANCHOR_END: dpo

/// `y = x·(W + A·B)`, one number after the other: `x` is a row, W is `(C_in, C_out)`
// ANCHOR: low_rank
pub fn low_rank(x: &[f64], w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>) -> Vec<f64> {
    let mut y = vec![0.0; w.ncols()];
    for (j, y) in y.iter_mut().enumerate() {
        for (i, x) in x.iter().enumerate() {
            let mut changed = w[[i, j]];
            for r in 0..a.ncols() {
                changed += a[[i, r]] * b[[r, j]];
            }
            *y += x * changed;
        }
    }
    y
}
// ANCHOR_END: low_rank
