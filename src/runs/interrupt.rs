//! Ctrl-C, and a polite kill.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use press::shell::{self, Stop};

/// What a shell expects of a program that Ctrl-C has stopped.
const STOPPED: i32 = 130;

/// Whether somebody wants the program to stop.
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From here on the program is asked to stop, and made to by a second Ctrl-C only. Once in a process.
    pub(crate) fn listen() -> Result<Interrupt> {
        let stop = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&stop);
        let asked = move |how| {
            let again = shared.swap(true, Ordering::Relaxed);
            if !again {
                eprintln!(
                    "\nStopping after this step, and saving. Ctrl-C again: at once, with what was saved last."
                );
            } else if how == Stop::CtrlC {
                process::exit(STOPPED);
            }
        };
        shell::on_stop(asked).context("Ctrl-C can't be listened to")?;
        Ok(Interrupt(stop))
    }

    pub(crate) fn is_asked_for(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Ends the program, with the command that goes on.
    pub(crate) fn leave(&self, go_on: &str) -> ! {
        println!("Go on with: {go_on}");
        process::exit(STOPPED)
    }
}
