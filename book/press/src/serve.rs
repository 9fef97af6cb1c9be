//! Serving the book to this computer alone.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};

use crate::notebook::{self, Notebook};

/// The port that is taken if it is free and none is asked for.
const PORT: u16 = 3000;

/// The longest path that is looked for. No page has one nearly as long, and no system a name that is longer.
const LONGEST_PATH: usize = 250;

/// Goes with every answer.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    // A page changes when a cell is done: the browser asks each time whether it has.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Nothing is loaded from the network, whatever a page says. mdBook's scripts stand in the pages themselves, and a
    // live figure compiles its program in a worker.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; \
             style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; \
             form-action 'none'; frame-ancestors 'self'",
        ),
    ),
];

/// The page that a reader has open: its cells come first.
#[derive(Clone, Default)]
pub(crate) struct Reader(Arc<Mutex<String>>);

impl Reader {
    /// The page's name, `01-attention.html`; empty as long as nobody has asked for one.
    pub(crate) fn page(&self) -> String {
        self.0.lock().expect("nobody panics with it").clone()
    }

    /// A page is asked for, or asks how far its cells are: `waiting.txt?01-attention.html`.
    fn note(&self, request: &Request) {
        let asked = request.uri().query().unwrap_or(request.uri().path());
        if let Some(page) = asked.rsplit('/').next().filter(|page| page.ends_with(".html")) {
            page.clone_into(&mut self.0.lock().expect("nobody panics with it"));
        }
    }
}

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

/// Serves a folder until the future is dropped, to this computer; and the notebook, if its cells can be run. What
/// forwards a port of it may ask in its own name, `behind`.
///
/// # Errors
/// If the listener can't be used.
pub(crate) async fn serve(
    listener: TcpListener,
    folder: &Path,
    reader: Reader,
    notebook: Option<Notebook>,
    behind: Option<String>,
) -> Result<()> {
    let files = ServeDir::new(folder)
        // Nobody types the name of one of the book's folders, and a redirect could be made to lead elsewhere.
        .redirect_to_trailing_slash(false)
        .not_found_service(ServeFile::new(folder.join("404.html")));
    let behind: Option<Arc<str>> = behind.map(Arc::from);
    let routes: Router = notebook.map_or_else(notebook::closed, Notebook::routes);
    // What a run tells comes line by line: it is not compressed.
    let answers = Router::new().fallback_service(files).layer(CompressionLayer::new()).merge(routes);
    let answers = answers.layer(from_fn(move |request, next| {
        reader.note(&request);
        answer(request, next, behind.clone())
    }));
    let answers = answers.into_make_service_with_connect_info::<SocketAddr>();
    listener.set_nonblocking(true)?;
    axum::serve(tokio::net::TcpListener::from_std(listener)?, answers).await?;
    Ok(())
}

/// An answer from the folder, for those who ask for this computer. A page from elsewhere could let its own name mean
/// this computer's address (DNS rebinding), and so have the browser read the book to it.
async fn answer(request: Request, next: Next, behind: Option<Arc<str>>) -> Response {
    let is_known = |host: &String| {
        let names = ["localhost", "127.0.0.1"].into_iter().chain(behind.as_deref());
        names.into_iter().any(|name| host.eq_ignore_ascii_case(name))
    };
    let mut response = match hosts(&request) {
        _ if request.uri().path().len() > LONGEST_PATH => {
            (StatusCode::URI_TOO_LONG, "No page of this book has so long an address.\n").into_response()
        }
        Some(hosts) if !hosts.is_empty() => {
            if hosts.iter().all(is_known) {
                next.run(request).await
            } else {
                let refusal = "This book is read at localhost or 127.0.0.1, and nowhere else. Behind a forwarded port, \
                               start it with --behind and the name in your browser's address.\n";
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
