//! What spans chapters, in one program: the program from outside, the book's integrity, the house's rules.

mod book;
mod examples;
mod exercises;
mod faults;
mod fuzz;
mod generate;
mod models;
mod program;
mod readme;
mod training;
mod workspace;
