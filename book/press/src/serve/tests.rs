//! The server against what a reader's browser would never do.

use super::*;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tempfile::TempDir;

/// What no answer may ever hold.
const SECRET: &str = "what only its owner should read";

/// A served folder `book` with a page, and a secret beside it.
struct Server {
    around: TempDir,
    address: SocketAddr,
    reader: Reader,
}

impl Server {
    fn start() -> Server {
        let around = tempfile::tempdir().unwrap();
        let book = around.path().join("book");
        fs::create_dir_all(book.join("css")).unwrap();
        fs::write(around.path().join("secret.txt"), SECRET).unwrap();
        for (name, text) in
            [("index.html", "<p>the book</p>"), ("404.html", "<p>no such page</p>"), ("css/a.css", "p {}")]
        {
            fs::write(book.join(name), text).unwrap();
        }
        let listener = listen(Some(0)).unwrap();
        let address = listener.local_addr().unwrap();
        let reader = Reader::default();
        let noting = reader.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let behind = Some("forwarded.example".to_owned());
            runtime.block_on(serve(listener, &book, noting, None, behind))
        });
        Server { around, address, reader }
    }

    /// What is answered to these bytes: nothing, if the connection is closed on them.
    fn say(&self, bytes: &[u8]) -> String {
        let (mut stream, mut answer) = (TcpStream::connect(self.address).unwrap(), Vec::new());
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _ = stream.write_all(bytes); // it may be closed before all of them are sent
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        let question = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        self.say(question.as_bytes())
    }

    fn ask(&self, host: &str) -> String {
        self.say(format!("GET / HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n").as_bytes())
    }
}

/// An answer has one of these statuses, and not the secret.
#[track_caller]
fn expect(asked: &str, answer: &str, statuses: &[&str]) {
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).unwrap_or(answer);
    assert!(statuses.contains(&status), "{asked:?} was answered by {answer:?}");
    assert!(!answer.contains(SECRET), "{asked:?} was answered by the secret");
}

#[test]
fn pages_have_their_type_and_what_is_missing_is_a_404() {
    let server = Server::start();
    assert!(server.address.ip().is_loopback());
    let page = server.get("/");
    assert!(page.contains("content-type: text/html") && page.ends_with("the book</p>"), "{page}");
    assert!(page.contains("nosniff") && page.contains("default-src 'self';"), "{page}");
    assert!(server.get("/css/a.css").contains("content-type: text/css"));
    for missing in ["/nowhere.html", "/css", "/css/", "//css", "/index.html/"] {
        let answer = server.get(missing);
        assert!(answer.starts_with("HTTP/1.1 404") && answer.ends_with("no such page</p>"), "{answer}");
    }
}

#[test]
fn the_page_that_a_reader_has_open_is_known() {
    let server = Server::start();
    assert_eq!(server.reader.page(), "");
    server.get("/01-attention.html");
    assert_eq!(server.reader.page(), "01-attention.html");
    server.get("/waiting.txt?02-multi-head.html");
    server.get("/css/a.css");
    assert_eq!(server.reader.page(), "02-multi-head.html");
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

#[test]
fn no_path_leaves_the_folder() {
    let server = Server::start();
    let ups = ["..", "%2e%2e", "%2E.", "%252e%252e", "..%00", "%c0%ae%c0%ae", "..;", "...."];
    let slashes = ["/", "//", "%2f", "%5c", "\\", "%252f", "/./", "%c0%af"];
    for slash in slashes {
        for up in ups {
            for start in ["/", "/css", "/./", "//"] {
                for path in [
                    format!("{start}{slash}{up}{slash}secret.txt"),
                    format!("{start}{up}{slash}{up}{slash}{up}{slash}etc{slash}passwd"),
                ] {
                    expect(&path, &server.get(&path), &["404", "400", "421"]);
                }
            }
        }
    }
    let secret = server.around.path().join("secret.txt").display().to_string();
    let long = "/a".repeat(5000);
    let odd: [&str; 6] =
        [&secret, &secret.replace('/', "%2f"), &format!("file://{secret}"), "/%00", "/%", &long];
    for path in odd {
        expect(path, &server.get(path), &["404", "400", "414", "421"]);
    }
}

#[test]
fn only_this_computers_names_are_answered() {
    let server = Server::start();
    for host in ["localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:3000", "forwarded.example:443"] {
        expect(host, &server.ask(&format!("Host: {host}")), &["200"]);
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "0.0.0.0",
        "[::1]",
        "evil@evil",
        "2130706433",
        "localhost.",
        "evil.forwarded.example",
        "evil.example:3000",
        "localhost\r\nHost: evil.example",
        "evil.example\r\nHost: localhost",
    ] {
        expect(host, &server.ask(&format!("Host: {host}")), &["421"]);
    }
    for host in ["Accept: */*", "Host:", "Host: a b", "Host: /", "Host: \u{fffd}"] {
        expect(host, &server.ask(host), &["400"]);
    }
    let whole = "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    expect(whole, &server.say(whole.as_bytes()), &["421"]);
}

#[test]
fn nothing_but_reading_is_possible() {
    let server = Server::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "MOVE"] {
        for path in ["/", "/index.html", "/new.html", "/../secret.txt"] {
            let question = format!(
                "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nnew"
            );
            expect(&question, &server.say(question.as_bytes()), &["405", "400"]);
        }
    }
    let names = fs::read_dir(server.around.path().join("book")).unwrap().count();
    assert_eq!(names, 3, "the folder has changed");
}

#[test]
fn noise_and_too_much_of_everything_leave_it_as_it_was() {
    let server = Server::start();
    for question in [
        "\r\n\r\n\0\r\n\r\n",
        "GET / HT\r\n\r\n",
        &format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(1_000_000)),
        &format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: y\r\n".repeat(200_000)),
    ] {
        let answer = server.say(question.as_bytes());
        expect(&question[..question.len().min(60)], &answer, &["", "400", "414", "431"]);
    }
    let silent: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(server.address).unwrap()).collect();
    expect("a reader", &server.get("/"), &["200"]);
    drop(silent);
}
