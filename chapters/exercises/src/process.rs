//! The checking process: it answers one question, on one line that a student's output can't
//! counterfeit.

use std::backtrace::Backtrace;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Mutex;

use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::Verdict;

/// One check of an exercise; its name says what a right answer does.
pub struct Check {
    /// The function's name, a sentence in snake case.
    pub name: &'static str,
    /// The check itself; its random numbers come from the generator.
    pub run: fn(&mut StdRng) -> Verdict,
}

/// Lists the checks of an exercise, in the order in which a student should pass them.
///
/// ```
/// use exercises::Verdict;
/// use rand::rngs::StdRng;
///
/// fn two_and_two_are_four(_: &mut StdRng) -> Verdict {
///     exercises::same_number("2 + 2", 2.0 + 2.0, 4.0)
/// }
///
/// exercises::checks![two_and_two_are_four];
/// assert_eq!(CHECKS[0].name, "two_and_two_are_four");
/// ```
#[macro_export]
macro_rules! checks {
    ($($name:ident),+ $(,)?) => {
        /// The checks, in order.
        pub const CHECKS: &[$crate::Check] = &[$($crate::Check { name: stringify!($name), run: $name }),+];
    };
}

/// One student's file under one name, and the checks that were compiled with it.
pub type Variant = (&'static str, &'static [Check]);

/// What the runner asks a checking process, on its standard input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// What every line of the answer begins with. The student's code never sees it.
    pub secret: String,
    /// Which variant.
    pub variant: String,
    /// Which check; none asks for the names of all.
    pub check: Option<String>,
    /// Where the check's random numbers start.
    pub seed: u64,
}

/// What a checking process answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The names of the checks.
    Checks(Vec<String>),
    /// The check passed.
    Passed,
    /// The check failed; what the tutor says.
    Failed(String),
    /// The student's code (or the check) panicked: where, and with what message.
    Panicked(String),
}

/// The whole of a checking process: reads the question, and prints the answer behind the
/// question's secret.
///
/// # Panics
/// If the question can't be read, or asks for what isn't there: the runner asks only for
/// what it knows.
pub fn answer(variants: &[Variant]) {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).expect("the runner asks on standard input");
    let question: Question = serde_json::from_str(&text).expect("the runner asks in JSON");
    let (_, checks) = variants
        .iter()
        .find(|(name, _)| *name == question.variant)
        .expect("a known variant");
    let answer = match &question.check {
        None => Answer::Checks(checks.iter().map(|check| check.name.to_owned()).collect()),
        Some(name) => {
            let check =
                checks.iter().find(|check| check.name == name).expect("a known check");
            run(check, question.seed)
        }
    };
    let line = serde_json::to_string(&answer).expect("an answer is JSON");
    // A line of its own, whatever the student's code has printed so far.
    write!(io::stdout(), "\n{}{line}\n", question.secret).expect("the runner listens");
}

/// Where the last panic was, and its message.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn run(check: &Check, seed: u64) -> Answer {
    match caught(|| (check.run)(&mut StdRng::seed_from_u64(seed))) {
        Ok(Ok(())) => Answer::Passed,
        Ok(Err(found)) => Answer::Failed(found),
        Err(panicked) => Answer::Panicked(panicked),
    }
}

/// What some work gives; or if it panics, where, and with what message.
///
/// # Errors
/// If it panics.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::set_hook(Box::new(remember));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    done.map_err(|_| PANIC.lock().map(|said| said.clone()).unwrap_or_default())
}

fn remember(info: &PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("a panic without a message");
    let message: String = message.chars().take(1000).collect(); // of one line
    let place = info
        .location()
        .map(|place| format!("{}:{}", place.file(), place.line()))
        .unwrap_or_default();
    let own = students_line(&Backtrace::force_capture().to_string())
        .filter(|own| *own != place)
        .map(|own| format!(" (called from {own})"))
        .unwrap_or_default();
    if let Ok(mut said) = PANIC.lock() {
        *said = format!("{place}: {message}{own}");
    }
}

/// The innermost line of the student's own file on the way to a panic: in a backtrace, what
/// stands below the first function of a crate `student_…`.
fn students_line(backtrace: &str) -> Option<String> {
    let mut lines =
        backtrace.lines().skip_while(|line| !line.contains(": student_")).skip(1);
    let (place, _column) = lines.next()?.trim().strip_prefix("at ")?.rsplit_once(':')?;
    Some(place.trim_start_matches("./").to_owned())
}
