//! # Chapter 6: the decoder
//!
//! The chapters so far, assembled: tokens become vectors, vectors pass through a stack of
//! identical blocks, and a last linear layer with a softmax says how likely each token is
//! to come next. Choose one, append it, repeat: that is how the model writes.
//!
//! ```text
//! tokens → embedding + positions → block × L → norm → linear → softmax → the next token
//! ```
//!
//! Read in this order: [`Vocabulary`], text as numbers, and [`BytePairs`], the comparison;
//! [`naive`], the whole model as loops; [`Embedding`]; [`Block`]; [`Gpt`], the stack,
//! and [`LanguageModel`], what is asked of it; [`Sampling`], a choice from a distribution;
//! [`Writer`], which keeps keys and values while it writes.

mod block;
mod byte_pairs;
mod config;
mod embedding;
mod gpt;
mod language_model;
pub mod naive;
mod sampling;
mod vocabulary;
mod writer;

pub use vocabulary::{UnknownCharacter, Vocabulary};

pub use byte_pairs::BytePairs;

pub use embedding::Embedding;

pub use config::{Config, PositionKind};

pub use block::{Block, BlockCache};

pub use gpt::{Gpt, GptCache};
pub use language_model::LanguageModel;

pub use sampling::Sampling;

pub use writer::Writer;
