//! GlassGPT: the system behind ChatGPT as a book that runs.
//!
//! The chapters in reading order, and what the program needs beside them: Hollow Wood and a model's files.

pub use foundations;

pub use attention;

pub use multi_head;

pub use positional_encoding;

pub use feed_forward;

pub use residual_norm;

pub use decoder;

pub use training_loss;

pub use fine_tuning;

pub use since_gpt2;

pub use hollow_wood;
pub use model_files;
pub use models;
