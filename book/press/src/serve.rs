//! Serving the book to this computer alone.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// The port that is taken if it is free and none is asked for.
const PORT: u16 = 3000;

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
/// If the listener fails.
pub(crate) async fn serve(listener: TcpListener, folder: &Path) -> Result<()> {
    // A page changes when a slow cell is done: the browser asks each time whether it has.
    let fresh =
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let files = ServeDir::new(folder).not_found_service(ServeFile::new(folder.join("404.html")));
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    axum::serve(listener, Router::new().fallback_service(files).layer(fresh))
        .await
        .context("the book can't be served any longer")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};

    fn get(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn pages_have_their_type_and_what_is_missing_is_a_404() {
        let folder = std::env::temp_dir().join(format!("glassgpt-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "<p>the book</p>").unwrap();
        std::fs::write(folder.join("404.html"), "<p>no such page</p>").unwrap();
        let listener = listen(Some(0)).unwrap();
        let address = listener.local_addr().unwrap();
        assert!(address.ip().is_loopback());
        let served = folder.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(serve(listener, &served))
        });
        let page = get(address, "/");
        assert!(
            page.starts_with("HTTP/1.1 200")
                && page.contains("content-type: text/html")
                && page.ends_with("the book</p>"),
            "{page}"
        );
        for path in ["/nowhere.html", "/../Cargo.toml", "/%2e%2e/Cargo.toml"] {
            let missing = get(address, path);
            assert!(
                missing.starts_with("HTTP/1.1 404") && missing.ends_with("no such page</p>"),
                "{missing}"
            );
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_port_that_is_taken_is_one_clear_sentence() {
        let taken = listen(Some(0)).unwrap().local_addr().unwrap().port();
        let _keep = TcpListener::bind((Ipv4Addr::LOCALHOST, taken)).unwrap();
        assert_eq!(
            listen(Some(taken)).unwrap_err().to_string(),
            format!("port {taken} can't be used: choose another with --port, or leave it out")
        );
    }
}
