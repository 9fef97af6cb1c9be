//! A process of its own with limits: whatever it does, it ends, and what it has started with it.

use std::fs;
use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Child;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Event;
use crate::limits::Allowance;

/// How much a process may use.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    pub(super) time: Duration,
    /// Gigabytes, where the shell can say so.
    pub(super) memory: u64,
    /// Bytes on both of its outputs.
    pub(super) printed: usize,
}

impl Limits {
    /// What the system itself holds it to. A program that runs on all processors has as long as one on a single one.
    pub(super) fn allowance(&self) -> Allowance {
        Allowance { memory: self.memory, processor: None }
    }
}

impl Default for Limits {
    fn default() -> Self {
        // The book's slowest example takes two minutes.
        Self { time: Duration::from_secs(600), memory: 4, printed: 1 << 20 }
    }
}

/// How a process ended.
#[derive(Debug)]
pub(super) enum End {
    /// By itself.
    Itself(ExitStatus),
    TooLong,
    TooMuch,
    /// Nobody listens any more.
    Stopped,
}

/// Where a process writes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Pipe {
    Output,
    Error,
}

/// What a process is recognised by, and all that it starts.
const MARK: &str = "GLASSGPT_RUN";

/// Of what it has printed after its end, as much is read as comes within this time: something that it has left behind
/// may hold its outputs open.
const AFTERWARDS: Duration = Duration::from_millis(200);

/// Runs a command to its end, or ends it: if it takes too long or prints too much, or if nobody listens to `tell`.
/// `hear` is given whole lines, and its events are told.
///
/// # Errors
/// If it can't be started.
pub(super) async fn attend(
    command: Command,
    limits: &Limits,
    tell: &Sender<Event>,
    mut hear: impl FnMut(Pipe, String) -> Option<Event>,
) -> io::Result<End> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut command = tokio::process::Command::from(command);
    let mark = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    command.env(MARK, &mark).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn()?;
    let family = Family { mark, leader: child.id() };
    let mut pieces = listen(&mut child);
    let mut deadline = Instant::now() + limits.time;
    let (mut status, mut open, mut printed) = (None, true, 0);
    loop {
        if let (Some(status), false) = (status, open) {
            return Ok(End::Itself(status));
        }
        tokio::select! {
            piece = pieces.recv(), if open => match piece {
                None => open = false,
                Some((pipe, text)) => {
                    printed += text.len();
                    if let Some(event) = hear(pipe, text) {
                        match timeout_at(deadline, tell.send(event)).await {
                            Ok(Ok(())) => {}
                            Ok(Err(_)) => return Ok(End::Stopped),
                            Err(_) => return Ok(End::TooLong),
                        }
                    }
                    if printed > limits.printed {
                        return Ok(End::TooMuch);
                    }
                }
            },
            ended = child.wait(), if status.is_none() => {
                status = Some(ended?);
                family.end();
                deadline = Instant::now() + AFTERWARDS;
            }
            () = sleep_until(deadline) => return Ok(status.map_or(End::TooLong, End::Itself)),
            () = tell.closed() => return Ok(End::Stopped),
        }
    }
}

/// What a process prints, in whole lines as far as they are not too long.
fn listen(child: &mut Child) -> tokio::sync::mpsc::Receiver<(Pipe, String)> {
    let (sender, pieces) = channel(4);
    if let Some(output) = child.stdout.take() {
        tokio::spawn(read(Pipe::Output, output, sender.clone()));
    }
    if let Some(error) = child.stderr.take() {
        tokio::spawn(read(Pipe::Error, error, sender));
    }
    pieces
}

async fn read(pipe: Pipe, mut from: impl AsyncRead + Unpin, to: Sender<(Pipe, String)>) {
    const PIECE: usize = 1 << 14;
    let (mut kept, mut buffer) = (Vec::new(), vec![0; PIECE]);
    loop {
        let read = from.read(&mut buffer).await.unwrap_or(0);
        kept.extend_from_slice(&buffer[..read]);
        let line = kept.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let whole = if read == 0 || line == 0 && kept.len() >= PIECE { kept.len() } else { line };
        let rest = kept.split_off(whole);
        let text = String::from_utf8_lossy(&kept).into_owned();
        kept = rest;
        let gone = !text.is_empty() && to.send((pipe, text)).await.is_err();
        if read == 0 || gone {
            return;
        }
    }
}

/// A process and all that it has started; it ends when this is dropped.
struct Family {
    mark: String,
    leader: Option<u32>,
}

impl Family {
    /// Ends its group; and on Linux what has left the group, as long as it carries the mark.
    fn end(&self) {
        if let Some(leader) = self.leader.filter(|_| cfg!(unix)) {
            kill(&[format!("-{leader}")]);
        }
        for _ in 0..10 {
            let left = self.marked();
            if left.is_empty() {
                return;
            }
            kill(&left);
        }
    }

    fn marked(&self) -> Vec<String> {
        let mark = format!("{MARK}={}", self.mark);
        let carries = |process: &fs::DirEntry| {
            let environment = fs::read(process.path().join("environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes())
        };
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes.filter(carries).map(|process| process.file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        self.end();
    }
}

fn kill(whom: &[String]) {
    let command = format!("kill -KILL {} 2>/dev/null", whom.join(" "));
    let _ = std::process::Command::new("sh").args(["-c", &command]).status(); // nobody may be left
}
