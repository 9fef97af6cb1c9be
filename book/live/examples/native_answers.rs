//! Answers questions of the live figures, a line each, as the program in the page does: a test compares the two.

use std::io::{self, BufRead, Write};

use live::Live;

fn main() -> io::Result<()> {
    let mut live = Live::default();
    for question in io::stdin().lock().lines() {
        writeln!(io::stdout(), "{}", live.answer(&question?))?;
    }
    Ok(())
}
