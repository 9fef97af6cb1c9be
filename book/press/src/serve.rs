//! Serving the book to this computer alone: who may ask, for how long, and how many at once.

mod folder;

use std::collections::VecDeque;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::time::{sleep, timeout};

use folder::files;

/// The port that is taken if it is free and none is asked for.
const PORT: u16 = 3000;
/// How long a visitor may take to ask and to read the answer. On one computer that is a matter of milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many visitors are listened to at once. A browser is six; one more than these, and the oldest has to go.
const VISITORS: usize = 200;
/// How long a question may be, headers and all, in bytes.
const QUESTION: usize = 16 << 10;

/// Goes with every answer.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    // A page changes when a slow cell is done: the browser asks each time whether it has.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Nothing is loaded from the network, whatever a page says. mdBook's scripts stand in the pages themselves, and a
    // live figure compiles its program in a worker.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; \
             style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'self'",
        ),
    ),
];

/// Takes the port that was asked for, or else the first free one from 3000.
///
/// # Errors
/// If the port that was asked for is taken.
pub(crate) fn listen(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
            format!("port {port} can't be used: choose another with --port, or leave it out")
        });
    }
    match (PORT..PORT + 100).find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()) {
        Some(listener) => Ok(listener),
        None => bail!("no port from {PORT} to {} is free: choose one with --port", PORT + 99),
    }
}

/// Serves a folder until the future is dropped.
///
/// # Errors
/// If the folder isn't there, or the listener can't be used.
pub(crate) async fn serve(listener: TcpListener, folder: &Path) -> Result<()> {
    serve_patiently(listener, folder, PATIENCE).await
}

async fn serve_patiently(listener: TcpListener, folder: &Path, patience: Duration) -> Result<()> {
    let answers = files(folder)?.layer(from_fn(answer));
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut visitors = VecDeque::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(100)).await; // too many files are open, here or on the whole computer
            continue;
        };
        visitors.retain(|visitor: &tokio::task::AbortHandle| !visitor.is_finished());
        if visitors.len() == VISITORS
            && let Some(oldest) = visitors.pop_front()
        {
            oldest.abort();
        }
        // A connection is one question and its answer, so one bound on its time bounds all that can be slow in it.
        let connection = http1::Builder::new()
            .keep_alive(false)
            .max_header_size(QUESTION)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(answers.clone()));
        visitors.push_back(tokio::spawn(timeout(patience, connection)).abort_handle());
    }
}

/// An answer from the folder, for those who ask for this computer. A page from elsewhere could let its own name mean
/// this computer's address (DNS rebinding), and so have the browser read the book to it.
async fn answer(request: Request, next: Next) -> Response {
    let mut response = match hosts(&request) {
        Some(hosts) if !hosts.is_empty() => {
            if hosts.iter().all(|host| host.eq_ignore_ascii_case("localhost") || host == "127.0.0.1") {
                next.run(request).await
            } else {
                let refusal = "This book is read at localhost or 127.0.0.1, and nowhere else.\n";
                (StatusCode::MISDIRECTED_REQUEST, refusal).into_response()
            }
        }
        _ => (StatusCode::BAD_REQUEST, "The question does not say whom it is for.\n").into_response(),
    };
    response.headers_mut().extend(HEADERS);
    response
}

/// Whom a question is for, without ports; none if that can't be read.
fn hosts(request: &Request) -> Option<Vec<String>> {
    let headers = request.headers().get_all(header::HOST).iter().map(|host| {
        let host: Authority = host.to_str().ok()?.parse().ok()?;
        Some(host.host().to_owned())
    });
    request.uri().host().map(|host| Some(host.to_owned())).into_iter().chain(headers).collect()
}

#[cfg(test)]
mod tests;
