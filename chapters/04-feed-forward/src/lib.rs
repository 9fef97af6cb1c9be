//! # Chapter 4: the feed-forward network
//!
//! Attention moves information between tokens. The feed-forward network works on each token
//! alone: up to a wider space, through a function that bends, and back down.
//!
//! ```text
//! FFN(x) = ReLU(x·W_1 + b_1)·W_2 + b_2
//! ```
//!
//! Read in this order: [`naive`], the formula as loops; [`Activation`], ReLU and its
//! comparison GELU; [`FeedForward`], the layer; [`curve`], a small one that can be drawn.

mod activation;
mod curve;
mod feed_forward;
pub mod naive;

pub use activation::Activation;

pub use feed_forward::{FeedForward, FeedForwardCache};

pub use curve::curve;
