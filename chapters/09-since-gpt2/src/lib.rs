//! # Chapter 9: since GPT-2
//!
//! Four parts of a decoder that nearly every model has changed since GPT-2, each smaller or
//! simpler than what it replaced.
//!
//! ```text
//! rotary positions    q_t·R_(t−s)·k_sᵀ              the score knows the distance
//! RMSNorm             x / √(mean(x²) + ε) ∘ gain    no mean, no bias
//! SwiGLU              (SiLU(x·W_g) ∘ x·W_u)·W_d     a unit multiplies two answers
//! grouped queries     H heads ask, G ≤ H answer     fewer keys to keep
//! ```
//!
//! Read in this order: [`naive`], the four as loops; [`Rotary`], and
//! [`with_places`] beside it; [`RmsNorm`]; [`SwiGlu`];
//! [`GroupedQueries`]; [`Choice`] and [`Recipe`], the old part or the new one; [`Decoder`],
//! the stack.

mod block;
mod choice;
mod grouped;
pub mod naive;
mod recipe;
mod root_mean_square;
mod rotary;
mod slopes;
mod stack;
mod swiglu;

pub use rotary::Rotary;

pub use slopes::{slopes, with_places, with_places_backward};

pub use root_mean_square::{RmsNorm, RmsNormCache};

pub use swiglu::{SwiGlu, SwiGluCache, silu, silu_slope};

pub use grouped::{GroupedQueries, GroupedQueriesCache, kept_bytes};

pub use choice::Choice;
pub use recipe::Recipe;

pub use block::{Block, BlockCache, Norm};
pub use stack::{Decoder, DecoderCache};
