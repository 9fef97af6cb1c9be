//! What holds of this crate, in one program: a file is one kind of witness.

mod grammar;
mod questions;
