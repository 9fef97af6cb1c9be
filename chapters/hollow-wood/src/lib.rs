//! Hollow Wood: a world small enough to know exactly.
//!
//! A paragraph tells two or three facts about one animal:
//!
//! ```text
//! the red fox is in the barn. it is kind and calm. the red fox likes the owl.
//! ```
//!
//! Where it is and what mood it is in, in either order; then, in half of the paragraphs,
//! whom it likes. The first fact names the animal; each later one says its name again or
//! "it", one as likely as the other. After a mood the list goes on with probability
//! [`AND`].
//!
//! Chapter 7 learns from its stories, and chapter 8 from its questions and answers. Because
//! the grammar is known, so is the best that any model can do.
//!
//! Read in this order: [`source`], its text; [`Source`], what can be computed of a text whose
//! grammar is known; [`Question`], what the animals' friends ask.

mod grammar;
mod question;
mod source;

pub use grammar::{ADJECTIVES, ALPHABET, AND, ANIMALS, MEAN, NICE, PLACES, source};

pub use source::Source;

pub use question::{Asks, CAP, Question, STOP, moods};
