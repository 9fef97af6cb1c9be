//! Caught by: what_comes_next_depends_on_the_whole_text

/// The prompt, and the n tokens after it that beam search finds.
///
/// `next(tokens)`: log p of each token of the vocabulary as the next one.
pub fn beam_search(
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    prompt: &[usize],
    n: usize,
    beams: usize,
) -> Vec<usize> {
    let mut texts = vec![(prompt.to_vec(), 0.0)];
    for _ in 0..n {
        let mut longer = Vec::new();
        for (text, score) in &texts {
            for (token, log_p) in next(&text[text.len() - 1..]).into_iter().enumerate() {
                longer.push(([&text[..], &[token]].concat(), score + log_p));
            }
        }
        longer.sort_by(|one, other| other.1.total_cmp(&one.1)); // the likeliest first
        longer.truncate(beams);
        texts = longer;
    }
    texts.swap_remove(0).0
}
