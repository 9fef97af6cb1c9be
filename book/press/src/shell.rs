//! What a program owes those who have started it: a signal that they ignore stays ignored, and what nobody reads any
//! more stops nothing.

use std::fmt::Arguments;
use std::future::poll_fn;
use std::io::{self, ErrorKind, Write};
use std::sync::Mutex;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::Builder;

/// In the place of the standard library's, which panics where nobody reads any more: see [`say`](crate::shell::say).
#[macro_export]
macro_rules! println {
    () => { $crate::shell::say(format_args!("\n")) };
    ($($said:tt)+) => { $crate::shell::say(format_args!("{}\n", format_args!($($said)+))) };
}

/// In the place of the standard library's, which panics where nobody reads any more: see [`note`](crate::shell::note).
#[macro_export]
macro_rules! eprintln {
    () => { $crate::shell::note(format_args!("\n")) };
    ($($said:tt)+) => { $crate::shell::note(format_args!("{}\n", format_args!($($said)+))) };
}

/// The first fault of standard output.
static FAULT: Mutex<Option<io::Error>> = Mutex::new(None);

/// Standard output. Where its reader is slow, it waits, even if others who share the pipe or the terminal have made it one
/// that does not.
pub struct Out;

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        patiently(|| io::stdout().write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        patiently(|| io::stdout().flush())
    }
}

fn patiently<T>(mut write: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match write() {
            Err(fault) if fault.kind() == ErrorKind::WouldBlock => thread::sleep(Duration::from_millis(1)),
            done => return done,
        }
    }
}

/// Writes to standard output. A reader who goes away (`| head`) has seen enough; any other fault is kept for
/// [`check_said`], and what the program was asked for goes on.
pub fn say(said: Arguments) {
    if let Err(fault) = Out.write_fmt(said).and_then(|()| Out.flush())
        && fault.kind() != ErrorKind::BrokenPipe
    {
        FAULT.lock().expect("nobody panics with it").get_or_insert(fault);
    }
}

/// Writes to standard error, if that can be: how far one is, what is passed over.
pub fn note(said: Arguments) {
    let _ = io::stderr().lock().write_fmt(said);
}

/// # Errors
/// If something that was said went nowhere, though somebody would have read it: a full disk.
pub fn check_said() -> Result<()> {
    let fault = FAULT.lock().expect("nobody panics with it").take();
    fault.map_or(Ok(()), Err).context("standard output can't be written, so what was said is lost")
}

/// How a program is asked to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// By Ctrl-C.
    CtrlC,
    /// By a polite kill, or a terminal that is closed.
    Polite,
}

/// What asks the program to end, heard from now on, instead of ending it.
pub(crate) struct Stops(Vec<(Stop, Signal)>);

#[cfg(unix)]
use tokio::signal::unix::Signal;
#[cfg(windows)]
use tokio::signal::windows::CtrlC as Signal;

impl Stops {
    /// Inside a runtime. What whoever started the program ignores (`nohup`, `&` in a script) is not listened to.
    ///
    /// # Errors
    /// If signals can't be listened to.
    #[cfg(unix)]
    pub(crate) fn listen() -> io::Result<Stops> {
        use tokio::signal::unix::{SignalKind, signal};
        let all = [
            (Stop::CtrlC, "INT", SignalKind::interrupt()),
            (Stop::Polite, "TERM", SignalKind::terminate()),
            (Stop::Polite, "HUP", SignalKind::hangup()),
        ];
        let heard = all.into_iter().filter(|(_, name, _)| !is_ignored(name));
        heard.map(|(stop, _, kind)| Ok((stop, signal(kind)?))).collect::<io::Result<_>>().map(Stops)
    }

    #[cfg(windows)]
    pub(crate) fn listen() -> io::Result<Stops> {
        Ok(Stops(vec![(Stop::CtrlC, tokio::signal::windows::ctrl_c()?)]))
    }

    /// Waits until the program is asked to end, once more.
    pub(crate) async fn next(&mut self) -> Stop {
        poll_fn(|context| {
            let asks = self
                .0
                .iter_mut()
                .find_map(|(stop, signal)| signal.poll_recv(context).is_ready().then_some(*stop));
            asks.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// Whether this process was started with a signal ignored. Its children are too, so one of them tries.
#[cfg(unix)]
fn is_ignored(signal: &str) -> bool {
    let tried = std::process::Command::new("sh").arg("-c").arg(format!("kill -s {signal} $$")).status();
    tried.is_ok_and(|end| end.success())
}

/// From now on `asked` is called whenever somebody asks the program to end, instead of ending it; on a thread of its
/// own, so at once. Once in a process.
///
/// # Errors
/// If signals can't be listened to.
pub fn on_stop(mut asked: impl FnMut(Stop) + Send + 'static) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let mut stops = runtime.block_on(async { Stops::listen() })?;
    let listen = async move {
        loop {
            asked(stops.next().await);
        }
    };
    thread::Builder::new().name("stop".into()).spawn(move || runtime.block_on(listen))?;
    Ok(())
}
