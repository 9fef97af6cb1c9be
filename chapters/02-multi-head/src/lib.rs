//! # Chapter 2: multi-head attention
//!
//! One head gives each token one weighted mean. Several heads, each on its own slice of the
//! channels, give it several, and a last linear layer mixes them.
//!
//! ```text
//! MultiHead(Q, K, V) = Concat(head_1, …, head_H)·W_O
//! head_i = Attention(Q·W_Qⁱ, K·W_Kⁱ, V·W_Vⁱ)
//! ```
//!
//! Read in this order: [`naive`], the formula head by head; [`MultiHead`], the same with
//! one wide projection;
//! [`KvCache`], which lets a growing sequence keep the keys and values of its past.

mod kv_cache;
mod multi_head;
pub mod naive;

pub use multi_head::{MultiHead, MultiHeadCache};

pub use kv_cache::KvCache;
