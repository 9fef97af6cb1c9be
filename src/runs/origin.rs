//! What a run learns from, and how it is recognised when the run goes on.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::fingerprint::Fingerprint;
use super::memory;

/// A text, a model or a list of pairs: wherever it lies, it must be the same when the run goes on.
#[derive(Clone)]
pub(crate) struct Origin {
    /// The flag that names it.
    pub(crate) flag: &'static str,
    pub(crate) name: String,
    pub(crate) fingerprint: String,
}

impl Origin {
    pub(crate) fn new(flag: &'static str, name: &str, bytes: impl AsRef<[u8]>) -> Origin {
        Origin { flag, name: name.to_owned(), fingerprint: Fingerprint::of(bytes).digits() }
    }
}

/// The text of the file that --`flag` names; `kind` says what should be in it.
///
/// # Errors
/// One sentence for every way in which a file is not a text.
pub(crate) fn read_text(file: &Path, flag: &str, kind: &str) -> Result<String> {
    let name = file.display();
    let about = fs::metadata(file)
        .with_context(|| format!("{name} can't be read: give --{flag} the path of a {kind} file"))?;
    ensure!(!about.is_dir(), "{name} is a folder: give --{flag} the path of a {kind} file");
    ensure!(about.is_file(), "{name} is not a file: save the {kind} to one, and give --{flag} its path");
    memory::check_text(file, about.len())?;
    let bytes = fs::read(file).with_context(|| format!("{name} can't be read: may you read it?"))?;
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        anyhow::anyhow!(
            "{name} is not UTF-8 text (its byte {place} isn't): convert it to UTF-8, or give another file"
        )
    })
}
