//! Files, whole: written all at once or not at all, and read to the end.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
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
        if_it_can(file.sync_all())?;
        fs::rename(&part, &path)?;
        if_it_can(sync(dir))
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
fn sync(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// Some disks (a virtual machine's shared folder, a network's) can't be asked to wait until
/// all is safe, for a directory or at all: then the file is as safe as it gets there.
fn if_it_can(synced: io::Result<()>) -> io::Result<()> {
    let can_not = |kind| matches!(kind, ErrorKind::InvalidInput | ErrorKind::Unsupported);
    synced.or_else(|fault| if can_not(fault.kind()) { Ok(()) } else { Err(fault) })
}

/// A text file, whole; without the mark that some editors put before UTF-8.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    let mut bytes = read(file)?;
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).with_context(|| {
        format!("{} is not UTF-8 text: get the file again", file.display())
    })
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_can_not_sync_still_holds_a_file_and_one_that_fails_does_not() {
        for kind in [ErrorKind::InvalidInput, ErrorKind::Unsupported] {
            assert!(if_it_can(Err(kind.into())).is_ok(), "{kind}");
        }
        assert!(if_it_can(Ok(())).is_ok());
        for kind in [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::Other]
        {
            assert_eq!(if_it_can(Err(kind.into())).unwrap_err().kind(), kind);
        }
    }
}
