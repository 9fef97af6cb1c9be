//! Laws: looking for the smallest case that breaks one, and trying a student's law on right
//! and wrong code.

use std::ops::RangeInclusive;

use rand::{rngs::StdRng, seq::SliceRandom};

use crate::Verdict;

/// How many cases of each size are tried.
const CASES: usize = 5;
/// How often a law meets each code.
const ROUNDS: usize = 4;

/// Tries a claim on cases of every size, the smallest first: what it reports is the
/// smallest counter-example.
///
/// ```
/// use rand::{SeedableRng, rngs::StdRng};
/// let mut rng = StdRng::seed_from_u64(1);
/// let claim = |n: usize, _: &mut StdRng| if n < 3 { Ok(()) } else { Err("it breaks".to_owned()) };
/// assert_eq!(exercises::for_sizes("n", 1..=9, &mut rng, claim), Err("already with n = 3: it breaks".to_owned()));
/// ```
pub fn for_sizes(
    letter: &str,
    sizes: RangeInclusive<usize>,
    rng: &mut StdRng,
    mut claim: impl FnMut(usize, &mut StdRng) -> Verdict,
) -> Verdict {
    for size in sizes {
        for _ in 0..CASES {
            claim(size, rng)
                .map_err(|found| format!("already with {letter} = {size}: {found}"))?;
        }
    }
    Ok(())
}

/// Tries a student's law on right codes, of which it must be true on every case, and on
/// code with the named mistake, of which it must be false on at least one.
///
/// `law(code, case)` is the student's law on one of the cases; the codes and the cases are
/// the check's own. Which code comes when is drawn, and each comes several times: a law that
/// remembers what it was asked before has nothing from it.
///
/// ```
/// use rand::{SeedableRng, rngs::StdRng};
/// let mut rng = StdRng::seed_from_u64(1);
/// // A law about doubling that is too lenient: any even result will do.
/// let law = |double: &fn(u32) -> u32, x: &u32| double(*x) % 2 == 0;
/// let (right, other): (fn(u32) -> u32, fn(u32) -> u32) = (|x| 2 * x, |x| x + x);
/// let wrong: fn(u32) -> u32 = |x| 2 * x + 2;
/// let said = exercises::tells_apart("a doubling that adds two", law, &[right, other], &wrong, &[0, 1, 2], &mut rng);
/// assert_eq!(said, Err("your law is true of a doubling that adds two, on all 3 cases: it must be false on some".to_owned()));
/// ```
pub fn tells_apart<Code, Case: std::fmt::Debug>(
    mistake: &str,
    law: impl Fn(&Code, &Case) -> bool,
    right: &[Code],
    wrong: &Code,
    cases: &[Case],
    rng: &mut StdRng,
) -> Verdict {
    let mut codes: Vec<(&Code, bool)> =
        right.iter().map(|code| (code, true)).chain([(wrong, false)]).collect();
    for _ in 0..ROUNDS {
        codes.shuffle(rng);
        for (code, right) in &codes {
            let broken = cases.iter().find(|case| !law(code, case));
            match (right, broken) {
                (true, Some(case)) => {
                    return Err(format!(
                        "your law is false of right code, on this case:\n{case:?}"
                    ));
                }
                (false, None) => {
                    let all = cases.len();
                    return Err(format!(
                        "your law is true of {mistake}, on all {all} cases: it must be false on some"
                    ));
                }
                _ => {}
            }
        }
    }
    Ok(())
}
