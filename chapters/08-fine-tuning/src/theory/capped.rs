//! The best policy when an answer can have only so many characters: a finite sum.

use std::collections::BTreeMap;

use hollow_wood::{AND, Asks, MEAN, NICE, Question};

use super::Optimum;

/// The best policy for answers of at most `cap` characters, the stop included, to a "who"
/// question.
///
/// ```text
/// π_SFT(x): what the grammar writes, cut after `cap` characters
/// π*(x) = π_SFT(x)·e^{R(x)/β} / Z
/// ```
///
/// The rule for an answer that was cut: its whole words count as those of any other, and a
/// word that was cut does not count. It is not good by [`GoldReward`](crate::GoldReward),
/// because it has not stopped.
///
/// # Panics
/// If β is not positive, the question is not a "who", or an answer with one mood may not
/// fit.
///
/// ```
/// use fine_tuning::theory::{capped, unlimited};
/// use hollow_wood::{Asks, Question};
/// let red_fox = Question { asks: Asks::Who, adjective: 0, animal: 0 };
/// let (long, endless) = (capped(1.0, red_fox, 500), unlimited(1.0).unwrap());
/// assert!((long.reward - endless.reward).abs() < 1e-12); // hardly a list is that long
/// assert!(capped(0.4, red_fox, 50).reward < 0.5 * unlimited(0.4).unwrap().reward);
/// ```
// ANCHOR: capped
pub fn capped(beta: f64, question: Question, cap: usize) -> Optimum {
    assert!(beta > 0.0, "β is {beta}, but must be positive");
    assert!(question.asks == Asks::Who, "the sums are over answers to \"who\"");
    let room = cap.saturating_sub(question.name().len() + " is ".len());
    assert!(
        room >= "brave.~".len(),
        "a cap of {cap} leaves no room for an answer with one mood"
    );

    let kinds = kinds_of_answer(room);
    let reward = |&(nice, mean): &(i32, i32)| f64::from(nice - mean);
    let most = kinds.keys().map(reward).fold(f64::MIN, f64::max);
    // e^{R/β}, less the largest: it can't overflow
    let tilt = |reward: f64| ((reward - most) / beta).exp();
    let sum = |f: &dyn Fn(&(i32, i32)) -> f64| -> f64 {
        kinds.iter().map(|(kind, p)| p * tilt(reward(kind)) * f(kind)).sum()
    };
    let z = sum(&|_| 1.0);
    let words = sum(&|&(nice, mean)| f64::from(nice + mean)) / z;
    let mean_reward = sum(&reward) / z;
    // E[log π*/π_SFT] = E[R]/β − log Z
    let kl = mean_reward / beta - (z.ln() + most / beta);
    let gold = (good(room, 1) * tilt(1.0) + good(room, 2) * tilt(2.0)) / z;
    Optimum { words, reward: mean_reward, kl, gold }
}
// ANCHOR_END: capped

/// [`capped`], on average over the "who" questions: a longer name leaves less room for
/// moods.
///
/// # Panics
/// As [`capped`].
pub fn capped_on_average(beta: f64, cap: usize) -> Optimum {
    let questions = Question::all(Asks::Who);
    let best: Vec<Optimum> =
        questions.iter().map(|&question| capped(beta, question, cap)).collect();
    let mean = |number: fn(&Optimum) -> f64| {
        best.iter().map(number).sum::<f64>() / best.len() as f64
    };
    Optimum {
        words: mean(|o| o.words),
        reward: mean(|o| o.reward),
        kl: mean(|o| o.kl),
        gold: mean(|o| o.gold),
    }
}

/// The probability under the grammar of an answer with so many whole (nice, mean) moods,
/// when its list of moods and ".~" must fit into `room` characters and is cut if it
/// doesn't.
fn kinds_of_answer(room: usize) -> BTreeMap<(i32, i32), f64> {
    let moods = NICE
        .iter()
        .map(|word| (word.len(), (1, 0)))
        .chain(MEAN.iter().map(|word| (word.len(), (0, 1))));
    let moods: Vec<_> = moods.collect();
    let mut kinds = BTreeMap::new();
    // whose next mood begins at a character, after such moods
    let mut lists = BTreeMap::from([((0, (0, 0)), 1.0)]);
    while !lists.is_empty() {
        let mut longer = BTreeMap::new();
        for ((start, before), p) in lists {
            for &(length, (nice, mean)) in &moods {
                let p = p / moods.len() as f64;
                let (end, after) = (start + length, (before.0 + nice, before.1 + mean));
                if end > room {
                    // cut before the end of this mood
                    *kinds.entry(before).or_insert(0.0) += p;
                    continue;
                }
                // it stops, or is cut as it does
                *kinds.entry(after).or_insert(0.0) += p * (1.0 - AND);
                *longer.entry((end + " and ".len(), after)).or_insert(0.0) += p * AND;
            }
        }
        lists = longer;
    }
    kinds
}

/// The probability under the grammar of a list of one or two different nice moods that fits
/// into `room` with ".~".
fn good(room: usize, words: usize) -> f64 {
    let p = 1.0 / (NICE.len() + MEAN.len()) as f64;
    let fits = |list: &str| list.len() + ".~".len() <= room;
    if words == 1 {
        return p * (1.0 - AND) * NICE.iter().filter(|one| fits(one)).count() as f64;
    }
    let pairs = NICE.iter().flat_map(|one| NICE.iter().map(move |two| (one, two)));
    let different =
        pairs.filter(|(one, two)| one != two && fits(&format!("{one} and {two}")));
    p * p * AND * (1.0 - AND) * different.count() as f64
}
