//! One question to a checking program, in a process of its own with limits: whatever it does is an answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use exercises::{Answer, Question};
use rand::{TryRng, rngs::SysRng};

/// How long a check may take. Right answers take a fraction of a second.
const LIMIT: Duration = Duration::from_secs(10);
/// How much a check may use, where the shell can say so: 4 GB.
const KILOBYTES: u32 = 4 << 20;
/// How much of what a student's code prints is kept.
const KEPT: usize = 4000;

/// What a checking process did.
pub(crate) struct Reply {
    /// Its answer; or why there was none.
    pub(crate) answer: Result<Answer, String>,
    /// What the student's code printed.
    pub(crate) printed: String,
    /// Whether it ran out of time.
    pub(crate) timed_out: bool,
}

/// Asks for a variant's check, or for the names of all checks.
pub(crate) fn ask(program: &Path, variant: &str, check: Option<&str>, seed: u64) -> Result<Reply> {
    let question =
        Question { secret: secret()?, variant: variant.to_owned(), check: check.map(str::to_owned), seed };
    let mut child = limited(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} can't be started", program.display()))?;
    let asked = serde_json::to_vec(&question)?;
    let _ = child.stdin.take().map(|mut stdin: ChildStdin| stdin.write_all(&asked)); // if it died, that is seen below
    let out = listen(child.stdout.take().context("no standard output")?, question.secret.clone());
    let err = listen(child.stderr.take().context("no standard error")?, question.secret);
    let status = wait(&mut child)?;
    // A process that the student's code has left behind may keep the pipes open: it is not waited for.
    let heard = |said: Receiver<Heard>| said.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
    let (out, err) = (heard(out), heard(err));
    let answer = match status {
        Some(status) => match out.answer {
            Some(answer) if status.success() => Ok(answer),
            _ => Err(death(status, &err.printed)),
        },
        None => Err(format!("it did not end within {} s: does a loop go on for ever?", LIMIT.as_secs())),
    };
    Ok(Reply { answer, printed: out.printed.trim().to_owned(), timed_out: status.is_none() })
}

/// A word that the student's code can't guess.
fn secret() -> Result<String> {
    let [high, low] = [SysRng.try_next_u64()?, SysRng.try_next_u64()?];
    Ok(format!("{high:016x}{low:016x} "))
}

/// The program, with a limit on its memory where a shell can set one.
fn limited(program: &Path) -> Command {
    if cfg!(not(unix)) {
        return Command::new(program);
    }
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("ulimit -v {KILOBYTES} 2>/dev/null; ulimit -c 0; exec \"$0\"")).arg(program);
    shell
}

/// Waits for the end; none if it had to be ended.
fn wait(child: &mut Child) -> Result<Option<ExitStatus>> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(1);
    while begun.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(pause);
        pause = (2 * pause).min(Duration::from_millis(20));
    }
    child.kill().context("the checking process can't be ended")?;
    child.wait()?;
    Ok(None)
}

#[derive(Default)]
struct Heard {
    answer: Option<Answer>,
    printed: String,
}

/// Reads all that comes, however much it is; only lines with the secret are an answer.
fn listen(from: impl Read + Send + 'static, secret: String) -> Receiver<Heard> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let (mut heard, mut from, mut line) = (Heard::default(), BufReader::new(from), Vec::new());
        while from.by_ref().take(1 << 20).read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
            let text = String::from_utf8_lossy(&line);
            match text.strip_prefix(&secret) {
                Some(answer) => heard.answer = serde_json::from_str(answer).ok(),
                None if heard.printed.len() < KEPT => heard.printed.push_str(&text),
                None => {}
            }
            line.clear();
        }
        let _ = sender.send(heard);
    });
    receiver
}

/// Why a process ended without an answer.
fn death(status: ExitStatus, complaint: &str) -> String {
    if complaint.contains("overflowed its stack") {
        "the stack overflowed: does a function call itself without end?".to_owned()
    } else if complaint.contains("memory allocation of") {
        format!("the memory ran out ({} GB are allowed): is something made too large?", KILOBYTES >> 20)
    } else if status.success() {
        "the program ended before the check did: leave out what ends it, such as std::process::exit"
            .to_owned()
    } else {
        format!("the program was aborted ({status}). {}", complaint.trim()).trim().to_owned()
    }
}
