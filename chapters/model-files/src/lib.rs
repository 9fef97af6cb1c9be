//! A model on disk: a directory with `config.json`, `model.safetensors` and `vocab.json`, as
//! GPT-2 has them.
//!
//! The numbered chapters know no files; here they are read and written, in one place. A file
//! comes from anywhere, so whatever it holds, the answer is a model or one sentence on what
//! is wrong with it.
//!
//! Read in this order: [`load`] and [`save`], the directory; [`config_from_json`],
//! [`from_safetensors`], [`vocabulary_from_json`] and their inverses, its files;
//! [`Tokenizer`], text to tokens and back; [`write_whole`], a file that is never half
//! written.

mod byte_pairs;
mod config;
mod directory;
mod error;
mod in_short;
mod index;
mod tensors;
mod text_stream;
mod tokenizer;
mod vocabulary;
mod whole;

pub use directory::{check_is_free_for, description, load, save, stage};

pub use config::{Stage, config_from_json, config_to_json};
pub use tensors::{from_safetensors, to_safetensors};
pub use vocabulary::{vocabulary_from_json, vocabulary_to_json};

pub use text_stream::TextStream;
pub use tokenizer::Tokenizer;

pub use error::Gpt2Error;
pub use in_short::in_short;
pub use whole::write_whole;
