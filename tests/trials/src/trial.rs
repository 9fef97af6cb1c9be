//! A trial: many inputs for one thing that reads what comes from outside. Whatever they are, it accepts them or refuses
//! them in one sentence; it never panics, and it asks for no more memory and time than such an input is worth.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestError, TestRunner};

use crate::{ENDLESS, Input, row, thin, times};

/// Memory for an input of n bytes: so many times n, and so much besides.
const TIMES: u64 = 100;
const BESIDES: u64 = 4 << 20;

/// Tries what was found before, in `tests/fuzz/corpus`, and then so many new inputs: a tenth of them where a newcomer
/// waits, eight times as many in the gate. `read` says whether it accepts an input, or why not.
///
/// # Panics
/// If it does neither, or asks for too much.
pub fn trial(
    name: &str,
    inputs: usize,
    strategy: impl Strategy<Value = Input>,
    read: impl Fn(&[u8]) -> Result<(), String>,
) {
    let tally = Mutex::new(Tally::default());
    let one = |input: &Input| tally.lock().unwrap_or_else(|tally| tally.into_inner()).count(input, &read);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(file_name(name));
    for file in files(&corpus) {
        one(&Input::kept(file));
    }
    let config = Config {
        cases: times(inputs / 10, inputs * 8) as u32,
        failure_persistence: None,
        ..Config::default()
    };
    let found = TestRunner::new(config).run(&strategy, |input| {
        one(&input);
        Ok(())
    });
    if let Err(TestError::Fail(reason, input)) = found {
        let file = std::env::temp_dir().join(format!("found-in-{}", file_name(name)));
        fs::write(&file, &input.bytes).expect("a temporary file");
        panic!("{reason}\n{input:?}\nIt is in {}: keep it in {}.", file.display(), corpus.display());
    }
    let Tally { accepted, refused, memory } = tally.into_inner().expect("nothing panicked");
    let happened = format!(
        "{} accepted, {} refused in a sentence, no panic | {} kB",
        thin(accepted),
        thin(refused),
        thin(memory.div_ceil(1000) as usize)
    );
    row(name, accepted + refused, &happened);
}

/// What became of a trial's inputs.
#[derive(Default)]
struct Tally {
    accepted: usize,
    refused: usize,
    /// The most memory that one of them took, in bytes.
    memory: u64,
}

impl Tally {
    fn count(&mut self, input: &Input, read: impl Fn(&[u8]) -> Result<(), String>) {
        let begun = Instant::now();
        let mut outcome = Ok(Ok(()));
        let measured = allocation_counter::measure(|| {
            outcome = catch_unwind(AssertUnwindSafe(|| read(&input.bytes)));
        });
        match outcome {
            Ok(Ok(())) => self.accepted += 1,
            Ok(Err(sentence)) => {
                check_sentence_about(&String::from_utf8_lossy(&input.bytes), &sentence);
                self.refused += 1;
            }
            Err(panic) => resume_unwind(panic),
        }
        let (n, memory) = (input.bytes.len() as u64, measured.bytes_max);
        assert!(memory <= TIMES * n + BESIDES, "{n} bytes took {memory} bytes of memory");
        assert!(begun.elapsed() <= ENDLESS, "{n} bytes took {:?}", begun.elapsed());
        self.memory = self.memory.max(memory);
    }
}

/// What is said to a person: one line, not endless, in words and not in Rust.
///
/// # Panics
/// If it is anything else.
#[track_caller]
pub fn check_sentence(said: &str) {
    check_sentence_about("", said);
}

/// The same of a sentence about an input, whose own words it may repeat.
#[track_caller]
fn check_sentence_about(input: &str, said: &str) {
    assert!(!said.trim().is_empty(), "nothing is said");
    assert!(!said.contains(char::is_control), "not one line: {said:?}");
    assert!(said.chars().count() <= 500, "{} characters are said: {said:.200}", said.chars().count());
    for rust in ["Some(", "Ok(", "Err(", "Error {", "Error(", "ErrorKind", "Custom {", "kind:", "unwrap"] {
        assert!(!said.contains(rust) || input.contains(rust), "a word of Rust: {said}");
    }
}

/// The files of a folder with their names, if there is one.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let named = |path: PathBuf| (path.display().to_string(), fs::read(&path).expect("a file of the corpus"));
    paths.into_iter().map(named).collect()
}

/// A trial's name as one of a folder: `--text` as `text`.
fn file_name(name: &str) -> String {
    name.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
