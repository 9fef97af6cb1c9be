//! # Chapter 7: the training loss
//!
//! How wrong was the model, in one number; which way does each of its parameters make it
//! less wrong; a small step that way; and again.
//!
//! ```text
//! L(θ) = −Σ_t w_t · log P(x_t | x_1, …, x_{t−1}; θ)        θ ← θ − lr · AdamW(∂L/∂θ)
//! ```
//!
//! Read in this order: [`cross_entropy`], the loss; [`Batch`], a text as inputs and
//! targets;
//! [`loss_and_gradient`]; [`clip`], [`AdamW`] and [`Schedule`], what turns a gradient into
//! a step;
//! [`Trainer`], the loop; and [`Wood`], a text whose entropy is known exactly, so that the
//! best possible loss is a line on the plot.

mod adamw;
mod batch;
mod clip;
mod cross_entropy;
mod gradient;
pub mod naive;
mod schedule;
mod trainer;
mod wood;

pub use cross_entropy::{cross_entropy, log_probabilities};

pub use batch::{Batch, windows};

pub use gradient::{loss_and_gradient, mean_loss};

pub use adamw::AdamW;
pub use clip::{clip, gradient_norm};
pub use schedule::Schedule;

pub use trainer::{Diverged, Step, Trainer};

pub use wood::Wood;
