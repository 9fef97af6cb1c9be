//! The commands that train, and the one that talks to what they made, from outside.

mod chat;
mod dpo;
mod going_on;
mod llama;
mod pretrain;
mod rl;
mod sft;
mod train;
