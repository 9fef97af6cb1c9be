//! # The assistant, put together from the functions of the exercises
//!
//! The same GPT as the book's, in plain functions: [`Parts`] lists those that the exercises
//! ask for, and [`BOOK`] has the book's own for each. `cargo exercises assemble` puts a
//! student's functions in their places, and [`show`]s what becomes of it.
//!
//! Read in this order: [`Parts`], and [`Hands`], which calls them and remembers what each
//! returned; [`forward`] and [`write()`], the decoder; [`backward`], its gradient;
//! [`Learner`], the trainer; [`partings`], where two assistants first differ; [`Stage`],
//! what is shown, and last of it the decoder of chapter 9.

mod backward;
mod book;
mod forward;
mod learner;
mod model;
mod newer;
mod parting;
mod parts;
mod process;
mod rewards;
mod stages;
mod training;

pub use parts::{Call, Hands, PARTS, Part, Parts};

pub use book::BOOK;

pub use model::{Weights, in_double, small};

pub use forward::{Kept, Pass, forward, write};

pub use backward::backward;

pub use learner::{Learner, text_batch};

pub use parting::{Parting, partings};

pub use stages::{Shown, Stage, show};

pub use process::{Job, Reply, answer};
