//! Caught by: characters_of_more_than_one_byte

/// Each character's place in the alphabet.
pub fn encoded(text: &str, alphabet: &[char]) -> Vec<usize> {
    let place = |byte| alphabet.iter().position(|&letter| letter == char::from(byte));
    text.bytes().filter_map(place).collect()
}

/// The characters at these places in the alphabet.
pub fn decoded(tokens: &[usize], alphabet: &[char]) -> String {
    tokens.iter().map(|&token| alphabet[token]).collect()
}
