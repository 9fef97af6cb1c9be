//! What holds of this crate, in one program: a file is one kind of witness.

mod descriptions;
mod directory;
mod gpt2;
mod llama;
mod weights;
