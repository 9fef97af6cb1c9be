//! A model on disk: a directory with `config.json`, `model.safetensors` and a vocabulary. A
//! model of chapter 6 is a GPT-2 there, one of chapter 9 a Llama.
//!
//! The numbered chapters know no files; here they are read and written, in one place. A file
//! comes from anywhere, so whatever it holds, the answer is a model or one sentence on what
//! is wrong with it.
//!
//! Read in this order: [`load`] and [`save`], the directory; [`Shape`], what is known before
//! the weights; [`gpt2`] and [`llama`], the two kinds of files; [`vocabulary_from_json`] and
//! its inverse; [`Tokenizer`], text to tokens and back; [`write_whole`], a file that is never
//! half written.

mod byte_pairs;
mod directory;
mod error;
mod fields;
pub mod gpt2;
mod in_short;
mod index;
pub mod llama;
mod shape;
mod tensors;
mod text_stream;
mod tokenizer;
mod vocabulary;
mod whole;

pub use directory::{check_is_free_for, description, load, save, stage};

pub use models::Model;
pub use shape::{Shape, Stage};
pub use vocabulary::{vocabulary_from_json, vocabulary_to_json};

pub use text_stream::TextStream;
pub use tokenizer::Tokenizer;

pub use error::FileError;
pub use in_short::in_short;
pub use tensors::Numbers;
pub use whole::write_whole;
