//! A source of text that is known exactly: states that emit characters, and the chances of
//! what comes next.

use rand::{Rng, RngExt};

/// A machine that writes one character per state for ever. What it writes is random, but
/// everything about it can be computed: its entropy, and the best prediction that anyone
/// can make from any piece of its text.
///
/// Every text that it can write has exactly one path through the states; the sums below
/// rely on it.
#[derive(Clone, Debug)]
pub struct Source {
    states: Vec<State>,
    /// Which states a text can begin with, and how likely each is.
    start: Vec<(usize, f64)>,
}

#[derive(Clone, Debug)]
struct State {
    character: char,
    next: Vec<(usize, f64)>,
}

/// Builds a [`Source`] back to front: what follows is known before what leads to it.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    states: Vec<State>,
}

impl Builder {
    /// States that write `text` and then go on with one of `then`; returns the choice of
    /// its first state, certain.
    pub(crate) fn write(
        &mut self,
        text: &str,
        then: Vec<(usize, f64)>,
    ) -> Vec<(usize, f64)> {
        text.chars().rev().fold(then, |next, character| {
            self.states.push(State { character, next });
            vec![(self.states.len() - 1, 1.0)]
        })
    }

    /// A state that writes `character`; what follows it is said later, by
    /// [`follow`](Builder::follow).
    pub(crate) fn open(&mut self, character: char) -> usize {
        self.states.push(State { character, next: Vec::new() });
        self.states.len() - 1
    }

    /// Says what follows a state that was left open.
    pub(crate) fn follow(&mut self, state: usize, then: Vec<(usize, f64)>) {
        self.states[state].next = then;
    }

    /// The finished source, which begins with one of `start`.
    pub(crate) fn build(self, start: Vec<(usize, f64)>) -> Source {
        Source { states: self.states, start }
    }
}

/// One of several ways to go on, each with its probability.
pub(crate) fn choose(
    options: impl IntoIterator<Item = (f64, Vec<(usize, f64)>)>,
) -> Vec<(usize, f64)> {
    options
        .into_iter()
        .flat_map(|(p, then)| then.into_iter().map(move |(state, q)| (state, p * q)))
        .collect()
}

impl Source {
    /// A text of `length` characters.
    pub fn text(&self, length: usize, rng: &mut impl Rng) -> String {
        let mut text = String::with_capacity(length);
        let mut next = &self.start;
        for _ in 0..length {
            let state = &self.states[draw(next, rng)];
            text.push(state.character);
            next = &state.next;
        }
        text
    }

    /// The entropy of the source in nats per character: the loss of a model that knows the
    /// source and has seen all of the text so far. No model can do better.
    ///
    /// ```text
    /// h = Σ_s π(s) · H(next | s)        π: how often each state is visited
    /// ```
    // ANCHOR: entropy
    pub fn entropy(&self) -> f64 {
        let surprise =
            |next: &Vec<(usize, f64)>| -next.iter().map(|&(_, p)| p * p.ln()).sum::<f64>();
        self.visits()
            .iter()
            .zip(&self.states)
            .map(|(visits, state)| visits * surprise(&state.next))
            .sum()
    }
    // ANCHOR_END: entropy

    /// π: the share of the text that each state writes, in the long run.
    ///
    /// A text starts again and again, so the share is the expected number of visits between
    /// two starts, divided by the expected number of characters between them.
    fn visits(&self) -> Vec<f64> {
        let mut visits = vec![0.0; self.states.len()];
        let mut now = vec![0.0; self.states.len()];
        for &(state, p) in &self.start {
            now[state] += p;
        }
        // Follow the probability until all of it has come back to the start; a list of
        // moods can be long, but each further mood is rarer by a fixed factor.
        while now.iter().sum::<f64>() > 1e-15 {
            let mut after = vec![0.0; self.states.len()];
            for (state, p) in now.into_iter().enumerate().filter(|&(_, p)| p > 0.0) {
                visits[state] += p;
                if self.states[state].character != '\n' {
                    for &(next, q) in &self.states[state].next {
                        after[next] += p * q;
                    }
                }
            }
            now = after;
        }
        let characters: f64 = visits.iter().sum();
        visits.iter().map(|v| v / characters).collect()
    }

    /// The surprises, in nats, of the best predictor there is on a piece of the text: of
    /// every character but the first, given only the characters before it in the piece.
    ///
    /// A window's first characters see little context, and even the best predictor is
    /// surprised there. It believes at first what is true in the long run, and after each
    /// character drops the states that could not have written it (the forward algorithm of
    /// hidden Markov models, Rabiner 1989).
    ///
    /// # Panics
    /// If the source can't write the piece.
    pub fn surprises(&self, piece: &[char]) -> Vec<f64> {
        self.surprises_from(&self.visits(), piece)
    }

    /// The mean surprise of the best predictor over the windows of `length` inputs (and the
    /// target of the last) that begin at `starts`: the floor of a validation loss on the
    /// same windows.
    ///
    /// # Panics
    /// If a window reaches beyond the text, or the source can't write it.
    pub fn floor(&self, text: &[char], starts: &[usize], length: usize) -> f64 {
        let visits = self.visits();
        let of_window = |&start: &usize| {
            self.surprises_from(&visits, &text[start..=start + length]).iter().sum::<f64>()
        };
        starts.iter().map(of_window).sum::<f64>() / (starts.len() * length) as f64
    }

    // ANCHOR: surprises
    fn surprises_from(&self, visits: &[f64], piece: &[char]) -> Vec<f64> {
        let mut belief: Vec<(usize, f64)> =
            (0..visits.len()).map(|state| (state, visits[state])).collect();
        let mut surprises = Vec::with_capacity(piece.len());
        for &character in piece {
            belief.retain(|&(state, _)| self.states[state].character == character);
            // The probability that this character came next.
            let p: f64 = belief.iter().map(|&(_, p)| p).sum();
            assert!(
                p > 0.0,
                "the source can't write {character:?} here: {:?}",
                piece.iter().collect::<String>()
            );
            surprises.push(-p.ln());
            belief = self.step(&belief, p);
        }
        surprises.split_off(1)
    }
    // ANCHOR_END: surprises

    /// What to believe of the next state, when `belief`, of total `sum`, was believed of
    /// this one.
    fn step(&self, belief: &[(usize, f64)], sum: f64) -> Vec<(usize, f64)> {
        let mut after = std::collections::BTreeMap::new();
        for &(state, p) in belief {
            for &(next, q) in &self.states[state].next {
                *after.entry(next).or_insert(0.0) += p / sum * q;
            }
        }
        after.into_iter().collect()
    }
}

/// Draws one of several options with their probabilities.
fn draw(options: &[(usize, f64)], rng: &mut impl Rng) -> usize {
    let mut rest: f64 = rng.random();
    for &(option, p) in options {
        if rest < p {
            return option;
        }
        rest -= p;
    }
    options.last().expect("a state has a next one").0
}
