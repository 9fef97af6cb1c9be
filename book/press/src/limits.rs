//! Limits for programs that are not ours: what somebody has typed into a page or handed in, and the compiler that reads it.

use std::env;
use std::ffi::OsStr;
use std::process::Command;
use std::time::Duration;

/// How much a process may use, where a shell can say so to the system.
pub struct Allowance {
    /// Gigabytes of memory.
    pub memory: u64,
    /// Of the processor's time; on a busy computer that is less than what the clock says.
    pub processor: Option<Duration>,
}

/// How long a file may get that it writes, in the shell's blocks of half a kilobyte: a gigabyte.
#[cfg(unix)]
const BLOCKS: u32 = 2 << 20;

/// A program in a process group of its own that uses no more than it is allowed.
pub fn limited(program: impl AsRef<OsStr>, allowance: &Allowance) -> Command {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let kilobytes = allowance.memory << 20;
        let processor = allowance.processor.map_or_else(String::new, |time| {
            format!("ulimit -S -t {} 2>/dev/null; ", time.as_secs()) // its end is a signal, see `used_its_time_up`
        });
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!(
                "{processor}ulimit -v {kilobytes} 2>/dev/null; ulimit -c 0; ulimit -f {BLOCKS}; exec \"$0\" \"$@\""
            ))
            .arg(program)
            .process_group(0);
        shell
    }
    #[cfg(not(unix))]
    {
        let _ = allowance;
        Command::new(program)
    }
}

/// Whether the system has ended it because it has used up its time of the processor.
pub fn used_its_time_up(status: std::process::ExitStatus) -> bool {
    #[cfg(unix)]
    {
        const SIGXCPU: i32 = 24; // on Linux and macOS
        std::os::unix::process::ExitStatusExt::signal(&status) == Some(SIGXCPU)
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        false
    }
}

/// What Cargo has told this program is not for those that it starts.
pub fn forget_cargo(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if (told.starts_with("CARGO") && told != "CARGO_HOME") || told == "RUSTC_BOOTSTRAP" {
            command.env_remove(name);
        }
    }
}
