//! The checks, solutions and known mistakes of all exercises, a module each, so that Cargo,
//! clippy and an editor see them. Nothing uses them from here: `cargo exercises verify`
//! runs them.

#![allow(dead_code, missing_docs, unreachable_pub)] // they are parts of other programs
#![allow(clippy::needless_range_loop)] // some are written as their formula is, by index

include!(concat!(env!("OUT_DIR"), "/every.rs"));
