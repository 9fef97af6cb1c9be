//! One run, one writer.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use same_file::Handle;

const FILE: &str = "training.lock";

/// Held as long as a run goes on: no other run writes into its folder. The system lets go of it when the process ends,
/// however it ends; its file is taken away by an end that is not sudden.
pub(crate) struct Lock {
    file: Handle,
    path: PathBuf,
}

impl Lock {
    /// # Errors
    /// If another process holds it, or the folder can't be written to.
    pub(crate) fn take(dir: &Path) -> Result<Lock> {
        let path = dir.join(FILE);
        let fault = || {
            format!(
                "{} can't be locked for this run: choose a folder where you may write, on a disk of this computer",
                path.display()
            )
        };
        loop {
            let open = File::options().create(true).truncate(false).write(true).open(&path);
            let file = open.with_context(fault)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => bail!(
                    "another glassgpt trains in {} at this moment: let it end, or choose another --out",
                    dir.display()
                ),
                Err(TryLockError::Error(error)) => return Err(error).with_context(fault),
            }
            let file = Handle::from_file(file).with_context(fault)?;
            // A run that ended in this moment may have taken its file away after we opened it: then there is another try.
            if is_at(&file, &path) {
                return Ok(Lock { file, path });
            }
        }
    }

    /// # Errors
    /// If the folder is no longer the one in which the lock was taken.
    pub(crate) fn check(&self) -> Result<()> {
        if !is_at(&self.file, &self.path) {
            bail!(
                "{} is gone or was replaced while the run was writing there: put the folder back and go on with \
                 --resume, or start again",
                self.path.parent().unwrap_or(&self.path).display()
            );
        }
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path); // if it stays it disturbs nobody
        }
    }
}

fn is_at(file: &Handle, path: &Path) -> bool {
    Handle::from_path(path).is_ok_and(|there| there == *file)
}
