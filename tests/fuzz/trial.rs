//! A trial: many inputs for one thing that reads what comes from outside. Whatever they are, it accepts them or refuses
//! them in one sentence; it never panics, and it asks for no more memory and time than such an input is worth.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestError, TestRunner};

use crate::input::Input;

/// Memory for an input of n bytes: so many times n, and so much besides.
const TIMES: u64 = 100;
const BESIDES: u64 = 4 << 20;
/// Time for any input. Most take less than a thousandth of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tries what was found before, in `tests/fuzz/corpus`, and then so many new inputs; `GLASSGPT_FUZZ=10` makes them ten
/// times as many. `read` says whether it accepts an input, or why not.
pub(crate) fn trial(
    name: &str,
    inputs: u32,
    strategy: impl Strategy<Value = Input>,
    read: impl Fn(&[u8]) -> Result<(), String>,
) {
    let tally = Mutex::new(Tally::default());
    let one = |input: &Input| tally.lock().unwrap_or_else(|tally| tally.into_inner()).count(input, &read);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(file_name(name));
    for file in files(&corpus) {
        one(&Input::kept(file));
    }
    let times: u32 =
        std::env::var("GLASSGPT_FUZZ").map_or(1, |times| times.parse().expect("GLASSGPT_FUZZ is a number"));
    let config = Config { cases: inputs * times, failure_persistence: None, ..Config::default() };
    let found = TestRunner::new(config).run(&strategy, |input| {
        one(&input);
        Ok(())
    });
    if let Err(TestError::Fail(reason, input)) = found {
        let file = std::env::temp_dir().join(format!("found-in-{}", file_name(name)));
        fs::write(&file, &input.bytes).expect("a temporary file");
        panic!("{reason}\n{input:?}\nIt is in {}: keep it in {}.", file.display(), corpus.display());
    }
    record(name, &tally.into_inner().expect("nothing panicked"));
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
                check_sentence(&sentence);
                self.refused += 1;
            }
            Err(panic) => resume_unwind(panic),
        }
        let (n, memory) = (input.bytes.len() as u64, measured.bytes_max);
        assert!(memory <= TIMES * n + BESIDES, "{n} bytes took {memory} bytes of memory");
        assert!(begun.elapsed() <= PATIENCE, "{n} bytes took {:?}", begun.elapsed());
        self.memory = self.memory.max(memory);
    }
}

/// What is said to a person: one line, not endless, in words and not in Rust.
#[track_caller]
pub(crate) fn check_sentence(said: &str) {
    assert!(!said.trim().is_empty(), "nothing is said");
    assert!(!said.contains(char::is_control), "not one line: {said:?}");
    assert!(said.chars().count() <= 500, "{} characters are said: {said:.200}", said.chars().count());
    for rust in ["Some(", "Ok(", "Err(", "Error {", "Error(", "ErrorKind", "Custom {", "kind:", "unwrap"] {
        assert!(!said.contains(rust), "a word of Rust: {said}");
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

/// A row of the page "How we know", which `GLASSGPT_RECORD=1` writes. Two test programs have trials: each leaves the
/// other's rows as they are.
fn record(name: &str, tally: &Tally) {
    static FILE: Mutex<()> = Mutex::new(());
    if std::env::var_os("GLASSGPT_RECORD").is_none() {
        return;
    }
    let _alone = FILE.lock();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence/fuzz.md");
    let old = fs::read_to_string(&file).unwrap_or_default();
    let mut rows: BTreeMap<String, String> = old
        .lines()
        .skip(2)
        .filter_map(|row| Some((row.split('|').nth(1)?.trim().to_owned(), row.to_owned())))
        .collect();
    let Tally { accepted, refused, memory } = tally;
    let row = format!(
        "| {name} | {} | {} accepted, {} refused in a sentence, no panic | {} kB |",
        thin(accepted + refused),
        thin(*accepted),
        thin(*refused),
        thin(memory.div_ceil(1000) as usize)
    );
    rows.insert(name.to_owned(), row);
    let head = "| what was read | inputs | what happened | most memory for one |\n|---|---:|---|---:|\n";
    let table = rows.values().fold(head.to_owned(), |table, row| table + row + "\n");
    fs::create_dir_all(file.parent().expect("a folder"))
        .and_then(|()| fs::write(&file, table))
        .expect("written");
}

/// 12480 as "12 480".
fn thin(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).expect("digits")).collect();
    groups.join(" ")
}
