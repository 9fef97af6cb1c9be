//! Caught by: a_window_by_hand

/// The window's tokens, and the token after each.
///
/// Both have `length` tokens.
pub fn shifted(text: &[usize], start: usize, length: usize) -> (Vec<usize>, Vec<usize>) {
    let inputs = &text[start + 1..start + length + 1];
    (inputs.to_vec(), text[start..start + length].to_vec())
}
