//! Random numbers, of which a run that goes on draws those that it would have drawn.

use rand::{SeedableRng, rngs::StdRng};

/// What random numbers are for. Each purpose has a generator of its own, and so has each step.
pub(crate) enum Purpose {
    Text,
    Weights,
    Windows(usize),
    Pairs(usize),
    Answers(usize),
    Measurement,
    Conversation,
}

pub(crate) fn generator(seed: u64, purpose: Purpose) -> StdRng {
    let (purpose, step) = match purpose {
        Purpose::Text => (0, 0),
        Purpose::Weights => (1, 0),
        Purpose::Windows(step) => (2, step as u64),
        Purpose::Pairs(step) => (3, step as u64),
        Purpose::Answers(step) => (4, step as u64),
        Purpose::Measurement => (5, 0),
        Purpose::Conversation => (6, 0),
    };
    let mut bytes = [0; 32];
    for (bytes, number) in bytes.chunks_mut(8).zip([seed, purpose, step]) {
        bytes.copy_from_slice(&number.to_le_bytes());
    }
    StdRng::from_seed(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    #[test]
    fn each_seed_purpose_and_step_has_numbers_of_its_own() {
        let purposes = |seed| {
            [
                generator(seed, Purpose::Text),
                generator(seed, Purpose::Weights),
                generator(seed, Purpose::Windows(0)),
                generator(seed, Purpose::Windows(1)),
                generator(seed, Purpose::Pairs(0)),
                generator(seed, Purpose::Pairs(1)),
                generator(seed, Purpose::Answers(0)),
                generator(seed, Purpose::Answers(1)),
                generator(seed, Purpose::Measurement),
                generator(seed, Purpose::Conversation),
            ]
        };
        let mut first: Vec<u64> = [1, 2].into_iter().flat_map(purposes).map(|mut rng| rng.random()).collect();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), 20);
    }
}
