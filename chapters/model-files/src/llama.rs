//! A model of chapter 9, as Llama has it.

mod config;
mod tensors;

pub use config::{MOST_POSITIONS, config_from_json, config_to_json};
pub use tensors::{from_safetensors, to_safetensors};

pub(crate) use tensors::{NAMES, from_tensors};
