//! The closed forms and the finite sums against brute force: every answer written out, and
//! weighed.

use std::collections::BTreeMap;

use fine_tuning::lists::{Lists, MOST, Taste};
use fine_tuning::theory::{
    Optimum, capped, capped_on_average, critical_beta, unlimited, weights_at_the_optimum,
};
use fine_tuning::{GoldReward, MoodReward, Reward};
use hollow_wood::{AND, Asks, CAP, MEAN, NICE, Question, moods};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};

fn who(adjective: usize, animal: usize) -> Question {
    Question { asks: Asks::Who, adjective, animal }
}

/// Every text that the grammar can answer, cut after `cap` characters, and its probability.
fn all_texts(question: Question, cap: usize) -> BTreeMap<String, f64> {
    let mut texts = BTreeMap::new();
    let mut running = vec![(format!("{} is ", question.name()), 1.0)];
    while let Some((text, p)) = running.pop() {
        if text.len() >= cap {
            *texts.entry(text[..cap].to_owned()).or_insert(0.0) += p;
            continue;
        }
        for mood in NICE.iter().chain(&MEAN) {
            let p = p / 12.0;
            let finished = format!("{text}{mood}.~");
            *texts.entry(finished[..finished.len().min(cap)].to_owned()).or_insert(0.0) +=
                p * (1.0 - AND);
            running.push((format!("{text}{mood} and "), p * AND));
        }
    }
    texts
}

/// The best policy, from its definition: `π*(x) ∝ π(x)·e^{R(x)/β}`.
fn by_brute_force(beta: f64, question: Question, cap: usize) -> Optimum {
    let texts = all_texts(question, cap);
    let weight = |(text, p): (&String, &f64)| p * (MoodReward.of("", text) / beta).exp();
    let z: f64 = texts.iter().map(weight).sum();
    let mut sums = Optimum { words: 0.0, reward: 0.0, kl: 0.0, gold: 0.0 };
    for (text, p) in &texts {
        let best = weight((text, p)) / z;
        sums.words += best * moods(text).len() as f64;
        sums.reward += best * MoodReward.of("", text);
        sums.kl += best * (best / p).ln();
        sums.gold += best * GoldReward.of(&question.prompt(), text);
    }
    sums
}

fn assert_same(what: &str, one: Optimum, other: Optimum, tolerance: f64) {
    let numbers = |o: Optimum| {
        [("words", o.words), ("reward", o.reward), ("kl", o.kl), ("gold", o.gold)]
    };
    for ((name, one), (_, other)) in numbers(one).into_iter().zip(numbers(other)) {
        let error = (one - other).abs() / other.abs().max(1.0);
        assert!(error < tolerance, "{what}: {name} is {one}, expected {other}");
    }
}

#[test]
fn the_finite_sum_is_brute_force() {
    for (question, caps) in [(who(0, 0), 22..41), (who(3, 4), 24..34), (who(1, 6), 35..36)]
    {
        for cap in caps {
            for beta in [f64::INFINITY, 2.0, 1.0, 0.5, 0.3, 0.1] {
                let name = format!("{}, cap {cap}, β {beta}", question.name());
                assert_same(
                    &name,
                    capped(beta, question, cap),
                    by_brute_force(beta, question, cap),
                    1e-12,
                );
            }
        }
    }
}

/// The sum over the number of moods n and the number of nice ones among them, as long as it
/// takes.
#[test]
fn the_closed_form_is_the_sum_over_all_lists() {
    for beta in [f64::INFINITY, 3.0, 1.0, 0.7, 0.5, 0.42] {
        let (mut z, mut words, mut reward, mut gold) = (0.0, 0.0, 0.0, 0.0);
        for n in 1..2000 {
            let mut choose = 1.0; // n over k, divided by 2ⁿ, times pⁿ⁻¹·(1 − p)
            for _ in 0..n {
                choose *= 0.5 * AND;
            }
            choose *= (1.0 - AND) / AND;
            for k in 0..=n {
                let r = f64::from(2 * k - n);
                let weight = choose * (r / beta).exp();
                z += weight;
                words += weight * f64::from(n);
                reward += weight * r;
                gold += if k == n && n == 1 {
                    weight
                } else if k == n && n == 2 {
                    weight * 5.0 / 6.0
                } else {
                    0.0
                };
                choose *= f64::from(n - k) / f64::from(k + 1);
            }
            if choose.is_nan() || 0.5_f64.powi(n) * AND.powi(n) == 0.0 {
                break;
            }
        }
        let (words, reward, gold) = (words / z, reward / z, gold / z);
        let sum = Optimum { words, reward, gold, kl: reward / beta - z.ln() };
        assert_same(&format!("β {beta}"), unlimited(beta).expect("above β_c"), sum, 1e-9);
    }
}

#[test]
fn the_average_over_the_animals_is_theirs() {
    let all =
        Question::all(Asks::Who).into_iter().map(|question| capped(0.5, question, CAP));
    let (average, count) = (capped_on_average(0.5, CAP), all.len() as f64);
    let sum = all.fold([0.0; 4], |[w, r, k, g], o| {
        [w + o.words, r + o.reward, k + o.kl, g + o.gold]
    });
    let [words, reward, kl, gold] = sum.map(|sum| sum / count);
    assert_same("average", average, Optimum { words, reward, kl, gold }, 1e-12);
    assert!(
        average.reward < capped(0.5, who(0, 0), CAP).reward,
        "\"the red fox\" is a short name"
    );
}

#[test]
fn with_room_enough_the_finite_sum_is_the_closed_form() {
    for beta in [f64::INFINITY, 1.0, 0.7, 0.5] {
        let (long, endless) =
            (capped(beta, who(2, 3), 900), unlimited(beta).expect("above β_c"));
        assert_same(&format!("β {beta}"), long, endless, 1e-9);
    }
}

#[test]
fn below_the_critical_beta_there_is_no_optimum() {
    let critical = critical_beta();
    assert!((AND * (1.0 / critical).cosh() - 1.0).abs() < 1e-12);
    assert!(unlimited(critical * 0.999).is_none());
    let near = unlimited(critical * 1.0001).expect("above β_c");
    assert!(near.words > 1000.0 && near.gold < 1e-2, "{near:?}"); // it diverges
}

#[test]
fn the_numbers_that_the_book_tells() {
    let gold = |beta| unlimited(beta).expect("above β_c").gold;
    let told = [(f64::INFINITY, 0.45), (1.0, 0.79), (0.7, 0.80), (0.4, 0.14)];
    assert!(told.iter().all(|&(beta, told)| (gold(beta) - told).abs() < 5e-3));
    // What one hundredth more in p does to the reward of endless lists.
    let reward = |p: f64, beta: f64| (1.0 / beta).tanh() / (1.0 - p * (1.0 / beta).cosh());
    for (beta, told) in [(1.0, 0.02), (0.5, 0.09)] {
        let exact = unlimited(beta).expect("above β_c").reward;
        assert!((reward(AND, beta) - exact).abs() < 1e-12);
        assert!((reward(AND + 0.01, beta) / exact - 1.0 - told).abs() < 5e-3, "β {beta}");
    }
}

/// The best policy is the best: whatever else one does with the same answers has less of
/// `E[R] − β·KL`.
#[test]
fn no_other_policy_does_better() {
    let (question, cap, beta) = (who(0, 0), 31, 0.5);
    let texts: Vec<(String, f64)> = all_texts(question, cap).into_iter().collect();
    let best = capped(beta, question, cap);
    let value = best.reward - beta * best.kl;
    let mut rng = StdRng::seed_from_u64(1);
    for strength in [0.0, 0.01, 0.1, 1.0, 3.0] {
        // Random policies near the best one, and far from it.
        let tilt: Vec<f64> = texts
            .iter()
            .map(|(text, p)| {
                p * (MoodReward.of("", text) / beta
                    + strength * rng.random_range(-1.0..1.0))
                .exp()
            })
            .collect();
        let z: f64 = tilt.iter().sum();
        let other: f64 = (texts.iter().zip(&tilt))
            .map(|((text, p), tilt)| {
                tilt / z * (MoodReward.of("", text) - beta * (tilt / z / p).ln())
            })
            .sum();
        assert!(
            if strength == 0.0 { (other - value).abs() < 1e-12 } else { other < value },
            "{other} {value}"
        );
    }
}

#[test]
fn at_the_optimum_every_answer_is_worth_the_same() {
    let (question, cap, beta) = (who(0, 0), 31, 0.5);
    let best = capped(beta, question, cap);
    let value = best.reward - beta * best.kl; // β·log Z
    let texts = all_texts(question, cap);
    let z: f64 =
        texts.iter().map(|(text, p)| p * (MoodReward.of("", text) / beta).exp()).sum();
    for text in texts.keys() {
        let log_ratio = MoodReward.of("", text) / beta - z.ln(); // log π*(x)/π(x)
        assert!(
            (MoodReward.of("", text) - beta * log_ratio - value).abs() < 1e-12,
            "{text}: advantage is not 0"
        );
    }
}

/// From answers of another policy the optimum is seen where it is, also when π_SFT is not
/// the grammar: here one of a network that says "and" too often and likes nice moods. The
/// estimate's own standard error is told by its weights.
#[test]
fn an_optimum_is_seen_from_near_it() {
    const N: usize = 20_000;
    let (question, cap, beta) = (who(0, 0), 31, 0.7);
    let mut rng = StdRng::seed_from_u64(3);
    let reward = |text: &str| MoodReward.of("", text);
    // (text, π_SFT, π): the policy is on its way, and has not gone evenly.
    let mut texts: Vec<(String, f64, f64)> = all_texts(question, cap)
        .into_iter()
        .map(|(text, p)| {
            let sft = p * (0.3 * moods(&text).len() as f64 + 0.1 * reward(&text)).exp();
            let pi = sft * (0.7 * reward(&text) / beta + rng.random_range(-0.3..0.3)).exp();
            (text, sft, pi)
        })
        .collect();
    let sums = |f: fn(&(String, f64, f64)) -> f64| texts.iter().map(f).sum::<f64>();
    let (sft, pi) = (sums(|text| text.1), sums(|text| text.2));
    for text in &mut texts {
        (text.1, text.2) = (text.1 / sft, text.2 / pi);
    }
    let best = |(text, sft, _): &(String, f64, f64)| sft * (reward(text) / beta).exp();
    let z: f64 = texts.iter().map(best).sum();
    let exact = texts.iter().map(|text| best(text) / z * reward(&text.0)).sum::<f64>();
    let now = texts.iter().map(|(text, _, pi)| pi * reward(text)).sum::<f64>();

    let drawn: Vec<&(String, f64, f64)> = (0..N)
        .map(|_| texts.choose_weighted(&mut rng, |text| text.2).expect("some texts"))
        .collect();
    let value =
        |(text, sft, pi): &&(String, f64, f64)| reward(text) - beta * (pi / sft).ln();
    let values: Vec<f64> = drawn.iter().map(value).collect();
    let weights = weights_at_the_optimum(&values, beta);
    let seen: f64 = drawn.iter().zip(&weights).map(|(text, w)| w * reward(&text.0)).sum();
    let square =
        |(text, w): (&&(String, f64, f64), &f64)| (w * (reward(&text.0) - seen)).powi(2);
    let error = drawn.iter().zip(&weights).map(square).sum::<f64>().sqrt();
    assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!((seen - exact).abs() < 4.0 * error, "{seen} ± {error}, not {exact}");
    assert!(exact - now > 10.0 * error, "{now} is told apart from {exact} ± {error}");
}

/// The answers that supervised fine-tuning shows are the ones that theory calls π_SFT.
#[test]
fn the_answers_to_learn_from_are_the_theorys() {
    const N: usize = 40_000;
    let (question, cap) = (who(4, 7), 50);
    let mut rng = StdRng::seed_from_u64(2);
    let (mut words, mut reward, mut gold) = (0.0, 0.0, 0.0);
    for _ in 0..N {
        let answer = question.answer(&mut rng);
        let answer = &answer[..answer.len().min(cap)];
        words += moods(answer).len() as f64 / N as f64;
        reward += MoodReward.of("", answer) / N as f64;
        gold += GoldReward.of(&question.prompt(), answer) / N as f64;
    }
    let theory = capped(f64::INFINITY, question, cap);
    // Five standard errors; the deviations of one answer are 0.45, 1.1 and 0.5.
    let error = |deviation: f64| 5.0 * deviation / (N as f64).sqrt();
    assert!((words - theory.words).abs() < error(0.45), "{words} {}", theory.words);
    assert!((reward - theory.reward).abs() < error(1.1), "{reward} {}", theory.reward);
    assert!((gold - theory.gold).abs() < error(0.5), "{gold} {}", theory.gold);
}

/// π of a list: of each of its moods, whether it is nice.
fn probability(policy: &Lists, list: &[bool]) -> f64 {
    let decision = |yes, p: f64| if yes { p } else { 1.0 - p };
    let at = |(n, &nice): (usize, &bool)| {
        decision(nice, policy.p(0, n)) * decision(n + 1 < list.len(), policy.p(1, n))
    };
    list.iter().enumerate().map(at).product()
}

/// Whatever a reward pays for nice moods, mean ones and "and": the policy that is written
/// down decision by decision is `π*(x) ∝ π(x)·e^{R(x)/β}` on all 62 lists, and what it is said
/// to be worth is the sum over them.
#[test]
fn the_best_policy_for_lists_is_brute_force() {
    let lists: Vec<Vec<bool>> = (1..=MOST)
        .flat_map(|n| {
            (0..1 << n).map(move |bits| (0..n).map(|i| bits >> i & 1 == 1).collect())
        })
        .collect();
    let supervised = Lists::new(|| 0.0);
    let mut rng = StdRng::seed_from_u64(1);
    for trial in 0..20 {
        let mut draw = || rng.random_range(-1.0..1.0);
        let drawn = Taste { nice: draw(), mean: draw(), and: draw() };
        let taste = if trial == 0 { Taste::MOODS } else { drawn };
        let reward = |list: &[bool]| {
            let nice = list.iter().filter(|&&nice| nice).count() as f64;
            let n = list.len() as f64;
            nice * taste.nice + (n - nice) * taste.mean + (n - 1.0) * taste.and
        };
        for beta in [2.0, 1.0, 0.5] {
            let best = taste.optimum(beta);
            let weight = |list: &Vec<bool>| {
                probability(&supervised, list) * (reward(list) / beta).exp()
            };
            let z: f64 = lists.iter().map(weight).sum();
            let (mut earned, mut kl) = (0.0, 0.0);
            for list in &lists {
                let (p, expected) = (probability(&best, list), weight(list) / z);
                assert!(
                    (p - expected).abs() < 1e-12,
                    "{taste:?}, β {beta}, {list:?}: {p}, not {expected}"
                );
                earned += p * reward(list);
                kl += p * (p / probability(&supervised, list)).ln();
            }
            let worth = best.worth_to(&taste);
            assert!((worth.reward - earned).abs() < 1e-12, "{taste:?}, β {beta}: {earned}");
            assert!((worth.kl - kl).abs() < 1e-12, "{taste:?}, β {beta}: {kl}");
        }
    }
}
