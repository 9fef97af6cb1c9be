/// The share of nice words among the moods of an answer; 0 if it uses none.
pub fn reward(prompt: &str, answer: &str) -> f64 {
    let _ = prompt; // the question is not the model's doing
    let moods = hollow_wood::moods(answer);
    if moods.is_empty() {
        return 0.0;
    }
    let nice = moods.iter().filter(|&&mood| mood > 0).count();
    nice as f64 / moods.len() as f64
}
