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
//!
//! A figure is a folder, `book/live/figures/NAME`, and a line in the two lists below. In the folder are
//!
//! - `answers.rs`: its `Settings`, its `State` from one question to the next (often none), and its `answer`;
//! - `drawing.js`: its controls, and what it draws of an answer (`book/theme/live.js` says what it can use);
//! - `drive.py`: what a test does with it in a browser, and what it must then tell.

#[cfg(target_arch = "wasm32")]
pub mod page;

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

#[path = "../figures/attention/answers.rs"]
mod attention;
#[path = "../figures/chats/answers.rs"]
mod chats;
#[path = "../figures/comparisons/answers.rs"]
mod comparisons;
#[path = "../figures/decoder/answers.rs"]
mod decoder;
#[path = "../figures/feed-forward/answers.rs"]
mod feed_forward;
#[path = "../figures/fine-tuning/answers.rs"]
mod fine_tuning;
#[path = "../figures/folds/answers.rs"]
mod folds;
#[path = "../figures/gates/answers.rs"]
mod gates;
#[path = "../figures/groups/answers.rs"]
mod groups;
#[path = "../figures/machine/answers.rs"]
mod machine;
#[path = "../figures/multi-head/answers.rs"]
mod multi_head;
#[path = "../figures/norms/answers.rs"]
mod norms;
#[path = "../figures/positions/answers.rs"]
mod positions;
#[path = "../figures/residual-norm/answers.rs"]
mod residual_norm;
#[path = "../figures/rotary/answers.rs"]
mod rotary;
#[path = "../figures/softmax/answers.rs"]
mod softmax;
#[path = "../figures/training-loss/answers.rs"]
mod training_loss;

/// What all figures have in common: a question is for one of them, and each has a state.
macro_rules! figures {
    ($($figure:ident,)*) => {
        /// What the figures remember from one question to the next.
        #[derive(Default)]
        pub struct Live {
            $($figure: $figure::State,)*
        }

        /// A figure's name, and its settings.
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(non_camel_case_types)]
        enum Question {
            $($figure($figure::Settings),)*
        }

        impl Live {
            /// The answer to a question, both JSON; what is wrong with the question is `{"error": "one sentence"}`.
            pub fn answer(&mut self, question: &str) -> String {
                let answer = match serde_json::from_str(question) {
                    $(Ok(Question::$figure(settings)) => $figure::answer(&mut self.$figure, &settings).map(json),)*
                    Err(error) => Err(format!("this is no question: {error}")),
                };
                answer.unwrap_or_else(|error| json(Fault { error }))
            }
        }
    };
}

figures! {
    attention, chats, comparisons, decoder, feed_forward, fine_tuning, folds, gates, groups, machine, multi_head, norms,
    positions, residual_norm, rotary, softmax, training_loss,
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
