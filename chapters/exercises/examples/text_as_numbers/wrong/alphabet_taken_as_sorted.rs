//! Caught by: an_alphabet_in_any_order

/// Each character's place in the alphabet.
pub fn encoded(text: &str, alphabet: &[char]) -> Vec<usize> {
    text.chars().filter_map(|c| alphabet.binary_search(&c).ok()).collect()
}

/// The characters at these places in the alphabet.
pub fn decoded(tokens: &[usize], alphabet: &[char]) -> String {
    tokens.iter().map(|&token| alphabet[token]).collect()
}
