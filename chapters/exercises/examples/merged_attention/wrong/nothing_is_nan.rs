//! Caught by: a_machine_without_keys_changes_nothing

use ndarray::Array1;

/// What attention found among some keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The weighted mean of their values (D_v).
    pub y: Array1<f64>,
    /// The logarithm of the sum that the softmax divided by.
    pub lse: f64,
}

/// What attention finds among the keys of both.
pub fn merged(one: &Found, other: &Found) -> Found {
    let larger = one.lse.max(other.lse);
    let (mine, theirs) = ((one.lse - larger).exp(), (other.lse - larger).exp());
    let sum = mine + theirs;
    Found { y: (&one.y * mine + &other.y * theirs) / sum, lse: larger + sum.ln() }
}
