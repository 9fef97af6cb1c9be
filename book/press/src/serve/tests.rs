//! The server against everything that a reader's browser would never do.

mod overload;
mod refused;

use super::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use tempfile::TempDir;

/// How patient the server is in these tests.
const SHORT: Duration = Duration::from_secs(1);
/// What no answer may ever hold.
const SECRET: &str = "what only its owner should read";

/// A served folder `book` with a page, and a secret beside it.
struct Server {
    around: TempDir,
    address: SocketAddr,
}

impl Server {
    fn start() -> Server {
        let around = tempfile::tempdir().unwrap();
        let book = around.path().join("book");
        fs::create_dir_all(book.join("css")).unwrap();
        fs::write(around.path().join("secret.txt"), SECRET).unwrap();
        for (name, text) in [
            ("index.html", "<p>the book</p>"),
            ("404.html", "<p>no such page</p>"),
            (".hidden", SECRET),
            ("css/a.css", "p {}"),
        ] {
            fs::write(book.join(name), text).unwrap();
        }
        let listener = listen(Some(0)).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(serve_patiently(listener, &book, SHORT))
        });
        Server { around, address }
    }

    fn book(&self) -> std::path::PathBuf {
        self.around.path().join("book")
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(trials::ENDLESS)).unwrap();
        stream
    }

    /// What is answered to these bytes: nothing, if the connection is closed on them.
    fn say(&self, bytes: &[u8]) -> String {
        let (mut stream, mut answer) = (self.connect(), Vec::new());
        let _ = stream.write_all(bytes); // it may be closed before all of them are sent
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.say(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())
    }

    /// A reader who comes now gets the page.
    #[track_caller]
    fn check_a_reader(&self) {
        let page = self.get("/");
        assert!(page.starts_with("HTTP/1.1 200") && page.ends_with("the book</p>"), "{page}");
    }
}

/// What was answered to one kind of question.
struct Answers {
    to: &'static str,
    counts: BTreeMap<String, usize>,
}

impl Answers {
    fn to(to: &'static str) -> Answers {
        Answers { to, counts: BTreeMap::new() }
    }

    /// Counts an answer, which must be one of these: a status, or nothing at all for a closed connection.
    #[track_caller]
    fn note(&mut self, asked: &str, answer: &str, allowed: &[&str]) {
        let status = answer.strip_prefix("HTTP/1.1 ").or(answer.strip_prefix("HTTP/1.0 "));
        let status = status.and_then(|rest| rest.get(..3)).unwrap_or(answer);
        assert!(allowed.contains(&status), "{asked:?} was answered by {answer:?}");
        assert!(!answer.contains(SECRET), "{asked:?} was answered by the secret");
        *self.counts.entry(if status.is_empty() { "closed" } else { status }.to_owned()).or_default() += 1;
    }

    /// A row of the page "How we know".
    fn record(self) {
        let counts: Vec<String> =
            self.counts.iter().map(|(answer, count)| format!("{count} × {answer}")).collect();
        trials::row(self.to, self.counts.values().sum(), &counts.join(", "));
    }
}

#[test]
fn pages_have_their_type_and_what_is_missing_is_a_404() {
    let server = Server::start();
    assert!(server.address.ip().is_loopback());
    let page = server.get("/");
    assert!(page.contains("content-type: text/html") && page.ends_with("the book</p>"), "{page}");
    assert!(page.contains("nosniff") && page.contains("default-src 'self';"), "{page}");
    assert!(server.get("/css/a.css").contains("content-type: text/css"));
    let missing = server.get("/nowhere.html");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.ends_with("no such page</p>"), "{missing}");
}

#[test]
fn a_port_that_is_taken_is_one_clear_sentence() {
    let taken = listen(Some(0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(
        listen(Some(port)).unwrap_err().to_string(),
        format!("port {port} can't be used: choose another with --port, or leave it out")
    );
}
