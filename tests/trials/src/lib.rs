//! How much the tests try, and whatever somebody might give the program. Only tests need it.

mod input;
mod trial;

pub use input::{Input, anything, damaged, damaged_header, damaged_json};
pub use trial::{check_sentence, trial};

use std::env::{self, VarError};
use std::time::Duration;

/// After so long a test says that something does not end. It is no measure of speed: a busy machine is no fault.
pub const ENDLESS: Duration = Duration::from_secs(600);

/// How often something is tried: so often in `cargo test`, which a newcomer waits for, and so often with
/// `GLASSGPT_TRIALS=full`, as the gate runs the same tests.
///
/// # Panics
/// If `GLASSGPT_TRIALS` is anything else.
pub fn times(small: usize, full: usize) -> usize {
    match env::var("GLASSGPT_TRIALS") {
        Err(VarError::NotPresent) => small,
        Ok(size) if size == "full" => full,
        other => panic!("GLASSGPT_TRIALS is {other:?}: it can be \"full\", or not set"),
    }
}

/// The most bytes of memory that `work` has at one time, beside what there was before.
pub fn memory_of(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).bytes_max
}

/// Prints a row for the tables of the page "How we know"; `cargo test -- --show-output` shows it.
pub fn row(what: &str, count: usize, happened: &str) {
    println!("| {what} | {} | {happened} |", thin(count));
}

/// 12480 as "12 480".
pub fn thin(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{} {:03}", thin(number / 1000), number % 1000) }
}
