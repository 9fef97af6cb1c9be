//! Caught by: the_question_changes_nothing

/// The share of nice words among the moods of an answer; 0 if it uses none.
pub fn reward(prompt: &str, answer: &str) -> f64 {
    if hollow_wood::moods(answer).is_empty() {
        return 0.0;
    }
    let text = [prompt, answer].concat();
    let moods = hollow_wood::moods(&text);
    if moods.is_empty() {
        return 0.0;
    }
    let nice = moods.iter().filter(|&&mood| mood > 0).count();
    nice as f64 / moods.len() as f64
}
