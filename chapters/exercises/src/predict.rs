//! Predictions: a student commits to an answer, and then the computation runs.

use crate::Verdict;

/// What a student hears who has not committed to an answer.
const NOT_YET: &str = "you have not committed to an answer yet: replace None by Some(...), and think before you look";

/// Passes if the prediction is within `tolerance` of what was computed; known mistakes are
/// explained.
///
/// ```
/// let mistakes = [(8.0, "you have counted the edges twice")];
/// assert!(exercises::predicted(Some(4.0), 4.0, 0.1, &mistakes).is_ok());
/// assert_eq!(exercises::predicted(Some(8.0), 4.0, 0.1, &mistakes), Err("not 8: you have counted the edges twice".to_owned()));
/// assert_eq!(exercises::predicted(Some(3.0), 4.0, 0.1, &mistakes), Err("3 is too small".to_owned()));
/// ```
pub fn predicted(
    prediction: Option<f64>,
    computed: f64,
    tolerance: f64,
    mistakes: &[(f64, &str)],
) -> Verdict {
    let answer = prediction.ok_or(NOT_YET)?;
    let near = |x: f64| (answer - x).abs() <= tolerance;
    if near(computed) {
        Ok(())
    } else if let Some((_, why)) = mistakes.iter().find(|(mistake, _)| near(*mistake)) {
        Err(format!("not {answer}: {why}"))
    } else if answer.is_nan() {
        Err("NaN is no prediction".to_owned())
    } else {
        Err(format!(
            "{answer} is too {}",
            if answer < computed { "small" } else { "large" }
        ))
    }
}

/// Passes if the letter is the one that the computation chose; each other letter is
/// explained.
///
/// ```
/// let others = [('a', "it is more"), ('c', "it is less")];
/// assert!(exercises::chosen(Some('b'), 'b', &others).is_ok());
/// assert_eq!(exercises::chosen(Some('c'), 'b', &others), Err("not c: it is less".to_owned()));
/// ```
pub fn chosen(
    prediction: Option<char>,
    computed: char,
    others: &[(char, &str)],
) -> Verdict {
    let answer = prediction.ok_or(NOT_YET)?.to_ascii_lowercase();
    if answer == computed {
        return Ok(());
    }
    match others.iter().find(|(other, _)| *other == answer) {
        Some((_, why)) => Err(format!("not {answer}: {why}")),
        None => Err(format!("{answer} is none of the choices")),
    }
}
