//! Files, whole: written all at once or not at all, and read to the end.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a file beside, as `.NAME.part`, and gives it its name once it is safe on the disk:
/// the name never stands for half a file. What a process that was killed has left beside is
/// overwritten by the next write.
///
/// # Errors
/// If the file can't be written. The old one, if there was one, is still there.
pub fn write_whole(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let (path, part) = (dir.join(name), dir.join(format!(".{name}.part")));
    let write = || {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, &path)?;
        sync(dir)
    };
    write().inspect_err(|_| drop(fs::remove_file(&part))).with_context(|| {
        format!(
            "{} can't be written: is there room, and may you write there?",
            path.display()
        )
    })
}

/// Makes the new name itself safe on the disk. Elsewhere than on Unix a directory can't be
/// opened, nor need be.
fn sync(dir: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// A text file, whole.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?).with_context(|| {
        format!("{} is not UTF-8 text: get the file again", file.display())
    })
}

/// A file, whole.
fn read(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(file)?.read_to_end(&mut bytes).with_context(|| cannot_be_read(file))?;
    Ok(bytes)
}

/// A file to be read. A pipe or a device could be read for ever.
pub(crate) fn open(file: &Path) -> Result<File> {
    let is_file = fs::metadata(file).and_then(|about| {
        about.is_file().then_some(()).ok_or(ErrorKind::InvalidInput.into())
    });
    is_file.and_then(|()| File::open(file)).with_context(|| cannot_be_read(file))
}

fn cannot_be_read(file: &Path) -> String {
    format!(
        "{} can't be read: a model directory has config.json, model.safetensors and vocab.json",
        file.display()
    )
}
