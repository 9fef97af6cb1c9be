//! The chapters in the page: what a live figure asks, and what the chapters' own functions answer.
//!
//! A question is one line of JSON, the figure's name and its settings; so is the answer. A page asks through
//! WebAssembly (`page`), a test asks natively; both get their numbers from the same lines of the chapters.
//!
//! ```
//! let mut live = live::Live::default();
//! let answer = live.answer(r#"{"attention": {"text": "the milk", "causal": true, "scaled": true, "temperature": 1}}"#);
//! assert!(answer.contains(r#""weights":[[1.0,0.0],"#)); // the first word sees itself alone
//! ```

mod attention;
mod decoder;
mod feed_forward;
mod fine_tuning;
mod multi_head;
#[cfg(target_arch = "wasm32")]
pub mod page;
mod positions;
mod residual_norm;
mod softmax;
mod training_loss;

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

/// What the figures remember from one question to the next.
#[derive(Default)]
pub struct Live {
    fit: Option<feed_forward::Fit>,
    model: Option<::decoder::Gpt<f64>>,
    training: Option<training_loss::Training>,
    rewarded: Option<fine_tuning::Rewarded>,
}

/// A figure's name, and its settings.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Question {
    Softmax(softmax::Settings),
    Attention(attention::Settings),
    MultiHead(multi_head::Settings),
    Positions(positions::Settings),
    FeedForward(feed_forward::Settings),
    ResidualNorm(residual_norm::Settings),
    Decoder(decoder::Settings),
    TrainingLoss(training_loss::Settings),
    FineTuning(fine_tuning::Settings),
}

impl Live {
    /// The answer to a question, both JSON; what is wrong with the question is `{"error": "one sentence"}`.
    pub fn answer(&mut self, question: &str) -> String {
        let question = serde_json::from_str(question)
            .map_err(|error| format!("this is no question: {error}"));
        let answer = question.and_then(|question| match question {
            Question::Softmax(settings) => softmax::answer(&settings).map(json),
            Question::Attention(settings) => attention::answer(&settings).map(json),
            Question::MultiHead(settings) => multi_head::answer(&settings).map(json),
            Question::Positions(settings) => positions::answer(&settings).map(json),
            Question::FeedForward(settings) => {
                feed_forward::answer(&mut self.fit, &settings).map(json)
            }
            Question::ResidualNorm(settings) => residual_norm::answer(&settings).map(json),
            Question::Decoder(settings) => {
                decoder::answer(&mut self.model, &settings).map(json)
            }
            Question::TrainingLoss(settings) => {
                training_loss::answer(&mut self.training, &settings).map(json)
            }
            Question::FineTuning(settings) => {
                fine_tuning::answer(&mut self.rewarded, &settings).map(json)
            }
        });
        answer.unwrap_or_else(|error| json(Fault { error }))
    }
}

#[derive(Serialize)]
struct Fault {
    error: String,
}

fn json(answer: impl Serialize) -> String {
    serde_json::to_string(&answer).expect("numbers, texts and lists are JSON")
}

/// A matrix as JSON knows it: a list of rows.
fn rows(matrix: &ArrayRef2<f64>) -> Vec<Vec<f64>> {
    matrix.rows().into_iter().map(|row| row.to_vec()).collect()
}
