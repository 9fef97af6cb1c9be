//! What checks an exercise, checked.

mod asking;
mod catalogue;
mod comparing;
mod judging;
