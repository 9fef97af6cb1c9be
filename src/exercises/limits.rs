//! Processes with limits: whatever a student's file makes them do, they end, and their children with them.

use std::ffi::OsStr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use press::limits::{self, Allowance};

/// How much a process may use, where the shell can say so: 4 GB.
pub(crate) const GIGABYTES: u64 = 4;

/// How long a process may take.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    /// Of the processor's time: what others do on a busy computer takes nothing away from it.
    pub(crate) processor: Duration,
    /// By the clock, for those that wait and do nothing.
    pub(crate) clock: Duration,
}

/// How a process ended.
#[derive(Debug, PartialEq)]
pub(crate) enum End {
    /// By itself.
    Itself(ExitStatus),
    /// It had taken this long.
    TooLong(Duration),
}

/// A program in a process group of its own, with limits where a shell can set them.
pub(crate) fn limited(program: impl AsRef<OsStr>, time: Time) -> Command {
    limits::limited(program, &Allowance { memory: GIGABYTES, processor: Some(time.processor) })
}

/// Waits for the end, and ends what is left of the group.
pub(crate) fn wait(child: &mut Child, time: Time) -> Result<End> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(1);
    let mut status = child.try_wait()?;
    while status.is_none() && begun.elapsed() < time.clock {
        thread::sleep(pause);
        pause = (2 * pause).min(Duration::from_millis(20));
        status = child.try_wait()?;
    }
    if cfg!(unix) {
        let group = format!("kill -KILL -{}", child.id());
        let _ = Command::new("sh").args(["-c", &group]).stderr(Stdio::null()).status(); // nobody may be left
    }
    let Some(status) = status else {
        let _ = child.kill();
        child.wait().context("a process can't be ended")?;
        return Ok(End::TooLong(time.clock));
    };
    Ok(if limits::used_its_time_up(status) { End::TooLong(time.processor) } else { End::Itself(status) })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn ends(script: &str, time: Time) -> End {
        let mut child = limited("sh", time).args(["-c", script]).spawn().unwrap();
        wait(&mut child, time).unwrap()
    }

    #[test]
    fn what_works_uses_up_the_processors_time_and_what_waits_that_of_the_clock() {
        let [short, long] = [Duration::from_secs(1), Duration::from_secs(600)];
        let works = Time { processor: short, clock: long };
        assert_eq!(ends("while :; do :; done", works), End::TooLong(short));
        let waits = Time { processor: long, clock: short };
        assert_eq!(ends("sleep 600", waits), End::TooLong(short));
        let End::Itself(status) = ends("sleep 2; exit 7", works) else { panic!("waiting takes none of it") };
        assert_eq!(status.code(), Some(7));
    }
}
