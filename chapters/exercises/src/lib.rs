//! # The exercises
//!
//! An exercise is one folder, `examples/NAME`: `main.rs` is what a student edits, with the
//! task at its top; `about.toml` says what it counts, and holds the hints; `checks.rs` is
//! what a right answer must do; `solution.rs` is one; and in `wrong` are mistakes that the
//! checks must find. `cargo exercises` runs them all.
//!
//! This library is what checks are written with: [`same`] compares numbers and says what a
//! tutor would say,
//! [`for_sizes`] looks for the smallest case that goes wrong, [`tells_apart`] tries a
//! student's law on right and wrong code, [`predicted`] looks at a prediction. [`Exercise`]
//! reads what an exercise is.

mod catalogue;
mod compare;
mod draw;
mod gradients;
mod laws;
mod lines;
mod predict;
mod process;

pub use catalogue::{Chapter, Exercise, Kind, chapters, in_words};

pub use compare::{only_numbers, same, same_number, same_number_or, same_or};

pub use draw::normal;

pub use gradients::{differences, same_gradient};

pub use laws::{Code, for_sizes, tells_apart};

pub use lines::Lines;

pub use predict::{chosen, predicted};

pub use process::{Answer, Check, Question, Variant, answer, caught};

/// What a check found: nothing, or what a tutor says about it.
pub type Verdict = Result<(), String>;
