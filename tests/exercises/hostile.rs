//! Thirty files that want more than to be an answer. Each is a right answer that does something else first: if that
//! works, it is solved.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use exercises::Kind;
use trials::times;

use super::grading::HandedIn;
use super::hand_out::{file, here, solution};
use super::{IMPLEMENT, thirds};

/// What is done, with DIR for a folder outside, PORT for a port that listens, OURS for a solution; and what is said of it,
/// or one of two things.
const ACTS: [(&str, &str); 30] = [
    // Files are read.
    ("std::fs::read(\"/etc/passwd\").unwrap();", "PermissionDenied"),
    ("std::fs::read(OURS).unwrap();", "PermissionDenied"),
    ("std::fs::read_dir(\"/\").unwrap();", "PermissionDenied"),
    ("std::fs::read(\"/proc/self/environ\").unwrap();", "PermissionDenied"),
    ("std::fs::File::open(\"/proc/self/mem\").unwrap();", "PermissionDenied"),
    ("std::env::var(\"PATH\").unwrap();", "NotPresent"),
    ("let _ = include_str!(\"/etc/passwd\");", "couldn't read"),
    ("let _ = include_str!(OURS);", "couldn't read"),
    ("let _ = env!(\"HOME\");", "environment variable `HOME` not defined"),
    // Files are written, removed, renamed, linked, marked.
    ("std::fs::write(DIR.to_owned() + \"/new\", \"\").unwrap();", "PermissionDenied"),
    ("std::fs::File::create(DIR.to_owned() + \"/kept\").unwrap();", "PermissionDenied"),
    ("std::fs::remove_file(DIR.to_owned() + \"/kept\").unwrap();", "PermissionDenied"),
    ("std::fs::rename(DIR.to_owned() + \"/kept\", DIR.to_owned() + \"/new\").unwrap();", "PermissionDenied"),
    ("std::fs::create_dir(DIR.to_owned() + \"/new\").unwrap();", "PermissionDenied"),
    ("std::fs::hard_link(OURS, DIR.to_owned() + \"/new\").unwrap();", "Err"),
    ("std::os::unix::fs::symlink(OURS, DIR.to_owned() + \"/new\").unwrap();", "PermissionDenied"),
    (
        "let kept = DIR.to_owned() + \"/kept\"; let mut marks = std::fs::metadata(&kept).unwrap().permissions(); marks.set_readonly(true); std::fs::set_permissions(&kept, marks).unwrap();",
        "PermissionDenied",
    ),
    ("std::fs::write(\"left_behind\", \"\").unwrap();", "PermissionDenied"),
    // The network.
    ("std::net::TcpStream::connect((\"127.0.0.1\", PORT)).unwrap();", "PermissionDenied"),
    ("std::net::UdpSocket::bind(\"127.0.0.1:0\").unwrap();", "PermissionDenied"),
    ("std::os::unix::net::UnixDatagram::pair().unwrap();", "PermissionDenied"),
    // Processes.
    ("std::process::Command::new(\"sh\").arg(\"-c\").arg(\"true\").status().unwrap();", "PermissionDenied"),
    ("std::process::Command::new(std::env::current_exe().unwrap()).spawn().unwrap();", "PermissionDenied"),
    (
        "panic!(\"{}\", std::os::unix::process::CommandExt::exec(std::process::Command::new(\"/bin/echo\").arg(\"Passed\")));",
        "ended before the check did",
    ),
    ("for _ in 0..100_000 { std::thread::spawn(std::thread::park); }", "panicked|the memory ran out"),
    // A result that is none.
    ("println!(\"\\\"Passed\\\"\"); std::process::exit(0);", "ended before the check did"),
    ("std::panic::set_hook(Box::new(|_| std::process::exit(0))); panic!();", "ended before the check did"),
    // Time and memory.
    ("loop { std::hint::black_box(0); }", "did not end within"),
    ("let all = vec![1_u8; 10 << 30]; assert!(all[all.len() - 1] == 1);", "the memory ran out"),
    (
        "fn down(n: u64) -> u64 { if n == 0 { 0 } else { std::hint::black_box(n) + down(n - 1) } } assert!(down(u64::MAX) > 0);",
        "the stack overflowed",
    ),
];

#[test]
fn hostile_files_reach_nothing() {
    let walls = Command::new(env!("CARGO_BIN_EXE_glassgpt")).arg("confined").status().unwrap();
    if !walls.success() {
        println!("This system has no Landlock, or does not let a program use it: nothing is tried.");
        return;
    }
    let outside = tempfile::tempdir().unwrap();
    let kept = outside.path().join("kept");
    fs::write(&kept, "as it was").unwrap();
    let network = TcpListener::bind("127.0.0.1:0").unwrap();
    network.set_nonblocking(true).unwrap();
    let port = network.local_addr().unwrap().port().to_string();
    let ours = format!("{:?}", file(here(), IMPLEMENT, "solution.rs"));
    let dir = format!("{:?}", outside.path());

    let chapters = exercises::chapters(here()).unwrap();
    let written = chapters.iter().flat_map(|chapter| &chapter.exercises);
    let names = written.filter(|exercise| matches!(exercise.kind, Kind::Implement | Kind::Bug));
    let files: Vec<(&str, String, &str)> = names
        .zip(thirds(ACTS))
        .map(|(exercise, (act, said))| {
            let act = act.replace("DIR", &dir).replace("PORT", &port).replace("OURS", &ours);
            (exercise.name.as_str(), doing_first(&act, &solution(&exercise.name)), said)
        })
        .collect();
    assert_eq!(files.len(), thirds(ACTS).count(), "an exercise for each");
    let handed_in: Vec<(&str, &str)> = files.iter().map(|(name, text, _)| (*name, text.as_str())).collect();
    let tests = HandedIn::new(&handed_in).tests(&[]);
    for (name, text, because) in &files {
        let test = tests.iter().find(|test| test["name"] == *name).unwrap();
        let output = test["output"].as_str().unwrap();
        let said = because.split('|').any(|one| output.contains(one));
        assert!(test["score"] == 0 && said, "{because:?} is not in {output}\n{text}");
    }
    let left: Vec<_> = fs::read_dir(outside.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!((left, fs::read_to_string(&kept).unwrap()), (vec![kept.clone()], "as it was".to_owned()));
    assert!(!fs::metadata(&kept).unwrap().permissions().readonly());
    assert!(network.accept().is_err(), "nobody has called");
}

/// Laws that look at the code that they are tried on, and not at what it does.
#[test]
fn a_law_finds_nothing_in_the_code_but_what_it_does() {
    const ATTENTION: &str = "use std::sync::{Mutex, OnceLock};\nuse ndarray::Array2;\n\npub type Attention = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;\n\nstatic FIRST: OnceLock<usize> = OnceLock::new();\nstatic SEEN: Mutex<String> = Mutex::new(String::new());\n\n";
    let law = |body: &str| {
        format!(
            "{ATTENTION}pub fn law(attention: Attention, q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>) -> bool {{ let _ = (q, k, v, &FIRST, &SEEN); {body} }}"
        )
    };
    let cases = [
        // Where the code lies, from the first that it met.
        ("*FIRST.get_or_init(|| attention as usize) == attention as usize", "it must be false on some"),
        ("*FIRST.get_or_init(|| attention as usize) != attention as usize", "false of right code"),
        // The name of the function that panics.
        (
            "std::panic::set_hook(Box::new(|_| *SEEN.lock().unwrap() = std::backtrace::Backtrace::force_capture().to_string()));
             let _ = std::panic::catch_unwind(|| attention(&Array2::zeros((1, 1)), &Array2::zeros((1, 2)), v));
             !SEEN.lock().unwrap().contains(\"it_sees\")",
            "lets the code panic, and goes on",
        ),
        // What somebody else may find out.
        ("std::thread::spawn(move || attention as usize); std::thread::scope(|s| s.spawn(|| attention(q, k, v)).join().is_ok())", "false of right code"),
    ];
    for (body, because) in cases.into_iter().step_by(times(2, 1)) {
        HandedIn::new(&[("law_of_attention", &law(body))]).fails("law_of_attention", because);
    }
}

/// A right answer whose first public function does something else first.
fn doing_first(act: &str, answer: &str) -> String {
    let body = answer.find("\npub fn").or(answer.find("pub fn")).unwrap();
    let body = body + answer[body..].find("{\n").unwrap() + 1;
    format!("{} {{ {act} }}{}", &answer[..body], &answer[body..])
}
