//! # Chapter 3: positional encoding
//!
//! Attention does not see order. Adding to each token's vector a vector that depends on its
//! position alone gives the order back.
//!
//! ```text
//! PE(pos, 2i) = sin(pos / 10000^(2i/C))        PE(pos, 2i+1) = cos(pos / 10000^(2i/C))
//! ```
//!
//! Read in this order: [`naive`], one entry by the formula; [`sinusoids`], the table;
//! [`rotation`], what a step along the sequence does to it; [`Positions`], the layer that
//! adds it, or a learned table in its place.

pub mod naive;
mod positions;
mod rotation;
mod sinusoids;

pub use sinusoids::{BASE, frequency, sinusoids, wavelength};

pub use rotation::rotation;

pub use positions::{Positions, PositionsCache};
