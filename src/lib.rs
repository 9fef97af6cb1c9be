//! GlassGPT: the system behind ChatGPT as a book that runs.
//!
//! The chapters in reading order, and what the program needs around them: a model's directory and its tokenizer.

pub use foundations;

pub use attention;

pub use multi_head;

pub use positional_encoding;

pub use feed_forward;

pub use residual_norm;

pub use decoder;

pub use training_loss;

pub use fine_tuning;

pub mod model_dir;
mod tokenizer;

pub use tokenizer::{TextStream, Tokenizer};
