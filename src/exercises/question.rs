//! One question to a checking program, in a process of its own with limits: whatever it does is an answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use exercises::{Answer, Question};
use rand::{TryRng, rngs::SysRng};
use serde::{Serialize, de::DeserializeOwned};

use super::confine::confined;
use super::limits::{End, GIGABYTES, Time, wait};

/// How long a check may take. Right answers take a fraction of a second.
const TIME: Time = Time { processor: Duration::from_secs(10), clock: Duration::from_secs(60) };
/// How much of what a student's code prints is kept.
const KEPT: usize = 4000;

/// What a process did that students' code is part of.
pub(crate) struct Reply<A = Answer> {
    /// Its answer; or why there was none.
    pub(crate) answer: Result<A, String>,
    /// What the student's code printed.
    pub(crate) printed: String,
    /// Whether it ran out of time.
    pub(crate) timed_out: bool,
}

/// Asks for a variant's check, or for the names of all checks.
pub(crate) fn ask(program: &Path, variant: &str, check: Option<&str>, seed: u64) -> Result<Reply> {
    let (variant, check) = (variant.to_owned(), check.map(str::to_owned));
    let question = Question { secret: secret()?, variant, check, seed };
    put(program, &[program], &question.secret, &question, TIME)
}

/// Puts a question to a program, which may read these files and folders, and answers behind the secret.
pub(crate) fn put<A: DeserializeOwned + Send + 'static>(
    program: &Path,
    reads: &[&Path],
    secret: &str,
    question: &impl Serialize,
    time: Time,
) -> Result<Reply<A>> {
    let mut child = confined(program, reads, None, time)
        .current_dir(program.parent().unwrap_or(program))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} can't be started", program.display()))?;
    let asked = serde_json::to_vec(question)?;
    let _ = child.stdin.take().map(|mut stdin: ChildStdin| stdin.write_all(&asked)); // if it died, that is seen below
    let out = listen::<A>(child.stdout.take().context("no standard output")?, secret.to_owned());
    let err = listen::<A>(child.stderr.take().context("no standard error")?, secret.to_owned());
    let end = wait(&mut child, time)?;
    // A process that the student's code has left behind may keep the pipes open: it is not waited for.
    let heard = |said: Receiver<Heard<A>>| {
        let nothing = Heard { answer: None, printed: String::new() };
        said.recv_timeout(Duration::from_secs(1)).unwrap_or(nothing)
    };
    let (out, err) = (heard(out), heard(err));
    let answer = match end {
        End::Itself(status) => match out.answer {
            Some(answer) if status.success() => Ok(answer),
            _ => Err(death(status, &err.printed)),
        },
        End::TooLong(time) => Err(format!(
            "it did not end within {} s: does a loop go on for ever, or does it wait?",
            time.as_secs()
        )),
    };
    let printed = format!("{}\n{}", out.printed.trim(), err.printed.trim()).trim().to_owned();
    Ok(Reply { answer, printed, timed_out: matches!(end, End::TooLong(_)) })
}

/// A word that the student's code can't guess.
pub(crate) fn secret() -> Result<String> {
    let [high, low] = [SysRng.try_next_u64()?, SysRng.try_next_u64()?];
    Ok(format!("{high:016x}{low:016x} "))
}

struct Heard<A> {
    answer: Option<A>,
    printed: String,
}

/// Reads all that comes, however much it is; only lines with the secret are an answer.
fn listen<A: DeserializeOwned + Send + 'static>(
    from: impl Read + Send + 'static,
    secret: String,
) -> Receiver<Heard<A>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let (mut from, mut line) = (BufReader::new(from), Vec::new());
        let mut heard = Heard { answer: None, printed: String::new() };
        while from.by_ref().take(1 << 20).read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
            let text = String::from_utf8_lossy(&line);
            match text.strip_prefix(&secret) {
                Some(answer) => heard.answer = serde_json::from_str(answer).ok(),
                None => heard.printed.extend(text.chars().take(KEPT.saturating_sub(heard.printed.len()))),
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
    } else if ["memory allocation of", "failed to initiate panic"].iter().any(|end| complaint.contains(end)) {
        format!("the memory ran out ({GIGABYTES} GB are allowed): is something made too large?")
    } else if status.success() {
        "the program ended before the check did: leave out what ends it, such as std::process::exit"
            .to_owned()
    } else {
        format!("the program was aborted ({status}). {}", complaint.trim()).trim().to_owned()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::death;

    /// Whoever asks for memory until there is none may find none for its panic.
    #[test]
    fn memory_that_ran_out_is_named_however_the_program_ended() {
        let aborted = ExitStatus::from_raw(6);
        for complaint in [
            "memory allocation of 64 bytes failed",
            "fatal runtime error: failed to initiate panic, error 5, aborting",
        ] {
            assert!(death(aborted, complaint).contains("the memory ran out"), "{complaint}");
        }
        assert!(death(aborted, "something else").contains("was aborted"));
    }
}
