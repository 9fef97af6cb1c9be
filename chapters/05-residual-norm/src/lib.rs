//! # Chapter 5: the residual connection and layer normalisation
//!
//! What makes deep stacks trainable: a layer adds to its input where it could replace it,
//! and what it reads is brought to the same scale first.
//!
//! ```text
//! pre-LN:  y = x + f(LN(x))        post-LN:  y = LN(x + f(x))
//! LN(x) = (x − mean) / √(variance + ε) ∘ gain + bias
//! ```
//!
//! Read in this order: [`naive`], the formula as loops; [`LayerNorm`]; [`Residual`], which
//! wraps any layer.

mod layer_norm;
pub mod naive;
mod residual;

pub use layer_norm::{EPSILON, LayerNorm, LayerNormCache};

pub use residual::{NormPlace, Residual, ResidualCache};
