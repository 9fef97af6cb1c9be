//! Caught by: large_scores_do_not_overflow

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
    let (mine, theirs) = (one.lse.exp(), other.lse.exp());
    Found {
        y: (&one.y * mine + &other.y * theirs) / (mine + theirs),
        lse: (mine + theirs).ln(),
    }
}
