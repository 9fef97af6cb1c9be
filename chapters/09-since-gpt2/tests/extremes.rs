//! Where numbers get so large or small that a formula is no longer what a computer
//! computes.

use foundations::{Float, Layer};
use ndarray::{Array2, Array3, array};
use since_gpt2::{RmsNorm, Rotary, SwiGlu, silu, silu_slope};

#[test]
fn silu_and_its_slope_are_right_at_every_extreme() {
    fn check<F: Float>() {
        for x in [0.0, 1e-30, 1.0, 20.0, 50.0, 88.0, 90.0, 104.0, 700.0, 1e4, 1e30] {
            for x in [x, -x] {
                // σ(x) by the form that does not overflow, on its side of 0
                let small = (-f64::abs(x)).exp();
                let sigmoid =
                    if x < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
                let exact = x * sigmoid;
                let slope = sigmoid + x * sigmoid * (1.0 - sigmoid);
                let (got, got_slope) =
                    (silu(F::of(x)).as_f64(), silu_slope(F::of(x)).as_f64());
                let rounding = 8.0 * F::epsilon().as_f64();
                assert!(
                    (got - exact).abs() <= rounding * exact.abs().max(1.0),
                    "SiLU({x}) is {got}"
                );
                assert!((got_slope - slope).abs() <= rounding, "SiLU'({x}) is {got_slope}");
            }
        }
    }
    check::<f32>();
    check::<f64>();
}

#[test]
fn a_gate_that_is_shut_far_below_0_gives_0_and_no_gradient() {
    let network =
        SwiGlu { gate: array![[1e4_f32]], up: array![[1.0]], down: array![[1.0]] };
    let (y, cache) = network.forward(&array![[[-1e4]]]);
    assert_eq!(y[[0, 0, 0]], 0.0);
    let (dx, gradient) = network.backward(cache, &array![[[1.0]]]);
    assert_eq!((dx[[0, 0, 0]], gradient.up[[0, 0]]), (0.0, 0.0));
    assert!(gradient.gate[[0, 0]] == 0.0);
}

#[test]
fn rms_norm_is_finite_wherever_squares_are() {
    for size in [0.0_f32, 1e-40, 1e-20, 1e-3, 1e4, 1e15, 1e18] {
        let x = array![[[size, -size, size, size]]];
        let (y, cache) = RmsNorm::new(4).forward(&x);
        let (dx, _) = RmsNorm::new(4).backward(cache, &array![[[1.0, 0.0, 0.0, 0.0]]]);
        let exact = f64::from(size) / (f64::from(size).powi(2) + 1e-5).sqrt();
        assert!((f64::from(y[[0, 0, 0]]) - exact).abs() < 1e-6, "{size} gives {y}");
        assert!(dx.iter().all(|dx| dx.is_finite()), "the gradient at {size}");
    }
}

#[test]
fn without_its_epsilon_a_token_of_zeros_is_no_number() {
    let zeros = Array3::<f64>::zeros((1, 1, 2));
    let (y, _) = RmsNorm { epsilon: 0.0, ..RmsNorm::new(2) }.forward(&zeros);
    assert!(y.iter().all(|y| y.is_nan()));
    assert_eq!(RmsNorm::new(2).forward(&zeros).0, zeros);
}

#[test]
fn a_turn_at_position_one_hundred_thousand_is_right_in_f32() {
    const FAR: usize = 100_000;
    let rotary = Rotary::<f32>::new(FAR + 1, 8, 10_000.0);
    let mut x: Array2<f32> = array![[1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]];
    rotary.turn(FAR, &mut x);
    for i in 0..4 {
        let angle = FAR as f64 * 10_f64.powi(-(i as i32)); // 10 000^(2i/8) = 10^i
        let off = (f64::from(x[[0, 2 * i]]) - angle.cos()).abs();
        assert!(off < 1e-7, "cos of {angle} is off by {off}");
    }
}
