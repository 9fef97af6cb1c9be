//! A bench: a folder in which one edited example at a time is compiled and run.

use std::env;
use std::fs::{self, File as Lock};
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use tokio::sync::mpsc::Sender;

use super::libraries::Libraries;
use super::process::{End, Limits, Pipe, attend};
use super::{Event, File, Remark};
use crate::limits::{forget_cargo, limited};
use crate::workspace::{Example, Workspace};

/// How long the compiler may take, on a busy computer too, and how much it may say.
const COMPILER: Limits = Limits { time: Duration::from_secs(300), memory: 4, printed: 1 << 22 };

/// Numbers of errors that are about the libraries: one is missing, or another than it was.
const STALE: [&str; 5] = ["E0460", "E0461", "E0462", "E0463", "E0514"];

/// A folder that is nobody else's as long as this lives.
pub(super) struct Bench {
    folder: PathBuf,
    /// Where the book's own examples run.
    root: PathBuf,
    _lock: Lock,
}

/// What came of compiling.
pub(super) enum Compiled {
    Program(PathBuf),
    /// The compiler has said why; whether it may be because the libraries have changed.
    Refused {
        stale: bool,
    },
}

impl Bench {
    /// The example's first bench where nobody works: not in this book, nor in another that is open in the same workspace.
    ///
    /// # Errors
    /// If the target folder can't be written.
    pub(super) fn free(workspace: &Workspace, example: &Example) -> Result<Self> {
        let benches = workspace.target.join("book/notebook").join(&example.name);
        let folders = (0..).map(|number| benches.join(number.to_string()));
        for folder in folders {
            let lock = fs::create_dir_all(&folder).and_then(|()| Lock::create(folder.join("lock")));
            let lock = lock.with_context(|| format!("{} can't be written", folder.display()))?;
            if lock.try_lock().is_ok() {
                return Ok(Self { folder, root: workspace.root.clone(), _lock: lock });
            }
        }
        unreachable!("there is always another number")
    }

    /// Compiles files as an example, the first of which has `main`.
    pub(super) async fn compile(
        &self,
        libraries: &Libraries,
        files: &[File],
        tell: &Sender<Event>,
    ) -> Result<Compiled> {
        let sources = self.emptied("sources").context("the folder of the sources can't be made")?;
        for file in files {
            let place = sources.join(&file.path);
            let written = fs::create_dir_all(place.parent().unwrap_or(&sources))
                .and_then(|()| fs::write(&place, &file.text));
            written.with_context(|| format!("{} can't be written", place.display()))?;
        }
        let program = self.folder.join(format!("program{}", env::consts::EXE_SUFFIX));
        let mut rustc =
            limited(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()), &COMPILER.allowance());
        forget_cargo(&mut rustc);
        rustc.current_dir(&sources).args(["--crate-type=bin", "--crate-name=example", "--error-format=json"]);
        rustc.args(FLAGS).arg("-C").arg(incremental(&self.folder)).arg("-o").arg(&program);
        libraries.tell(&mut rustc);
        rustc.arg(&files[0].path);
        let mut said = String::new();
        let end = attend(rustc, &COMPILER, tell, |pipe, text| {
            if pipe == Pipe::Error {
                said.push_str(&text);
            }
            None
        });
        let end = end.await.context("rustc can't be started: is it installed?")?;
        let remarks: Vec<Diagnostic> =
            said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        for remark in remarks.iter().filter_map(remark) {
            let _ = tell.send(Event::Compiler(remark)).await; // the page is gone
        }
        let how = match end {
            End::Itself(status) if status.success() => return Ok(Compiled::Program(program)),
            End::Itself(status) if remarks.is_empty() => {
                format!("The compiler was aborted ({status}).\n{}", said.trim())
            }
            End::Itself(_) => "It does not compile.".to_owned(),
            End::TooLong => {
                "It does not compile within five minutes: is the computer busy, or does a macro or a constant go on for \
                 ever?"
                .to_owned()
            }
            End::TooMuch => {
                "It does not compile, and the compiler has more to say than anybody reads.".to_owned()
            }
            End::Stopped => return Ok(Compiled::Refused { stale: false }),
        };
        let code =
            |remark: &Diagnostic| remark.code.as_ref().is_some_and(|code| STALE.contains(&&*code.code));
        let _ = tell.send(Event::Ended { well: false, how }).await; // the page is gone
        Ok(Compiled::Refused { stale: remarks.iter().any(code) })
    }

    /// Runs the program, and tells what it prints and draws.
    pub(super) async fn run(&self, program: &Path, limits: &Limits, tell: &Sender<Event>) -> Result<()> {
        let drawn = self.emptied("figures").context("the folder of the figures can't be made")?;
        let mut command = limited(program, &limits.allowance());
        forget_cargo(&mut command);
        command.current_dir(&self.root).env("GLASSGPT_FIGURES", &drawn).env("RUST_BACKTRACE", "0");
        command.env_remove("GLASSGPT_QUICK");
        let (folder, mut said) = (drawn.to_string_lossy().into_owned(), String::new());
        let begun = Instant::now();
        let end = attend(command, limits, tell, |pipe, text| match pipe {
            Pipe::Output => {
                let text = text.replace(&format!("{folder}{MAIN_SEPARATOR}"), "target/figures/");
                Some(Event::Printed(text))
            }
            Pipe::Error => {
                said.push_str(&text); // the reason may stand before the last piece
                Some(Event::Said(text))
            }
        });
        let end = end.await.context("the program can't be started")?;
        for event in figures(&drawn).context("the figures can't be read")? {
            let _ = tell.send(event).await; // the page is gone
        }
        let (well, how) = ending(&end, begun.elapsed(), limits, &said);
        let _ = tell.send(Event::Ended { well, how }).await;
        Ok(())
    }

    /// A folder of the bench with nothing in it.
    fn emptied(&self, name: &str) -> io::Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

/// As for the release profile, but for what only makes it faster in the end. Numbers don't depend on it.
const FLAGS: [&str; 6] = [
    "-Copt-level=3",
    "-Cdebuginfo=0",
    "-Cdebug-assertions=off",
    "-Coverflow-checks=off",
    "-Cembed-bitcode=no",
    "-Ccodegen-units=16",
];

/// What hasn't changed since the last run on this bench is not compiled again.
fn incremental(folder: &Path) -> std::ffi::OsString {
    let mut flag = std::ffi::OsString::from("incremental=");
    flag.push(folder.join("incremental"));
    flag
}

/// What the compiler says of the example itself.
fn remark(diagnostic: &Diagnostic) -> Option<Remark> {
    let level = match diagnostic.level {
        DiagnosticLevel::Error | DiagnosticLevel::Ice => "error",
        DiagnosticLevel::Warning => "warning",
        _ => return None,
    };
    let rendered = diagnostic.rendered.clone().unwrap_or_default();
    let counts = rendered.starts_with("error: aborting due to") || diagnostic.message.ends_with(" emitted");
    let span = diagnostic.spans.iter().find(|span| span.is_primary);
    (!counts).then(|| Remark {
        level: level.to_owned(),
        file: span.map(|span| span.file_name.replace('\\', "/")),
        line: span.map_or(0, |span| span.line_start),
        message: diagnostic.message.clone(),
        rendered,
    })
}

/// What was drawn, in the order of the names.
fn figures(folder: &Path) -> io::Result<Vec<Event>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "svg"));
    files.sort();
    let figure = |file: PathBuf| -> io::Result<Event> {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Event::Figure { name, svg: fs::read_to_string(&file)? })
    };
    files.into_iter().map(figure).collect()
}

/// Whether all is well, and how it ended, in a sentence.
fn ending(end: &End, took: Duration, limits: &Limits, said: &str) -> (bool, String) {
    let status = match end {
        End::Itself(status) if status.success() => {
            return (true, format!("It ended well, after running for {:.1} seconds.", took.as_secs_f64()));
        }
        End::Itself(status) => status,
        End::TooLong => {
            return (
                false,
                format!("It ran for more than {} seconds, and was ended.", limits.time.as_secs()),
            );
        }
        End::TooMuch => {
            let most = limits.printed >> 10;
            return (false, format!("It printed more than {most} kB, and was ended."));
        }
        End::Stopped => return (false, "It was stopped.".to_owned()),
    };
    (false, failure(*status, limits, said))
}

fn failure(status: ExitStatus, limits: &Limits, said: &str) -> String {
    if said.contains("memory allocation of") {
        format!("It asked for more memory than the {} GB that it may use.", limits.memory)
    } else if said.contains("has overflowed its stack") {
        "Its stack is full: does a function call itself without end?".to_owned()
    } else if status.code() == Some(101) {
        "It panicked: why, and where, stands above.".to_owned()
    } else {
        format!("It ended with {status}.")
    }
}
