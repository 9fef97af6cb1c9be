//! What a run learns from, and how it is recognised when the run goes on.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

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
    text(bytes).map_err(|fault| anyhow!("{name} {fault}, or give another file"))
}

/// What some programs write before a text, to say that it is UTF-8. It is no part of the text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A file's bytes as text, or what they are instead.
fn text(mut bytes: Vec<u8>) -> Result<String, String> {
    let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || zeros > bytes.len() / 4 {
        return Err(
            "is UTF-16 text, as Windows PowerShell writes it: save it as UTF-8 (Out-File -Encoding utf8)"
                .to_owned(),
        );
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        format!(
            "is not UTF-8 text (its byte {place} isn't): save it as UTF-8 in your editor (for western Europe's older \
             encoding: iconv -f WINDOWS-1252 -t UTF-8)"
        )
    })
}
