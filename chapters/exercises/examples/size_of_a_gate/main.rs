//! # What a gate costs
//!
//! A gated network has three matrices: into the gates and into the values, (C, M) both,
//! and down again, (M, C):
//!
//!     y = (swish(x·W_g) ∘ (x·W_u))·W_d        swish(g) = g / (1 + exp(-g))
//!
//! The network of chapter 4 has two, (C, 4·C) and (4·C, C). None has biases here.
//! Predict three numbers. First: C = 768, and the gated network is to have as many
//! parameters as the other one. What is M? Second: Llama 2, in its smallest size, has C
//! = 4096 and M = 11008. How many million parameters has its network, in one layer?
//! (0.3 more or less will do.) Third: all gates g are larger than 30, and then x is
//! doubled. By what is y multiplied?
//!
//! Check it: `cargo exercises check size_of_a_gate`.
//! Stuck: `cargo exercises hint size_of_a_gate`.

/// M, for C = 768, with as many parameters as the network of chapter 4.
pub const UNITS: Option<f64> = None;

/// The parameters of the network of one layer of Llama 2, in millions.
pub const MILLIONS: Option<f64> = None;

/// By what y is multiplied when x is doubled.
pub const TIMES: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example size_of_a_gate`.
fn main() {
    println!("units for C = 768: {UNITS:?}");
    println!("millions in a layer of Llama 2: {MILLIONS:?}");
    println!("y, when x is doubled: {TIMES:?}");
}
