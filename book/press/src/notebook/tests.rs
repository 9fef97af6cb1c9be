//! The notebook against those who may not use it, and against programs that don't want to end.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::shop::{AT_ONCE, WAITING};
use super::*;
use crate::serve::{Reader, listen, serve};

const SAYS: &str = "mod word;\n\nfn main() {\n    println!(\"{}\", small::twice(word::WORD));\n}\n";

/// A served book of one chapter with one example of two files.
struct Server {
    workspace: TempDir,
    address: SocketAddr,
    token: String,
}

impl Server {
    fn start(limits: Limits) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[package]\nname = \"small\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        for (path, text) in [
            ("Cargo.toml", "[workspace]\nmembers = [\"chapters/00-small\"]\nresolver = \"3\"\n"),
            ("chapters/00-small/Cargo.toml", manifest),
            (
                "chapters/00-small/src/lib.rs",
                "pub fn twice(word: &str) -> String {\n    format!(\"{word} {word}\")\n}\n",
            ),
            ("chapters/00-small/examples/says/main.rs", SAYS),
            ("chapters/00-small/examples/says/word.rs", "pub const WORD: &str = \"well\";\n"),
            ("book/index.html", "<p>the book</p>"),
            ("book/404.html", "<p>no such page</p>"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut workspace = Workspace::read(folder.path()).unwrap();
        workspace.target = folder.path().join("target");
        let notebook = Notebook::with(workspace, limits).unwrap();
        let (listener, book) = (listen(Some(0)).unwrap(), folder.path().join("book"));
        let address = listener.local_addr().unwrap();
        let token = notebook.0.guard.token().to_owned();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(serve(listener, &book, Reader::default(), Some(notebook), None))
        });
        Server { workspace: folder, address, token }
    }

    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// What is answered.
    fn say(&self, request: &str) -> String {
        let mut answer = Vec::new();
        let _ = self.connect(request).read_to_end(&mut answer); // it may be closed early
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What one of the book's own pages sends.
    fn page(&self, what: &str, question: &Value) -> String {
        let (port, token, body) = (self.address.port(), &self.token, question.to_string());
        format!(
            "POST /notebook/{what} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nX-Notebook-Token: {token}\r\n\
             Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    }

    /// What a run of this `main.rs` tells, in order.
    fn run(&self, main: &str) -> Vec<Value> {
        events(&self.say(&self.page("run", &edited(main))))
    }
}

fn edited(main: &str) -> Value {
    let path = "chapters/00-small/examples/says/main.rs";
    json!({ "example": "says", "files": [{ "path": path, "text": main }] })
}

fn events(answer: &str) -> Vec<Value> {
    answer
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Everything of one kind that was told, in one text.
fn told(events: &[Value], kind: &str) -> String {
    events.iter().filter_map(|event| event[kind].as_str()).collect()
}

/// The last sentence, and whether all was well.
fn ended(events: &[Value]) -> (bool, String) {
    let end = &events.last().expect("something is told")["ended"];
    (end["well"] == true, end["how"].as_str().unwrap_or_default().to_owned())
}

#[track_caller]
fn expect(asked: &str, answer: &str, status: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{asked:?} was answered by {answer:?}");
    assert!(!answer.to_ascii_lowercase().contains("access-control"), "{answer}");
    assert!(answer.contains("frame-ancestors 'self'") && answer.contains("nosniff"), "{answer}");
    if status == "403" {
        let sentence = answer.rsplit("\r\n\r\n").next().unwrap();
        assert!(sentence.ends_with(".\n") && sentence.lines().count() == 1, "{sentence}");
    }
}

#[test]
fn only_the_books_own_pages_may_ask() {
    let server = Server::start(Limits::default());
    let port = server.address.port();
    let own = server.page("open", &json!({ "example": "says" }));
    let answer = server.say(&own);
    expect("the book's own page", &answer, "200");
    assert!(answer.contains("chapters/00-small/examples/says/word.rs"), "{answer}");
    let here = server.page("open", &json!({ "example": "says" })).replace("localhost", "127.0.0.1");
    expect("by its number", &server.say(&here), "200");

    let origin = format!("Origin: http://localhost:{port}\r\n");
    let json = "Content-Type: application/json\r\n";
    let token = format!("X-Notebook-Token: {}\r\n", server.token);
    let other = "0".repeat(32);
    for (forged, by) in [
        // Other methods; a browser's question before it sends what a form can't.
        ("POST /", "GET /"),
        ("POST /", "PUT /"),
        ("POST /", "OPTIONS /"),
        // Another site; another program on this computer; a frame in a sandbox; nobody.
        (&*origin, "Origin: https://evil.example\r\n"),
        (&origin, "Origin: http://localhost:1\r\n"),
        (&origin, &format!("Origin: http://localhost:{port}.evil.example\r\n")),
        (&origin, &format!("Origin: http://localhost:{port}@evil.example\r\n")),
        (&origin, "Origin: null\r\n"),
        (&origin, "Origin: \r\n"),
        (&origin, ""),
        (&origin, &format!("{origin}Origin: https://evil.example\r\n")),
        ("same-origin", "cross-site"),
        ("same-origin", "same-site"),
        ("same-origin", "none"),
        // What a form can send.
        (json, "Content-Type: text/plain\r\n"),
        (json, "Content-Type: application/x-www-form-urlencoded\r\n"),
        (json, "Content-Type: multipart/form-data\r\n"),
        (json, "Content-Type: application/json, text/plain\r\n"),
        (json, ""),
        // An earlier start's token; a guessed one; none.
        (&token, &format!("X-Notebook-Token: {other}\r\n")),
        (&token, &token[..token.len() - 3]),
        (&token, "X-Notebook-Token: \r\n"),
        (&token, &format!("{token}{token}")),
        (&token, ""),
    ] {
        let by = if by.ends_with('\n') || by.is_empty() || !by.contains(':') {
            by.to_owned()
        } else {
            format!("{by}\r\n")
        };
        let request = own.replacen(forged, &by, 1);
        assert_ne!(request, own);
        for what in ["open", "run", "check", "lines"] {
            let request = request.replace("/notebook/open", &format!("/notebook/{what}"));
            expect(&request, &server.say(&request), "403");
        }
    }
    // A name that somebody has made to mean this computer.
    let rebound = own.replace(&format!("localhost:{port}"), &format!("evil.example:{port}"));
    expect(&rebound, &server.say(&rebound), "421");
}

#[test]
fn the_token_is_for_the_books_pages() {
    let server = Server::start(Limits::default());
    let ask = |method: &str, site: &str| {
        let port = server.address.port();
        server.say(&format!(
            "{method} /notebook/token HTTP/1.1\r\nHost: localhost:{port}\r\n{site}Connection: close\r\n\r\n"
        ))
    };
    let own = ask("GET", "Sec-Fetch-Site: same-origin\r\n");
    expect("a page", &own, "200");
    assert!(own.ends_with(&server.token) && own.contains("text/plain"), "{own}");
    assert_ne!(server.token, Server::start(Limits::default()).token);
    for (method, site) in [
        ("GET", "Sec-Fetch-Site: cross-site\r\n"),
        ("GET", "Sec-Fetch-Site: same-site\r\n"),
        ("GET", "Sec-Fetch-Site: none\r\n"),
        ("POST", ""),
    ] {
        let answer = ask(method, site);
        expect(site, &answer, "403");
        assert!(!answer.contains(&server.token));
    }
}

#[test]
fn what_is_no_question_is_refused_in_a_sentence() {
    let server = Server::start(Limits::default());
    for (question, status) in [
        (json!({ "example": "nowhere" }), "404"),
        (json!({ "example": "../../etc/passwd" }), "404"),
        (json!({ "example": 7 }), "400"),
        (json!([]), "400"),
        (json!({ "example": "says", "files": [{ "path": "x" }] }), "400"),
    ] {
        expect(&question.to_string(), &server.say(&server.page("run", &question)), status);
    }
}

#[test]
fn an_edit_is_compiled_and_run_and_the_books_file_stays() {
    let server = Server::start(Limits::default());
    let as_it_is = events(&server.say(&server.page("run", &json!({ "example": "says" }))));
    assert_eq!(told(&as_it_is, "printed"), "well well\n", "{as_it_is:?}");
    assert!(ended(&as_it_is).0);

    let drawn = SAYS.replace(
        "    println!",
        "    let folder = std::env::var(\"GLASSGPT_FIGURES\").unwrap();\n    \
         std::fs::write(format!(\"{folder}/dot.svg\"), \"<svg/>\").unwrap();\n    \
         println!(\"in {folder}/dot.svg\");\n    println!",
    );
    let drawn = server.run(&drawn);
    assert_eq!(told(&drawn, "printed"), "in target/figures/dot.svg\nwell well\n");
    let figure = drawn.iter().find(|event| event["figure"].is_object()).unwrap();
    assert_eq!(figure["figure"], json!({ "name": "dot", "svg": "<svg/>" }));

    let wrong = server.run(&SAYS.replace("word::WORD", "nonsense"));
    let remark = &wrong.iter().find(|event| event["compiler"].is_object()).unwrap()["compiler"];
    assert_eq!((&remark["level"], &remark["line"]), (&json!("error"), &json!(4)), "{remark}");
    assert_eq!(remark["file"], "chapters/00-small/examples/says/main.rs");
    assert_eq!(ended(&wrong), (false, "It does not compile.".into()));

    let panics = SAYS.replace("println!(\"{}\", small::twice(word::WORD))", "panic!(\"no words\")");
    let panics = server.run(&panics);
    assert!(
        told(&panics, "said").contains("panicked at chapters/00-small/examples/says/main.rs:4:5"),
        "{panics:?}"
    );
    assert!(ended(&panics).1.starts_with("It panicked"));

    // What isn't the example's own is not written anywhere.
    let mut question = edited(SAYS);
    for path in ["../../../../../stray.rs", "/stray.rs", "chapters/00-small/src/lib.rs"] {
        question["files"].as_array_mut().unwrap().push(json!({ "path": path, "text": "stray" }));
    }
    assert!(ended(&events(&server.say(&server.page("run", &question)))).0);
    let main = server.workspace.path().join("chapters/00-small/examples/says/main.rs");
    assert_eq!(fs::read_to_string(main).unwrap(), SAYS);
}

#[test]
#[cfg(target_os = "linux")]
fn whatever_a_program_does_it_ends_and_nothing_of_it_remains() {
    let limits = Limits { time: Duration::from_secs(3), memory: 1, printed: 1 << 16 };
    let server = Server::start(limits);
    for (body, how) in [
        ("loop {}", "It ran for more than 3 seconds"),
        ("loop { println!(\"more\"); }", "It printed more than 64 kB"),
        ("loop { print!(\"more\"); }", "It printed more than 64 kB"),
        ("loop { eprint!(\"more\"); }", "It printed more than 64 kB"),
        ("std::hint::black_box(vec![1_u8; 3 << 30]);", "It asked for more memory than the 1 GB"),
        ("fn f(n: u64) -> u64 { std::hint::black_box(f(n + 1) + n) } f(0);", "Its stack is full"),
        ("std::process::exit(7)", "It ended with exit status: 7"),
        ("std::process::abort()", "It ended with signal: 6"),
    ] {
        let told = server.run(&format!("#![allow(warnings)]\nfn main() {{ {body} }}"));
        assert!(ended(&told).1.starts_with(how), "{body}: {:?}", ended(&told));
    }

    // Something that it leaves behind, in a session of its own, that holds its outputs open.
    let stays = r#"fn main() {
        let child = std::process::Command::new("setsid").args(["sleep", "1000"]).spawn();
        println!("{}", child.unwrap().id());
    }"#;
    let told_of = server.run(stays);
    assert!(ended(&told_of).0, "{told_of:?}");
    assert_gone(told(&told_of, "printed").trim());

    // Two that don't hear what asks them to end, and a page that goes away.
    let deaf = r#"fn main() {
        let deaf = "trap '' TERM INT HUP; while :; do sleep 1; done";
        let mut child = std::process::Command::new("sh").args(["-c", deaf]).spawn().unwrap();
        println!("{} {}", std::process::id(), child.id());
        child.wait().unwrap();
    }"#;
    let mut stream = server.connect(&server.page("run", &edited(deaf)));
    let (mut answer, mut buffer) = (String::new(), [0; 1 << 12]);
    while !answer.contains("printed") {
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "{answer}");
        answer += &String::from_utf8_lossy(&buffer[..read]);
    }
    drop(stream);
    for process in told(&events(&answer), "printed").split_whitespace() {
        assert_gone(process);
    }
}

/// A process has ended, or does so soon.
#[track_caller]
fn assert_gone(process: &str) {
    let begun = Instant::now();
    let lives = || {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(" Z"))
    };
    while lives() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{process} is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn two_hundred_at_once_are_answered_and_the_book_is_still_read() {
    let server = Server::start(Limits::default());
    let request = server.page("run", &edited("fn main() { println!(\"{}\", std::process::id()); }"));
    let answers: Vec<String> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..200).map(|_| scope.spawn(|| server.say(&request))).collect();
        askers.into_iter().map(|asker| asker.join().unwrap()).collect()
    });
    let (ran, refused): (Vec<&String>, Vec<&String>) =
        answers.iter().partition(|answer| answer.starts_with("HTTP/1.1 200"));
    assert!(ran.len() >= AT_ONCE + WAITING, "{} ran", ran.len());
    for answer in ran {
        assert!(ended(&events(answer)).0, "{answer}");
    }
    assert!(!refused.is_empty());
    for answer in refused {
        expect("one of two hundred", answer, "429");
    }
    let page = server.say("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(page.ends_with("the book</p>"), "{page}");
    assert!(ended(&server.run(SAYS)).0);
}
