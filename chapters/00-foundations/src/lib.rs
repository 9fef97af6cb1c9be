//! # Chapter 0: foundations
//!
//! What every later chapter stands on: a number type, a product of matrices, the two traits
//! that each layer of a Transformer implements, the linear layer, the softmax, and the
//! check that tells whether a gradient that was derived by hand is right.
//!
//! Read in this order; each name is one short file.

mod elementwise;
mod float;
mod gradient_check;
mod layer;
mod linear;
pub mod naive;
mod params;
mod product;
mod random;
mod softmax;

#[doc(hidden)]
pub use ndarray::{ArrayViewD, ArrayViewMutD};
#[doc(hidden)]
pub use params::join;

pub use elementwise::{
    add_to_rows, largest, map_in_place, sum_of_rows, vectors, wide, zip_in_place,
};
pub use float::Float;
pub use product::{add_product, product, product_into};
pub use random::normal;

pub use layer::Layer;
pub use params::Params;

pub use linear::{Linear, LinearCache, from_rows, rows};
pub use softmax::{softmax, softmax_backward, softmax_backward_in_place, softmax_in_place};

pub use gradient_check::{GradientCheck, check_gradient, check_layer, check_params};
