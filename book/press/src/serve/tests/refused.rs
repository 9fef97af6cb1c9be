//! Who is refused, and what: files elsewhere, names that are not this computer's, methods that could change something.

use super::*;

/// Ways to write "the folder above".
const UP: [&str; 12] = [
    "..",
    "%2e%2e",
    "%2E.",
    ".%2e",
    "%252e%252e",
    "..%00",
    "%c0%ae%c0%ae",
    "%u002e%u002e",
    "..;",
    "%ef%bc%8e%ef%bc%8e",
    "....",
    "%2e%2e%2e",
];
/// Ways to write "/".
const SLASH: [&str; 8] = ["/", "//", "%2f", "%5c", "\\", "%252f", "/./", "%c0%af"];

#[test]
fn no_path_leaves_the_folder() {
    let (server, mut answers) = (Server::start(), Answers::to("paths that lead out of the book's folder"));
    let mut paths = Vec::new();
    for slash in SLASH {
        for up in UP {
            for start in ["/", "/css", "/./", "//"] {
                paths.push(format!("{start}{slash}{up}{slash}secret.txt"));
                paths.push(format!("{start}{up}{slash}{up}{slash}{up}{slash}etc{slash}passwd"));
            }
        }
    }
    let secret = server.around.path().join("secret.txt").display().to_string();
    for whole in
        [secret.clone(), secret.replace('/', "%2f"), format!("/{secret}"), format!("file://{secret}")]
    {
        paths.push(whole);
    }
    paths.extend(
        ["/C:/secret.txt", "/c%3a%5csecret.txt", "/%00", "/a%00.css", "/index.html%00.txt", "/%"]
            .map(str::to_owned),
    );
    paths.push(format!("/{}", "a".repeat(5000)));
    paths.push("/a".repeat(5000));
    for path in paths {
        answers.note(&path, &server.get(&path), &["404", "400", "421"]);
    }
    server.check_a_reader();
    answers.record();
}

#[test]
fn what_is_hidden_or_no_file_is_not_there() {
    let (server, mut answers) = (Server::start(), Answers::to("hidden files, and folders' names"));
    for path in [
        "/.hidden",
        "/%2ehidden",
        "/css/../.hidden",
        "/css",
        "/css/",
        "//css",
        "//css/",
        "/css/a.css/",
        "/index.html/",
    ] {
        answers.note(path, &server.get(path), &["404"]);
    }
    server.check_a_reader();
    answers.record();
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_folder_leads_nowhere() {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    let (server, mut answers) =
        (Server::start(), Answers::to("links out of the folder, links in a circle, pipes"));
    let book = server.book();
    symlink("../secret.txt", book.join("file.txt")).unwrap();
    symlink(server.around.path().join("secret.txt"), book.join("whole.txt")).unwrap();
    symlink("..", book.join("up")).unwrap();
    symlink("up/secret.txt", book.join("twice.txt")).unwrap();
    symlink("/", book.join("root")).unwrap();
    symlink("circle", book.join("circle")).unwrap();
    symlink("nowhere", book.join("dangling")).unwrap();
    assert!(Command::new("mkfifo").arg(book.join("pipe")).status().unwrap().success());
    for path in [
        "/file.txt",
        "/whole.txt",
        "/up/secret.txt",
        "/up/book/index.html/../../secret.txt",
        "/twice.txt",
        "/root/etc/passwd",
        "/circle",
        "/dangling",
        "/pipe",
    ] {
        answers.note(path, &server.get(path), &["404"]);
    }
    // One that stays inside is followed.
    symlink("css/a.css", book.join("inside.css")).unwrap();
    assert!(server.get("/inside.css").ends_with("p {}"));
    server.check_a_reader();
    answers.record();
}

#[test]
fn only_this_computers_names_are_answered() {
    let (server, mut answers) = (Server::start(), Answers::to("questions that are meant for another host"));
    let ask = |host: &str| server.say(format!("GET / HTTP/1.1\r\n{host}\r\n\r\n").as_bytes());
    for host in ["localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:3000"] {
        assert!(ask(&format!("Host: {host}")).starts_with("HTTP/1.1 200"), "{host}");
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
        "evil.example:3000",
    ] {
        answers.note(host, &ask(&format!("Host: {host}")), &["421"]);
    }
    for host in ["Accept: */*", "Host:", "Host: a b", "Host: /", "Host: \u{fffd}"] {
        answers.note(host, &ask(host), &["400"]);
    }
    for host in ["Host: localhost\r\nHost: evil.example", "Host: evil.example\r\nHost: localhost"] {
        answers.note(host, &ask(host), &["421"]);
    }
    let whole = server.say(b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answers.note("a whole address", &whole, &["421"]);
    server.check_a_reader();
    answers.record();
}

#[test]
fn nothing_but_reading_is_possible() {
    let (server, mut answers) = (Server::start(), Answers::to("methods that do not read"));
    let names = || {
        let entries = fs::read_dir(server.book()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap())
            .map(|e| (e.path(), e.metadata().unwrap().modified().unwrap()))
            .collect();
        names.sort();
        names
    };
    let before = names();
    for method in
        ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "MOVE", "get", "G"]
    {
        for path in ["/", "/index.html", "/new.html", "/../secret.txt", "*"] {
            let question =
                format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nnew");
            answers.note(&question, &server.say(question.as_bytes()), &["405", "400"]);
        }
    }
    let tunnel = server.say(b"CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n");
    answers.note("CONNECT", &tunnel, &["405"]);
    assert_eq!(names(), before, "the folder has changed");
    server.check_a_reader();
    answers.record();
}

#[cfg(unix)]
#[test]
fn a_folder_that_nobody_may_write_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start();
    let allow = |mode| fs::set_permissions(server.book(), fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    if fs::write(server.book().join("new.html"), "").is_ok() {
        eprintln!("this test shows something only to somebody who is not root");
    }
    server.check_a_reader();
    assert!(server.get("/css/a.css").ends_with("p {}"));
    allow(0o755); // or it could not be deleted
}
