//! Walls around a student's code, where the system is Linux: it reads what it was given, writes into one folder or none,
//! reaches no network, starts no process, and sees nothing of the teacher's environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use super::limits::{Time, limited};

/// Whether this program knows how to build walls on this kind of system.
const KNOWN: bool = cfg!(all(target_os = "linux", target_pointer_width = "64"));

/// What a process reads and writes: the system's libraries, and these.
#[derive(Args)]
#[cfg_attr(not(all(target_os = "linux", target_pointer_width = "64")), allow(dead_code))]
pub(crate) struct Options {
    /// A file or folder that it may read
    #[arg(long, value_name = "PATH")]
    read: Vec<PathBuf>,
    /// The folder that it may write into
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// The program, and what it is told; none only tries whether there are walls here
    #[arg(last = true)]
    command: Vec<std::ffi::OsString>,
}

/// A program with limits that reads only these files and folders, and writes only into that one.
///
/// This program starts itself, builds the walls around itself, and becomes the other one.
pub(crate) fn confined(program: &Path, reads: &[&Path], writes: Option<&Path>, time: Time) -> Command {
    if !KNOWN || program.is_relative() {
        return limited(program, time);
    }
    let mut command = limited(format!("/proc/{}/exe", std::process::id()), time);
    command.arg("confined");
    for path in reads {
        command.arg("--read").arg(path);
    }
    if let Some(folder) = writes {
        command.arg("--write").arg(folder);
    }
    command.arg("--").arg(program);
    command
}

/// Whether the walls stand on this system.
pub(crate) fn are_there_walls() -> bool {
    KNOWN && {
        let mut command = Command::new(format!("/proc/{}/exe", std::process::id()));
        command.arg("confined").status().is_ok_and(|status| status.success())
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
pub(crate) fn run(_: &Options) -> anyhow::Result<std::process::ExitCode> {
    anyhow::bail!("there are no walls on this system")
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
pub(crate) use linux::run;

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod linux {
    use std::collections::BTreeMap;
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::{Command, ExitCode};

    use anyhow::{Context, Result};
    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
        path_beneath_rules,
    };
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, apply_filter,
    };

    use super::Options;

    /// What every program needs to start: the loader, its libraries, and where its own stack is.
    const SYSTEM: [&str; 9] = [
        "/usr",
        "/lib",
        "/lib32",
        "/lib64",
        "/nix",
        "/gnu",
        "/etc/ld.so.cache",
        "/dev/null",
        "/proc/self/maps",
    ];

    /// The newest that is asked for; an older system does what it can.
    const NEWEST: ABI = ABI::V6;

    /// Builds the walls, and becomes the program.
    pub(crate) fn run(options: &Options) -> Result<ExitCode> {
        let files = files_are_closed(options).unwrap_or(false);
        let calls = calls_are_closed(options).is_ok();
        let Some((program, told)) = options.command.split_first() else {
            return Ok(if files && calls { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        };
        let mut command = Command::new(program);
        command.args(told).env_clear();
        if let Some(folder) = &options.write {
            command.env("TMPDIR", folder);
        }
        // It only returns if it fails.
        Err(command.exec()).with_context(|| format!("{} can't be started", Path::new(program).display()))
    }

    /// No file but those that were named, no port, no signal to those outside; whether the system can do the first.
    fn files_are_closed(options: &Options) -> Result<bool> {
        let read = AccessFs::from_read(NEWEST);
        let status = Ruleset::default()
            .handle_access(AccessFs::from_all(NEWEST))?
            .handle_access(AccessNet::from_all(NEWEST))?
            .scope(Scope::from_all(NEWEST))?
            .create()?
            .add_rules(path_beneath_rules(SYSTEM, read))?
            .add_rules(path_beneath_rules(&options.read, read))?
            .add_rules(path_beneath_rules(&options.write, AccessFs::from_all(NEWEST)))?
            .restrict_self()?;
        Ok(status.ruleset != RulesetStatus::NotEnforced)
    }

    /// Files' owners, rights and times are not among what Landlock guards. The compiler sets those of its own files.
    const MARKS: [i64; 8] = [
        libc::SYS_fchmod,
        libc::SYS_fchmodat,
        libc::SYS_fchmodat2,
        libc::SYS_fchown,
        libc::SYS_fchownat,
        libc::SYS_utimensat,
        libc::SYS_setxattr,
        libc::SYS_fsetxattr,
    ];
    /// The same by their old names, which newer processors do without, and new processes.
    #[cfg(target_arch = "x86_64")]
    const OLD: [i64; 8] = [
        libc::SYS_chmod,
        libc::SYS_chown,
        libc::SYS_lchown,
        libc::SYS_utime,
        libc::SYS_utimes,
        libc::SYS_futimesat,
        libc::SYS_fork,
        libc::SYS_vfork,
    ];

    /// No socket, no look into another process, no new process (a new thread is none); and what is marked stays so.
    fn calls_are_closed(options: &Options) -> Result<()> {
        let mut forbidden = vec![
            libc::SYS_socket,
            libc::SYS_socketpair,
            libc::SYS_io_uring_setup,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
        ];
        if options.write.is_none() {
            forbidden.extend(MARKS);
            #[cfg(target_arch = "x86_64")]
            forbidden.extend(OLD);
        }
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
            forbidden.into_iter().map(|call| (call, Vec::new())).collect();
        let a_thread = libc::CLONE_THREAD as u64;
        let no_thread =
            SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(a_thread), 0)?;
        rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![no_thread])?]);
        refuse(rules, libc::EPERM)?;
        // Its flags stand where a filter can't see them: as on a system without it, the older call is used.
        refuse(BTreeMap::from([(libc::SYS_clone3, Vec::new())]), libc::ENOSYS)
    }

    fn refuse(calls: BTreeMap<i64, Vec<SeccompRule>>, error: i32) -> Result<()> {
        let (allow, refuse) = (SeccompAction::Allow, SeccompAction::Errno(error as u32));
        let filter = SeccompFilter::new(calls, allow, refuse, env::consts::ARCH.try_into()?)?;
        Ok(apply_filter(&BpfProgram::try_from(filter)?)?)
    }
}
