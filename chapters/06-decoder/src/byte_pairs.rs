//! Text as numbers, GPT-2's way: bytes, and pairs of them that occur together often.

use std::collections::BTreeMap;

/// How many tokens there are before the first merge: one for each byte.
const BYTES: usize = 256;

/// Byte pair encoding: the frequent gets short, the rare stays possible.
///
/// Tokens 0 to 255 are the bytes; token 256 + i is the i-th merge of two earlier tokens. A
/// word keeps the space before it, and no merge crosses from one word into the next.
/// Sennrich, Haddow & Birch 2016; Radford et al. 2019.
///
/// ```
/// use decoder::BytePairs;
/// // "um" comes three times, and then "hum"
/// let pairs = BytePairs::learn("hum hum hum", 2);
/// assert_eq!(pairs.encode("hum"), [257]);
/// assert_eq!(pairs.encode("yum"), [b'y' as usize, 256]);
/// assert_eq!(pairs.bytes(257), b"hum");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BytePairs {
    merges: Vec<(usize, usize)>,
}

impl BytePairs {
    /// Learns up to `merges` merges: each time the pair that occurs most often in `text`
    /// becomes one token. Of equally frequent pairs the one with the larger tokens wins. It
    /// ends early when no pair occurs twice.
    // ANCHOR: learn
    pub fn learn(text: &str, merges: usize) -> BytePairs {
        let mut learned = BytePairs { merges: Vec::new() };
        let mut words = words(text);
        while learned.merges.len() < merges {
            let mut counts = BTreeMap::new();
            for pair in words.iter().flat_map(|word| word.windows(2)) {
                *counts.entry((pair[0], pair[1])).or_insert(0) += 1;
            }
            let most = counts.into_iter().max_by_key(|&(pair, count)| (count, pair));
            let Some((pair, 2..)) = most else { break };
            words = words
                .iter()
                .map(|word| merge(word, pair, BYTES + learned.merges.len()))
                .collect();
            learned.merges.push(pair);
        }
        learned
    }
    // ANCHOR_END: learn

    /// V, how many tokens there are.
    pub fn vocab(&self) -> usize {
        BYTES + self.merges.len()
    }

    /// The tokens of a text: its bytes, with the merges made in the order in which they
    /// were learned.
    // ANCHOR: encode
    pub fn encode(&self, text: &str) -> Vec<usize> {
        let all_merges = |word| {
            let numbered = self.merges.iter().enumerate();
            numbered
                .fold(word, |word: Vec<usize>, (i, &pair)| merge(&word, pair, BYTES + i))
        };
        words(text).into_iter().flat_map(all_merges).collect()
    }
    // ANCHOR_END: encode

    /// The bytes that a token stands for. They may be a part of a character only.
    ///
    /// # Panics
    /// If the token is not smaller than [`vocab`](BytePairs::vocab).
    pub fn bytes(&self, token: usize) -> Vec<u8> {
        if token < BYTES {
            return vec![token as u8];
        }
        let (left, right) = self.merges[token - BYTES];
        [self.bytes(left), self.bytes(right)].concat()
    }
}

/// The words of a text as bytes, each with the space before it.
fn words(text: &str) -> Vec<Vec<usize>> {
    let mut words: Vec<Vec<usize>> = Vec::new();
    for byte in text.bytes() {
        match words.last_mut() {
            Some(word) if byte != b' ' => word.push(byte.into()),
            _ => words.push(vec![byte.into()]),
        }
    }
    words
}

/// The word with every occurrence of `pair` replaced by the token `new`, from left to
/// right.
fn merge(word: &[usize], pair: (usize, usize), new: usize) -> Vec<usize> {
    let mut merged = Vec::with_capacity(word.len());
    let mut i = 0;
    while i < word.len() {
        if word.get(i + 1).is_some_and(|&next| (word[i], next) == pair) {
            merged.push(new);
            i += 2;
        } else {
            merged.push(word[i]);
            i += 1;
        }
    }
    merged
}
