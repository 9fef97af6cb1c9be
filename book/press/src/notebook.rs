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
//!   checked, with events as a run's;
//! - `notebook/lines`, `{"exercise": …, "order": [3, 1, 2], "line": …}`: has its function's lines checked in this order.
//!
//! Nothing else that is sent is written into the workspace: a run has a bench of its own in the target folder.

mod bench;
mod desk;
mod guard;
mod libraries;
mod messages;
mod modules;
mod process;
mod shop;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use futures_util::stream;
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;

use crate::workspace::{Example, Workspace};
use desk::Look;
use messages::{Answer, Edited, Ordered};
pub(crate) use messages::{Event, File, Remark};
use process::Limits;
use shop::Shop;

/// The longest question: all files of the largest example, ten times.
const LONGEST: usize = 1 << 20;

/// What takes its time.
enum Work {
    Run(Example, Vec<File>),
    Check(String, Look),
}

/// What runs edited examples, for one start of the book.
#[derive(Clone)]
pub(crate) struct Notebook(Arc<Shop>);

impl Notebook {
    /// With a new token.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(crate) fn new(workspace: Workspace) -> Result<Self> {
        Self::with(workspace, Limits::default())
    }

    fn with(workspace: Workspace, limits: Limits) -> Result<Self> {
        Ok(Self(Arc::new(Shop::new(workspace, limits)?)))
    }

    pub(crate) fn routes(self) -> Router {
        Router::new()
            .route("/notebook/token", any(token))
            .route("/notebook/open", any(open))
            .route("/notebook/run", any(run))
            .route("/notebook/exercise", any(exercise))
            .route("/notebook/check", any(check))
            .route("/notebook/lines", any(lines))
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
    events(shop, Work::Check(exercise, Look::File))
}

async fn lines(
    State(Notebook(shop)): State<Notebook>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<Response, Refusal> {
    let Ordered { exercise, order, line } = question(&shop, peer, request).await?;
    desk::read(&shop.workspace.root, &exercise).map_err(|error| not_found(&error))?;
    events(shop, Work::Check(exercise, Look::Lines(order, line)))
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
            Work::Check(exercise, look) => shop.check(&exercise, &look, &tell).await,
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

#[cfg(test)]
mod tests;
