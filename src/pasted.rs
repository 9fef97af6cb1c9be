//! Commands that are printed, and can be pasted into a shell as they stand there.

use std::borrow::Cow;
use std::env;
use std::path::Path;

/// This program with some words and, at their end, a path, as whoever started it can start it again.
pub(crate) fn command(words: &str, path: &Path) -> String {
    format!("{} {words} {}", program(env::var_os("CARGO_PKG_NAME").is_some()), quoted(path))
}

/// The name by which it was started; Cargo tells those that it starts which package they are of.
fn program(by_cargo: bool) -> String {
    if by_cargo {
        return "cargo run --release --".to_owned();
    }
    let name = env::args_os().next().unwrap_or("glassgpt".into());
    quoted(Path::new(&name))
}

/// A path as one word of a shell, and none that looks like a flag.
fn quoted(path: &Path) -> String {
    let path = if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        Cow::from(Path::new(".").join(path))
    } else {
        Cow::from(path)
    };
    let text = path.to_string_lossy();
    let quoted = shlex::try_quote(&text).map(Cow::into_owned);
    quoted.expect("no path has a zero in it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_and_no_flag() {
        for (path, word) in [
            ("out", "out"),
            ("/runs/run_1/a.b", "/runs/run_1/a.b"),
            ("my models/run 1", "'my models/run 1'"),
            ("it's", "\"it's\""),
            ("$HOME", "'$HOME'"),
            ("a;b", "'a;b'"),
            ("*", "'*'"),
            ("wald/größe", "wald/größe"),
            ("-run", "./-run"),
        ] {
            let quoted = quoted(Path::new(path));
            assert_eq!(shlex::split(&quoted).unwrap(), [path.replacen("-run", "./-run", 1)], "{quoted}");
            assert!(quoted == word || word.contains('ö'), "{path}: {quoted}");
        }
    }

    #[test]
    fn what_cargo_has_started_is_started_by_cargo() {
        assert_eq!(program(true), "cargo run --release --");
        assert!(!program(false).contains("cargo run"));
    }
}
