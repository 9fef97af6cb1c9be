//! Processes with limits: whatever a student's file makes them do, they end, and their children with them.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// How much a process may use, where the shell can say so: 4 GB.
pub(crate) const GIGABYTES: u32 = 4;
/// How long a file may get that it writes, in the shell's blocks of half a kilobyte: a gigabyte.
#[cfg(unix)]
const BLOCKS: u32 = 2 << 20;

/// A program in a process group of its own, with limits on its memory and its files where a shell can set them.
pub(crate) fn limited(program: impl AsRef<std::ffi::OsStr>) -> Command {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let kilobytes = GIGABYTES << 20;
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!(
                "ulimit -v {kilobytes} 2>/dev/null; ulimit -c 0; ulimit -f {BLOCKS}; exec \"$0\" \"$@\""
            ))
            .arg(program)
            .process_group(0);
        shell
    }
    #[cfg(not(unix))]
    Command::new(program)
}

/// Waits for the end, and ends what is left of the group; none if it had to be ended itself.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(1);
    let mut status = child.try_wait()?;
    while status.is_none() && begun.elapsed() < limit {
        thread::sleep(pause);
        pause = (2 * pause).min(Duration::from_millis(20));
        status = child.try_wait()?;
    }
    if cfg!(unix) {
        let group = format!("kill -KILL -{}", child.id());
        let _ = Command::new("sh").args(["-c", &group]).stderr(Stdio::null()).status(); // nobody may be left
    }
    if status.is_none() {
        let _ = child.kill();
        child.wait().context("a process can't be ended")?;
    }
    Ok(status)
}
