//! Where logits and settings get extreme: what is drawn from is a distribution, and right
//! to an independent formula.

use std::convert::Infallible;

use decoder::Sampling;
use foundations::Float;
use ndarray::{Array1, array};
use rand::TryRng;

/// Logits as a run may bring them on its worst day.
fn rows<F: Float>() -> Vec<Array1<F>> {
    let of = |row: &[f64]| row.iter().map(|&s| F::of(s)).collect::<Array1<F>>();
    let tiny = F::min_positive_value() / F::of(8.0);
    vec![
        of(&[1e4, -1e4, 0.0]),
        of(&[1e30, -1e30, 1e30]),
        of(&[9999.0, 1e4, -1e4, 1e-40, 1e-310]),
        of(&[3.0, 1.0, 2.0, -1.0]),
        array![tiny, -tiny, tiny + tiny],
        array![F::max_value(), F::zero(), -F::max_value()],
        of(&[7.0]),
        Array1::from_elem(1000, F::of(-1e4)),
    ]
}

/// The logits' distances below the largest, each rounded once as the type does.
fn below<F: Float>(logits: &Array1<F>) -> Array1<f64> {
    let largest = logits.fold(F::neg_infinity(), |most, &x| most.max(x));
    logits.mapv(|x| (x - largest).as_f64())
}

fn temperatures_are_right<F: Float>() {
    for logits in rows::<F>() {
        for temperature in
            [f64::from_bits(1), 1e-300, 1e-30, 0.01, 1.0, 100.0, 1e30, f64::MAX]
        {
            let p = Sampling { temperature, ..Sampling::PLAIN }.distribution(&logits);
            let scores = below(&logits)
                .mapv(|score| if score == 0.0 { 0.0 } else { score / temperature });
            for (p, own) in p.iter().zip(&scores) {
                // 1/Σ exp(s[j] − s[i]); an infinite distance is a chance of 0.
                let others =
                    |other: &f64| if other == own { 1.0 } else { (other - own).exp() };
                let exact = 1.0 / scores.iter().map(others).sum::<f64>();
                let few = (40.0 + own.abs().min(800.0)) * F::epsilon().as_f64();
                let tolerance = few * exact + F::min_positive_value().as_f64();
                let error = (p.as_f64() - exact).abs();
                assert!(
                    error <= tolerance,
                    "{logits} at temperature {temperature:e}: {p:e}, not {exact:e}"
                );
            }
        }
    }
}

#[test]
fn every_temperature_is_right_for_every_row() {
    temperatures_are_right::<f32>();
    temperatures_are_right::<f64>();
}

fn cuts_leave_a_distribution<F: Float>() {
    for logits in rows::<F>() {
        for top_k in [None, Some(1), Some(2), Some(usize::MAX)] {
            for top_p in [
                None,
                Some(f64::from_bits(1)),
                Some(1e-300),
                Some(0.5),
                Some(1.0 - 1e-16),
                Some(1.0),
            ] {
                for temperature in [0.0, 1e-300, 1.0, 1e300] {
                    let sampling = Sampling { temperature, top_k, top_p };
                    let p = sampling.distribution(&logits);
                    let sum: f64 = p.iter().map(|p| p.as_f64()).sum();
                    assert!(
                        (sum - 1.0).abs() < 40.0 * F::epsilon().as_f64(),
                        "{sampling:?} of {logits}: {sum}"
                    );
                    assert!(p.iter().all(|&p| p >= F::zero()));
                    let left = p.iter().filter(|&&p| p > F::zero()).count();
                    assert!(
                        (1..=top_k.unwrap_or(usize::MAX)).contains(&left),
                        "{left} are left"
                    );
                    let tiny_p = top_p.is_some_and(|p| p < 1e-100);
                    assert!(
                        !tiny_p || left == 1,
                        "any share at all is reached by the likeliest alone"
                    );
                }
            }
        }
    }
}

#[test]
fn whatever_is_cut_away_a_distribution_is_left() {
    cuts_leave_a_distribution::<f32>();
    cuts_leave_a_distribution::<f64>();
}

/// A generator that always gives the same bits.
struct Always(u64);

impl TryRng for Always {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0 >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes
            .iter_mut()
            .zip(self.0.to_le_bytes().into_iter().cycle())
            .for_each(|(to, byte)| *to = byte);
        Ok(())
    }
}

fn the_ends_of_chance_draw_what_can_be_drawn<F: Float>() {
    for logits in rows::<F>() {
        for top_k in [None, Some(1), Some(2)] {
            let sampling = Sampling { top_k, ..Sampling::PLAIN };
            let p = sampling.distribution(&logits);
            let possible = |p: &F| *p > F::zero();
            // 0 is below the first share; the largest number below 1, which f32 rounds to
            // 1, is past the last.
            assert_eq!(
                Some(sampling.draw(&logits, &mut Always(0))),
                p.iter().position(possible)
            );
            assert!(possible(&p[sampling.draw(&logits, &mut Always(u64::MAX))]));
        }
    }
}

#[test]
fn the_least_and_the_largest_random_number_draw_a_token_that_can_be_drawn() {
    the_ends_of_chance_draw_what_can_be_drawn::<f32>();
    the_ends_of_chance_draw_what_can_be_drawn::<f64>();
}
