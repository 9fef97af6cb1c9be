//! The notebook: an example that a reader has edited in its page is compiled and run here, and what it says and draws
//! goes back to the page while it comes.
//!
//! A page asks by POST, with JSON, and with the token of this start; `guard` refuses everybody else:
//!
//! - `notebook/token` gives the token to the book's own pages (the only GET);
//! - `notebook/open`, `{"example": "one_query"}`: the files that it consists of, as they are now;
//! - `notebook/run`, `{"example": …, "files": [{"path": …, "text": …}]}`: one [`Event`] a line until it has ended.
//!   Whoever closes the connection ends the run;
//! - `notebook/exercise`, `{"exercise": "gated_units"}`: its file, which is the student's own;
//! - `notebook/check`, `{"exercise": …, "was": …, "text": …}`: writes that file, if it is still what it was, and has it
//!   checked, with events as a run's.
//!
//! Nothing else that is sent is written into the workspace: a run has a bench of its own in the target folder.

mod bench;
mod desk;
mod guard;
mod libraries;
mod modules;
mod process;

use std::collections::HashMap;
use std::convert::Infallible;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use futures_util::stream;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Semaphore, SemaphorePermit, mpsc};

use crate::workspace::{Example, Workspace};
use bench::Bench;
use guard::Guard;
use libraries::Libraries;
use process::Limits;

/// Runs at the same time: as many as a small computer bears.
const AT_ONCE: usize = 2;

/// Runs that may wait for their turn.
const WAITING: usize = 8;

/// The longest question: all files of the largest example, ten times.
const LONGEST: usize = 1 << 20;

/// A file of an example, as the page has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct File {
    /// Relative to the workspace: `chapters/01-attention/examples/one_query.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// What the page of an example asks for.
#[derive(Debug, Deserialize)]
struct Edited {
    example: String,
    #[serde(default)]
    files: Vec<File>,
}

/// What the page of an exercise asks for: its file as the page knows it, and as it should be.
#[derive(Debug, Deserialize)]
struct Answer {
    exercise: String,
    #[serde(default)]
    was: String,
    #[serde(default)]
    text: String,
}

/// What a run tells, one a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Event {
    /// What is being done.
    State(&'static str),
    /// What the compiler says, and of which line.
    Compiler(Remark),
    /// What the example prints.
    Printed(String),
    /// What it says on its standard error: a panic, for one.
    Said(String),
    /// What it has drawn.
    Figure { name: String, svg: String },
    /// The end: whether all is well, and in a sentence how it was.
    Ended { well: bool, how: String },
}

/// A sentence of the compiler.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Remark {
    /// `error` or `warning`.
    pub(crate) level: String,
    pub(crate) file: Option<String>,
    pub(crate) line: usize,
    pub(crate) message: String,
    /// As it stands on a terminal.
    pub(crate) rendered: String,
}

/// What takes its time.
enum Work {
    Run(Example, Vec<File>),
    Check(String),
}

/// What runs edited examples, for one start of the book.
#[derive(Clone)]
pub(crate) struct Notebook(Arc<Shop>);

/// The libraries that an example is compiled with, once somebody has asked for them.
type Asked = Arc<Mutex<Option<Arc<Libraries>>>>;

struct Shop {
    workspace: Workspace,
    guard: Guard,
    limits: Limits,
    /// By example: what it is compiled with, once that is known.
    libraries: Mutex<HashMap<Example, Asked>>,
    /// Who runs, and who may at least wait.
    turns: Semaphore,
    seats: Arc<Semaphore>,
}

impl Notebook {
    /// With a new token.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(crate) fn new(workspace: Workspace) -> Result<Self> {
        Self::with(workspace, Limits::default())
    }

    fn with(workspace: Workspace, limits: Limits) -> Result<Self> {
        Ok(Self(Arc::new(Shop {
            workspace,
            guard: Guard::new()?,
            limits,
            libraries: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            seats: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        })))
    }

    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/notebook/token", any(token))
            .route("/notebook/open", any(open))
            .route("/notebook/run", any(run))
            .route("/notebook/exercise", any(exercise))
            .route("/notebook/check", any(check))
            .with_state(self)
    }
}

/// The routes of a book that is read only, or read through a forwarded port.
pub(crate) fn closed() -> Router {
    let refusal = || async {
        refuse("This book was opened with --read-only or --behind: nothing is run in its pages.")
    };
    Router::new().route("/notebook/{question}", any(refusal))
}

/// A status, and a sentence.
type Refusal = (StatusCode, String);

fn refuse(why: &str) -> Refusal {
    (StatusCode::FORBIDDEN, format!("{why}\n"))
}

async fn token(State(Notebook(shop)): State<Notebook>, request: Request) -> Result<String, Refusal> {
    shop.guard.may_read(&request).map_err(refuse)?;
    Ok(shop.guard.token().to_owned())
}

async fn open(
    State(Notebook(shop)): State<Notebook>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, Refusal> {
    let asked: Edited = question(&shop, peer, request).await?;
    let (example, files) = shop.files(&asked.example).map_err(|error| not_found(&error))?;
    // While the reader reads, so that the first run is as fast as the second.
    tokio::spawn(async move {
        let _turn = shop.turns.acquire().await;
        let _ = shop.libraries_of(&example).await; // a run tells what is wrong
    });
    Ok(json(serde_json::to_vec(&files).unwrap_or_default()))
}

async fn run(
    State(Notebook(shop)): State<Notebook>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, Refusal> {
    let edited: Edited = question(&shop, peer, request).await?;
    let (example, mut files) = shop.files(&edited.example).map_err(|error| not_found(&error))?;
    for file in &mut files {
        if let Some(edited) = edited.files.iter().find(|edited| edited.path == file.path) {
            file.text.clone_from(&edited.text);
        }
    }
    events(shop, Work::Run(example, files))
}

async fn exercise(
    State(Notebook(shop)): State<Notebook>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, Refusal> {
    let asked: Answer = question(&shop, peer, request).await?;
    let file = desk::read(&shop.workspace.root, &asked.exercise).map_err(|error| not_found(&error))?;
    Ok(json(serde_json::to_vec(&[file]).unwrap_or_default()))
}

async fn check(
    State(Notebook(shop)): State<Notebook>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, Refusal> {
    let Answer { exercise, was, text } = question(&shop, peer, request).await?;
    let root = &shop.workspace.root;
    desk::read(root, &exercise).map_err(|error| not_found(&error))?;
    desk::write(root, &exercise, &was, &text)
        .map_err(|error| (StatusCode::CONFLICT, format!("{error:#}\n")))?;
    events(shop, Work::Check(exercise))
}

/// What something tells while it is done, as long as the page listens.
fn events(shop: Arc<Shop>, work: Work) -> Result<Response, Refusal> {
    let Ok(seat) = shop.seats.clone().try_acquire_owned() else {
        let full = "Too many runs are waiting already: try again when they are done.\n";
        return Err((StatusCode::TOO_MANY_REQUESTS, full.to_owned()));
    };
    let (tell, events) = mpsc::channel(16);
    tokio::spawn(async move {
        let _seat = seat;
        let done = match work {
            Work::Run(example, files) => shop.run(&example, &files, &tell).await,
            Work::Check(exercise) => shop.check(&exercise, &tell).await,
        };
        if let Err(error) = done {
            let _ = tell.send(Event::Ended { well: false, how: format!("{error:#}") }).await; // the page is gone
        }
    });
    let lines = stream::unfold(events, |mut events: mpsc::Receiver<Event>| async {
        let mut line = serde_json::to_vec(&events.recv().await?).ok()?;
        line.push(b'\n');
        Some((Ok::<_, Infallible>(Bytes::from(line)), events))
    });
    Ok(json(Body::from_stream(lines)))
}

/// What a page asks, if it may.
async fn question<Q: DeserializeOwned>(
    shop: &Shop,
    peer: SocketAddr,
    request: Request,
) -> Result<Q, Refusal> {
    shop.guard.may_run(&request, peer).map_err(refuse)?;
    let bytes = to_bytes(request.into_body(), LONGEST).await;
    let bytes = bytes.map_err(|_| {
        (StatusCode::PAYLOAD_TOO_LARGE, "An example is smaller than a megabyte.\n".to_owned())
    })?;
    serde_json::from_slice(&bytes)
        .map_err(|error| (StatusCode::BAD_REQUEST, format!("This is no question of a page: {error}.\n")))
}

fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}

fn not_found(error: &anyhow::Error) -> Refusal {
    (StatusCode::NOT_FOUND, format!("{error:#}\n"))
}

impl Shop {
    /// An example, and its files as they are now: the one with `main` first.
    fn files(&self, name: &str) -> Result<(Example, Vec<File>)> {
        let root = &self.workspace.root;
        let found = self.workspace.crates.iter().find_map(|krate| {
            let (_, source) = krate.examples.iter().find(|(example, _)| example == name)?;
            Some((Example { krate: krate.name.clone(), name: name.to_owned() }, source))
        });
        let (example, source) = found.ok_or_else(|| anyhow!("There is no example of this name."))?;
        let read = |path: &Path| -> Result<File> {
            let text = fs::read_to_string(root.join(path))
                .map_err(|error| anyhow!("{} can't be read: {error}", path.display()))?;
            Ok(File { path: path.to_string_lossy().replace('\\', "/"), text })
        };
        let files: Result<Vec<File>> = modules::files(root, source).iter().map(|path| read(path)).collect();
        Ok((example, files?))
    }

    /// Waits until not too many run; none if the page has gone.
    async fn turn(&self, tell: &mpsc::Sender<Event>) -> Option<SemaphorePermit<'_>> {
        let _ = tell.send(Event::State("waiting for its turn")).await;
        tokio::select! {
            turn = self.turns.acquire() => turn.ok(),
            () = tell.closed() => None,
        }
    }

    /// Has a student's file checked.
    async fn check(&self, exercise: &str, tell: &mpsc::Sender<Event>) -> Result<()> {
        let Some(_turn) = self.turn(tell).await else { return Ok(()) };
        let _ = tell.send(Event::State("checking")).await;
        desk::check(&self.workspace.root, exercise, tell).await
    }

    /// Compiles files as an example, and runs it.
    async fn run(&self, example: &Example, files: &[File], tell: &mpsc::Sender<Event>) -> Result<()> {
        let Some(_turn) = self.turn(tell).await else { return Ok(()) };
        let _ = tell.send(Event::State("preparing its chapter")).await;
        let libraries = tokio::select! {
            libraries = self.libraries_of(example) => libraries?,
            () = tell.closed() => return Ok(()),
        };
        let bench = Bench::free(&self.workspace, example)?;
        let _ = tell.send(Event::State("compiling")).await;
        let compiled = bench.compile(&libraries, files, tell).await?;
        match compiled {
            bench::Compiled::Program(program) => {
                let _ = tell.send(Event::State("running")).await;
                bench.run(&program, &self.limits, tell).await
            }
            bench::Compiled::Refused { stale } => {
                if stale {
                    self.libraries.lock().await.remove(example);
                }
                Ok(())
            }
        }
    }

    /// What an example is compiled with: asked of Cargo once. Who comes meanwhile waits.
    async fn libraries_of(&self, example: &Example) -> Result<Arc<Libraries>> {
        let known = self.libraries.lock().await.entry(example.clone()).or_default().clone();
        let mut known = known.lock().await;
        if known.is_none() {
            *known = Some(self.prepare(example).await?);
        }
        known.clone().ok_or_else(|| anyhow!("what an example is compiled with is known by now"))
    }

    /// Compiles the book's own example: what doesn't differ in an edit is not compiled again.
    async fn prepare(&self, example: &Example) -> Result<Arc<Libraries>> {
        let libraries = Libraries::build(&self.workspace, example).await?;
        let (_, files) = self.files(&example.name)?;
        let (tell, mut nobody) = mpsc::channel(16);
        tokio::spawn(async move { while nobody.recv().await.is_some() {} });
        let bench = Bench::free(&self.workspace, example)?;
        bench.compile(&libraries, &files, &tell).await?;
        Ok(Arc::new(libraries))
    }
}

#[cfg(test)]
mod tests;
