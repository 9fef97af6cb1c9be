//! A model of chapter 6, as GPT-2 has it.

mod config;
mod tensors;

pub use config::{config_from_json, config_to_json};
pub use tensors::{from_safetensors, to_safetensors};

pub(crate) use config::POST_LN;
pub(crate) use tensors::{NAMES, from_tensors};
