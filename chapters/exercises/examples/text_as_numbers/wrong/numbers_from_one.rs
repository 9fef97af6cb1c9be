//! Caught by: three_letters_by_hand

/// Each character's place in the alphabet.
pub fn encoded(text: &str, alphabet: &[char]) -> Vec<usize> {
    let place = |c| alphabet.iter().position(|&letter| letter == c);
    text.chars().filter_map(place).map(|place| place + 1).collect()
}

/// The characters at these places in the alphabet.
pub fn decoded(tokens: &[usize], alphabet: &[char]) -> String {
    tokens.iter().map(|&token| alphabet[token - 1]).collect()
}
