//! Caught by: any_window_as_in_the_chapter

/// The window's tokens, and the token after each.
///
/// Both have `length` tokens.
pub fn shifted(text: &[usize], start: usize, length: usize) -> (Vec<usize>, Vec<usize>) {
    let inputs = &text[start..start + length];
    let mut targets = inputs[1..].to_vec();
    targets.push(inputs[length - 1]);
    (inputs.to_vec(), targets)
}
