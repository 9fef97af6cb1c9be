//! Too much of everything: bytes, headers, time, visitors. A reader who comes then is answered as ever.

use std::thread::sleep;
use std::time::Instant;

use super::*;

#[test]
fn what_is_no_question_is_refused_or_closed() {
    let (server, mut answers) = (Server::start(), Answers::to("bytes that are no question"));
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    let valid =
        b"GET /index.html HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-2\r\nIf-None-Match: *\r\n\r\n";
    for turn in 0..400 {
        let mut bytes: Vec<u8> =
            if turn % 2 == 0 { (0..next()).map(|_| next()).collect() } else { valid.to_vec() };
        for _ in 0..turn % 5 {
            let place = usize::from(next()) % (bytes.len() + 1);
            match next() % 3 {
                0 => bytes.insert(place, next()),
                1 => bytes.truncate(place),
                _ => drop(bytes.splice(..place, valid.iter().copied())),
            }
        }
        bytes.extend(b"\r\n\r\n"); // or half a question would be waited for
        let answer = server.say(&bytes);
        let allowed = ["", "200", "206", "304", "400", "404", "405", "412", "414", "416", "421", "431"];
        answers.note(&String::from_utf8_lossy(&bytes), &answer, &allowed);
    }
    server.check_a_reader();
    answers.record();
}

#[test]
fn a_question_has_a_length() {
    let (server, mut answers) = (Server::start(), Answers::to("questions of up to ten megabytes"));
    let long = |length| "a".repeat(length);
    for length in [20_000, 1_000_000, 10_000_000] {
        for question in [
            format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", long(length)),
            format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", long(length)),
            format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", long(length)),
            format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: y\r\n".repeat(length / 6)),
            long(length),
        ] {
            answers.note(&question[..60], &server.say(question.as_bytes()), &["", "400", "414", "431"]);
        }
    }
    server.check_a_reader();
    answers.record();
}

#[test]
fn who_is_slow_is_cut_off() {
    let (server, mut answers) =
        (Server::start(), Answers::to("questions that come byte by byte and do not end"));
    let begun = Instant::now();
    let mut slow: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ".iter().cycle() {
        if begun.elapsed() > 2 * SHORT {
            break;
        }
        for stream in &mut slow {
            let _ = stream.write_all(&[*byte]);
        }
        sleep(Duration::from_millis(50));
    }
    server.check_a_reader();
    for mut stream in slow {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer); // it would wait here for ever
        answers.note("a slow question", &answer, &["", "400", "431"]);
    }
    assert!(begun.elapsed() < trials::ENDLESS, "they were listened to for {:?}", begun.elapsed());
    answers.record();
}

#[test]
fn a_crowd_that_says_nothing_keeps_nobody_waiting() {
    let (server, mut answers) = (Server::start(), Answers::to("connections at once that say nothing"));
    let mut crowd: Vec<TcpStream> = (0..2 * VISITORS).map(|_| server.connect()).collect();
    for stream in crowd.iter_mut().step_by(2) {
        stream.write_all(b"GET / HT").unwrap_or_default();
    }
    server.check_a_reader();
    for mut stream in crowd {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answers.note("nothing", &answer, &[""]);
    }
    server.check_a_reader();
    answers.record();
}

#[test]
fn who_does_not_read_the_answer_is_cut_off() {
    let (server, mut answers) =
        (Server::start(), Answers::to("answers of twenty megabytes that nobody reads"));
    fs::write(server.book().join("large.bin"), vec![7; 20_000_000]).unwrap();
    let begun = Instant::now();
    let asking = |_| {
        let mut stream = server.connect();
        stream.write_all(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        stream
    };
    let deaf: Vec<TcpStream> = (0..50).map(asking).collect();
    server.check_a_reader();
    sleep((2 * SHORT).saturating_sub(begun.elapsed()));
    for mut stream in deaf {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.len() < 20_000_000, "all of it was kept for somebody who did not read");
        assert!(answer.starts_with(b"HTTP/1.1 200"));
        answers.note("a large file", "cut off", &["cut off"]);
    }
    server.check_a_reader();
    answers.record();
}

#[test]
fn who_leaves_at_once_does_no_harm() {
    let (server, mut answers) =
        (Server::start(), Answers::to("visitors who leave in the middle of their question"));
    let question = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for turn in 0..500 {
        let mut stream = server.connect();
        stream.write_all(&question[..turn % question.len()]).unwrap();
        drop(stream);
        answers.note("half a question", "", &[""]);
    }
    server.check_a_reader();
    answers.record();
}
