//! # Chapter 1: attention
//!
//! Every token asks a question (its query), offers a label (its key) and carries a message
//! (its value). Attention compares the query with all keys, turns the similarities into
//! weights, and returns the weighted sum of the values.
//!
//! ```text
//! Attention(Q, K, V) = softmax(Q·Kᵀ / √D)·V
//! ```
//!
//! Read in this order: [`naive`], the formula as loops; [`attend`], the same with
//! matrices, and [`attend_backward`] beside it; [`SelfAttention`], the layer that makes
//! Q, K and V from its input. [`words`] are the vectors that the examples with sentences
//! look at.

mod attend;
mod mask;
pub mod naive;
mod self_attention;
pub mod words;

pub use mask::Mask;

pub use attend::{attend, attend_backward, attend_into};

pub use self_attention::{SelfAttention, SelfAttentionCache};
