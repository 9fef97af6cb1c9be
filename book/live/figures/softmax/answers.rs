//! Chapter 0: three scores become shares.

use foundations::softmax;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(crate) struct Settings {
    scores: Vec<f64>,
    /// What the scores are divided by.
    temperature: f64,
    /// What is added to each of them.
    shift: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    shares: Vec<f64>,
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { scores, temperature, shift } = settings;
    if scores.is_empty() || *temperature <= 0.0 {
        return Err("the softmax takes one score or more, and a temperature above 0".into());
    }
    let row = Array2::from_shape_fn((1, scores.len()), |(_, i)| (scores[i] + shift) / temperature);
    Ok(Answer { shares: softmax(&row).into_iter().collect() })
}
