//! The folder in which one process makes the book: two at once have one each.

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// A folder under `target/book` that nobody else writes into as long as this is held.
pub(crate) struct Place {
    folder: PathBuf,
    _lock: File,
}

impl Place {
    /// The first of `NAME`, `NAME-2`, … that is free.
    ///
    /// # Errors
    /// If nothing can be written there: a reader may have a copy that is not theirs.
    pub(crate) fn take(workspace: &Workspace, name: &str) -> Result<Self> {
        let mut number = 1;
        loop {
            let own = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
            let folder = workspace.target.join("book").join(own);
            let lock = fs::create_dir_all(&folder).and_then(|()| File::create(folder.join("lock")));
            let lock = lock.with_context(|| {
                format!(
                    "the book is made in {}, which can't be written: make it yours, or set CARGO_TARGET_DIR to another \
                     folder",
                    folder.display()
                )
            })?;
            match lock.try_lock() {
                Err(TryLockError::WouldBlock) => number += 1,
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { folder, _lock: lock }), // some disks have no locks
            }
        }
    }

    /// Where mdBook works.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.folder.join("mdbook")
    }

    /// Where the pages are.
    pub(crate) fn pages(&self) -> PathBuf {
        self.folder.join("pages")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_once_have_one_each() {
        let target = tempfile::tempdir().unwrap();
        let root = target.path().to_owned();
        let workspace = Workspace { root: root.clone(), target: root, crates: Vec::new() };
        let take = || Place::take(&workspace, "read").unwrap();
        let (first, second) = (take(), take());
        assert!(first.pages().ends_with("book/read/pages") && second.pages().ends_with("book/read-2/pages"));
        drop(first);
        assert!(take().pages().ends_with("book/read/pages"), "it is free again");
    }
}
