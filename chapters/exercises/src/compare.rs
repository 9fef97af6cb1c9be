//! Comparing what a student computed with what is right, and saying how they differ.

use ndarray::{ArrayRef, ArrayViewD, Dimension};

use crate::Verdict;

/// How far a number may be off, for each unit of its size.
const TOLERANCE: f64 = 1e-9;

/// Passes if `got` is `expected`, to rounding; otherwise says what a tutor would see first.
///
/// ```
/// use ndarray::array;
/// assert!(exercises::same("y", &array![0.1 + 0.2], &array![0.3]).is_ok());
///
/// let said = exercises::same("y", &array![[1.0, 3.0], [2.0, 4.0]], &array![[1.0, 2.0], [3.0, 4.0]]).unwrap_err();
/// assert_eq!(said, "y is the transpose of what it should be: rows and columns are exchanged");
/// ```
pub fn same<D: Dimension>(
    what: &str,
    got: &ArrayRef<f64, D>,
    expected: &ArrayRef<f64, D>,
) -> Verdict {
    same_or(what, got, expected, &[])
}

/// [`same`], and if `got` is what a known mistake gives, the mistake is named.
///
/// ```
/// use ndarray::array;
/// let mistakes = [("it is the sum; divide by how many there are", array![6.0])];
/// let said = exercises::same_or("the mean", &array![6.0], &array![2.0], &mistakes).unwrap_err();
/// assert_eq!(said, "the mean is wrong: it is the sum; divide by how many there are");
/// ```
pub fn same_or<D: Dimension>(
    what: &str,
    got: &ArrayRef<f64, D>,
    expected: &ArrayRef<f64, D>,
    mistakes: &[(&str, ndarray::Array<f64, D>)],
) -> Verdict {
    let (got, expected) = (got.view().into_dyn(), expected.view().into_dyn());
    if agree(&got, &expected) {
        return Ok(());
    }
    for (mistake, gives) in mistakes {
        if agree(&got, &gives.view().into_dyn()) {
            return Err(format!("{what} is wrong: {mistake}"));
        }
    }
    Err(difference(what, &got, &expected))
}

/// [`same`] for a single number.
///
/// ```
/// let said = exercises::same_number("the loss", -0.5, 0.5).unwrap_err();
/// assert_eq!(said, "the loss has the wrong sign: it is -0.5 and should be 0.5");
/// ```
pub fn same_number(what: &str, got: f64, expected: f64) -> Verdict {
    if close(got, expected) {
        Ok(())
    } else if got.is_nan() {
        Err(format!("{what} is NaN (not a number) and should be {}", number(expected)))
    } else if close(got, -expected) {
        Err(format!("{what} has the wrong sign: it {}", but_should(got, expected)))
    } else {
        Err(format!("{what} {}", but_should(got, expected)))
    }
}

/// [`same_number`], and if `got` is what a known mistake gives, the mistake is named.
///
/// ```
/// let mistakes = [("it is the sum; divide by how many there are", 6.0)];
/// let said = exercises::same_number_or("the mean", 6.0, 2.0, &mistakes).unwrap_err();
/// assert_eq!(said, "the mean is 6 and should be 2: it is the sum; divide by how many there are");
/// ```
pub fn same_number_or(
    what: &str,
    got: f64,
    expected: f64,
    mistakes: &[(&str, f64)],
) -> Verdict {
    same_number(what, got, expected).map_err(|said| {
        match mistakes.iter().find(|&&(_, gives)| close(got, gives)) {
            Some((mistake, _)) => {
                format!("{what} {}: {mistake}", but_should(got, expected))
            }
            None => said,
        }
    })
}

/// Whether a number is right, to rounding. Infinity is near to nothing but itself: hence
/// `<`, for ∞ < ∞ is false.
fn close(got: f64, expected: f64) -> bool {
    got == expected || (got - expected).abs() < TOLERANCE * expected.abs().max(1.0)
}

fn agree(got: &ArrayViewD<'_, f64>, expected: &ArrayViewD<'_, f64>) -> bool {
    got.shape() == expected.shape()
        && got.iter().zip(expected).all(|(&got, &expected)| close(got, expected))
}

/// The first thing that a tutor would see, from the coarse to the fine.
fn difference(
    what: &str,
    got: &ArrayViewD<'_, f64>,
    expected: &ArrayViewD<'_, f64>,
) -> String {
    if agree(&got.t(), expected) {
        return format!(
            "{what} is the transpose of what it should be: rows and columns are exchanged"
        );
    }
    if got.shape() != expected.shape() {
        return format!(
            "{what} has the shape {}; it should have the shape {}",
            shape(got.shape()),
            shape(expected.shape())
        );
    }
    not_finite(what, got, expected)
        .or_else(|| in_single_precision(what, got, expected))
        .or_else(|| a_factor(what, got, expected))
        .unwrap_or_else(|| the_worst(what, got, expected))
}

/// NaN, or else infinite numbers, where there should be none.
fn not_finite(
    what: &str,
    got: &ArrayViewD<'_, f64>,
    expected: &ArrayViewD<'_, f64>,
) -> Option<String> {
    let places = |is: fn(f64) -> bool| -> Vec<_> {
        let wrong = got
            .indexed_iter()
            .zip(expected)
            .filter(|&((_, &x), &right)| is(x) && !close(x, right));
        wrong.map(|((at, _), _)| at).collect()
    };
    let (nans, infinite) = (places(f64::is_nan), places(f64::is_infinite));
    let (at, kind) =
        if nans.is_empty() { (infinite, "infinite") } else { (nans, "NaN (not a number)") };
    let (first, are) =
        (index(at.first()?.slice()), if at.len() == 1 { "is" } else { "are" });
    Some(format!(
        "{what}: {} of its {} numbers {are} {kind}, the first of them at {first}",
        at.len(),
        got.len()
    ))
}

/// Right to seven digits, and every number is one that `f32` can hold: they were computed
/// in it.
fn in_single_precision(
    what: &str,
    got: &ArrayViewD<'_, f64>,
    expected: &ArrayViewD<'_, f64>,
) -> Option<String> {
    let held = |x: f64| f64::from(x as f32) == x;
    let near = |x: f64, right: f64| x == right || (x - right).abs() < 1e-5 * right.abs();
    let single = got.iter().zip(expected).all(|(&x, &right)| held(x) && near(x, right));
    single.then(|| {
        format!("{what} is right to seven digits only: that is single precision (f32); compute in f64")
    })
}

/// `got = c · expected`: a forgotten scale, or a sign.
fn a_factor(
    what: &str,
    got: &ArrayViewD<'_, f64>,
    expected: &ArrayViewD<'_, f64>,
) -> Option<String> {
    if got.iter().all(|&x| x == 0.0) {
        return Some(format!("{what} holds nothing but zeros; {}", example(got, expected)));
    }
    let c = (got * expected).sum() / (expected * expected).sum();
    if got.len() < 2 || !agree(got, &(expected * c).view()) {
        return None;
    }
    let example = example(got, expected);
    match number(c).as_str() {
        "0" | "1" => None, // such a factor tells nothing
        "-1" => Some(format!("{what}: every number has the wrong sign; {example}")),
        c => {
            Some(format!("{what}: every number is {c} times what it should be; {example}"))
        }
    }
}

fn the_worst(
    what: &str,
    got: &ArrayViewD<'_, f64>,
    expected: &ArrayViewD<'_, f64>,
) -> String {
    let wrong =
        got.iter().zip(expected).filter(|&(&got, &expected)| !close(got, expected)).count();
    let are = if wrong == 1 { "is" } else { "are" };
    format!(
        "{what}: {wrong} of its {} numbers {are} wrong; {}",
        got.len(),
        example(got, expected)
    )
}

/// Whether a complaint names no mistake, but tells numbers alone: what it is and should be.
///
/// ```
/// let said = exercises::same_number("the loss", 2.0, 0.5).unwrap_err();
/// assert!(exercises::only_numbers(&said));
/// assert!(!exercises::only_numbers("the mean is 6 and should be 2: it is the sum"));
/// ```
pub fn only_numbers(complaint: &str) -> bool {
    let should = complaint.rsplit_once(" and should be ");
    should.is_some_and(|(_, rest)| !rest.contains(": "))
        && !complaint.contains("times what it")
        && !complaint.contains("sign")
}

/// The number that is furthest off, and where it stands.
fn example(got: &ArrayViewD<'_, f64>, expected: &ArrayViewD<'_, f64>) -> String {
    let off = |&(_, got, expected): &(_, f64, f64)| (got - expected).abs();
    let pairs =
        got.indexed_iter().zip(expected).map(|((at, &got), &expected)| (at, got, expected));
    let wrong = pairs.filter(|&(_, got, expected)| !close(got, expected));
    match wrong.max_by(|one, other| off(one).total_cmp(&off(other))) {
        Some((at, got, expected)) => {
            format!(
                "the furthest off is at {}: it {}",
                index(at.slice()),
                but_should(got, expected)
            )
        }
        None => "it is empty".to_owned(),
    }
}

/// What it is and what it should be; and how far off, where five digits do not show it.
fn but_should(got: f64, expected: f64) -> String {
    let (is, should) = (number(got), number(expected));
    let off = if is == should {
        format!(", off by {}", number(got - expected))
    } else {
        String::new()
    };
    format!("is {is} and should be {should}{off}")
}

/// A number as a person reads it: at most five significant digits.
fn number(x: f64) -> String {
    if x == 0.0 || (1e-3..1e5).contains(&x.abs()) {
        let digits = (4 - x.abs().max(1e-3).log10().floor() as i32).max(0) as usize;
        let text = format!("{x:.digits$}");
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    } else {
        format!("{x:.3e}")
    }
}

fn shape(sizes: &[usize]) -> String {
    format!("({})", list(sizes))
}

fn index(places: &[usize]) -> String {
    format!("[{}]", list(places))
}

fn list(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}
