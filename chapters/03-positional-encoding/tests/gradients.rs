//! Every gradient against central differences, element by element, in `f64`.

use foundations::{check_layer, normal};
use ndarray::Array3;
use positional_encoding::Positions;
use rand::{SeedableRng, rngs::StdRng};

/// The input, and all `parameters` of the layer, for two sequences of `t` tokens with 5
/// channels.
fn check(positions: &Positions<f64>, t: usize, parameters: usize) {
    let mut rng = StdRng::seed_from_u64(3);
    let x: Array3<f64> = normal((2, t, 5), 1.0, &mut rng);
    let check = check_layer(positions, &x, &mut rng);
    assert_eq!(
        check.checked,
        x.len() + parameters,
        "every element of x and of the parameters"
    );
    check.assert_below(1e-8);
}

#[test]
fn sinusoidal_positions() {
    check(&Positions::sinusoidal(6, 5), 6, 0);
}

#[test]
fn learned_positions() {
    check(&Positions::learned(6, 5, 0.3, &mut StdRng::seed_from_u64(4)), 6, 6 * 5);
}

#[test]
fn learned_positions_longer_than_the_sequence() {
    check(&Positions::learned(9, 5, 0.3, &mut StdRng::seed_from_u64(5)), 6, 9 * 5);
}

#[test]
fn one_token() {
    check(&Positions::learned(3, 5, 0.3, &mut StdRng::seed_from_u64(6)), 1, 3 * 5);
}
