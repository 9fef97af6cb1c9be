//! The commands that train, and the one that talks to what they made, from outside.

mod chat;
mod models;
mod pretrain;
mod program;
mod rl;
mod sft;
mod train;
