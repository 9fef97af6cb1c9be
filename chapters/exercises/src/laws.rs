//! Laws: looking for the smallest case that breaks one, and trying a student's law on right
//! and wrong code.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::iter;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;

use rand::{rngs::StdRng, seq::SliceRandom};

use crate::Verdict;

/// How many cases of each size are tried.
const CASES: usize = 5;
/// How often a law meets each right code.
const ROUNDS: usize = 2;

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
/// the check's own. A law learns nothing but what a code does: all codes come to it as the
/// same function (see [`Code`]). Which is behind it is drawn, half of the time a wrong one.
///
/// ```
/// use rand::{SeedableRng, rngs::StdRng};
/// let mut rng = StdRng::seed_from_u64(1);
/// // A law about doubling that is too lenient: any even result will do.
/// let law = |double: &fn(&u32) -> u32, x: &u32| double(x) % 2 == 0;
/// let (right, other): (fn(&u32) -> u32, fn(&u32) -> u32) = (|x| 2 * x, |x| x + x);
/// let wrong: fn(&u32) -> u32 = |x| 2 * x + 2;
/// let said = exercises::tells_apart("a doubling that adds two", law, &[right, other], &wrong, &[0, 1, 2], &mut rng);
/// assert_eq!(said, Err("your law is true of a doubling that adds two, on all 3 cases: it must be false on some".to_owned()));
/// ```
pub fn tells_apart<C: Code, Case: Debug>(
    mistake: &str,
    law: impl Fn(&C, &Case) -> bool,
    right: &[C],
    wrong: &C,
    cases: &[Case],
    rng: &mut StdRng,
) -> Verdict {
    for _ in 0..ROUNDS {
        let mut codes: Vec<(C, bool)> =
            right.iter().map(|&code| (code, true)).chain([(*wrong, false)]).collect();
        codes.shuffle(rng);
        let often = |right_code| if right_code { 1 } else { right.len() };
        let turns = codes.iter().enumerate();
        let mut turns: Vec<(usize, bool)> = turns
            .flat_map(|(turn, &(_, right))| iter::repeat_n((turn, right), often(right)))
            .collect();
        turns.shuffle(rng);
        let codes: Rc<Vec<C>> = Rc::new(codes.into_iter().map(|(code, _)| code).collect());
        for (turn, right) in turns {
            TRIED.set(Some((codes.clone(), turn)));
            PANICKED.set(false);
            let broken = cases.iter().find(|case| !law(&C::stand_in(), case));
            if PANICKED.take() {
                return Err("your law lets the code panic, and goes on".to_owned());
            }
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

/// Code that a law can be tried on: a function of one to four references.
///
/// A law is given a stand-in, the same for right and wrong code. It runs *all* that the law
/// is tried on, and hands on what one of them returned: not where the code lies in memory,
/// nor how long it takes, nor what it leaves there tells which one that was.
pub trait Code: Copy + 'static {
    /// The function that stands for all codes of this type.
    fn stand_in() -> Self;
}

macro_rules! code {
    ($($x:ident $X:ident),+) => {
        impl<Y: 'static, $($X: ?Sized + 'static),+> Code for fn($(&$X),+) -> Y {
            fn stand_in() -> Self {
                |$($x),+| one_of_all(|code: Self| code($($x),+))
            }
        }
    };
}

code!(a A);
code!(a A, b B);
code!(a A, b B, c C);
code!(a A, b B, c C, d D);

thread_local! {
    /// What a law is tried on, and whose turn it is.
    static TRIED: RefCell<Option<(Rc<dyn Any>, usize)>> = const { RefCell::new(None) };
    /// Whether the code whose turn it was has panicked.
    static PANICKED: Cell<bool> = const { Cell::new(false) };
}

/// Runs all codes; returns what the one whose turn it is did, if that is to panic too.
fn one_of_all<C: Code, Y>(run: impl Fn(C) -> Y) -> Y {
    let (codes, turn) = TRIED
        .with_borrow(Clone::clone)
        .expect("a law calls the code on the thread that it is called on");
    let codes: &Vec<C> = codes.downcast_ref().expect("the codes of this law");
    let each = |&code: &C| catch_unwind(AssertUnwindSafe(|| run(code)));
    let mut done: Vec<thread::Result<Y>> = codes.iter().map(each).collect();
    done.swap_remove(turn).unwrap_or_else(|_| {
        PANICKED.set(true); // whoever catches it has seen where the code lies
        run(codes[turn])
    })
}
