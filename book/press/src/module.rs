//! The module of the live figures: the crate `live`, compiled to WebAssembly, inside a script.
//!
//! In a script because a page that is opened as a file may load scripts, but no modules.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use tokio::process::Command;

use crate::live::write_script;
use crate::workspace::Workspace;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// What a reader without the target can do.
pub(crate) const ADVICE: &str =
    "The figures that move need one more part of Rust: rustup target add wasm32-unknown-unknown";

/// How far the module is.
#[derive(Debug, PartialEq)]
pub(crate) enum Module {
    Compiling,
    /// The target isn't there.
    Absent,
    Failed,
    Ready(Vec<u8>),
}

impl Module {
    /// Writes the script that the pages load.
    ///
    /// # Errors
    /// If it can't be written.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        write_script(folder, "module", &self.script())
    }

    fn script(&self) -> String {
        match self {
            Module::Compiling => {
                "live.absent(\"This figure will move in about a minute: its program is being compiled.\", true);\n".into()
            }
            Module::Absent => {
                format!("live.absent(\"{ADVICE} and start the book again.\", false);\n")
            }
            Module::Failed => {
                "live.absent(\"This figure's program doesn't compile: the terminal says why.\", false);\n".into()
            }
            Module::Ready(bytes) => format!("live.module(\"{}\");\n", BASE64.encode(bytes)),
        }
    }
}

/// Compiles the module, unless its target is missing. Dropping the future ends the compiler.
///
/// Where another compiler has made the module, `GLASSGPT_LIVE_MODULE` is its file.
///
/// # Errors
/// If Cargo or the compiler can't be run, or the file can't be read.
pub(crate) async fn build(workspace: &Workspace) -> Result<Module> {
    if let Some(file) = env::var_os("GLASSGPT_LIVE_MODULE") {
        return read(Path::new(&file));
    }
    if !target_is_there(&workspace.root).await? {
        return Ok(Module::Absent);
    }
    let target = workspace.target.join("live"); // its own: a reader's builds don't wait for it
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(&workspace.root).kill_on_drop(true);
    cargo.args(["build", "--quiet", "--package", "live", "--lib", "--profile", "live", "--target", TARGET]);
    let status = cargo.arg("--target-dir").arg(&target).status().await.context("cargo can't be started")?;
    if !status.success() {
        return Ok(Module::Failed);
    }
    read(&target.join(TARGET).join("live/live.wasm"))
}

fn read(file: &Path) -> Result<Module> {
    fs::read(file).map(Module::Ready).with_context(|| format!("{} can't be read", file.display()))
}

async fn target_is_there(root: &Path) -> Result<bool> {
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()));
    rustc.current_dir(root).args(["--print", "target-libdir", "--target", TARGET]);
    let printed = rustc.output().await.context("rustc can't be started: is Rust installed?")?;
    if !printed.status.success() {
        bail!("rustc can't say where its targets are: {}", String::from_utf8_lossy(&printed.stderr));
    }
    Ok(PathBuf::from(String::from_utf8_lossy(&printed.stdout).trim()).is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_target_is_told_with_the_command() {
        assert!(Module::Absent.script().contains("rustup target add wasm32-unknown-unknown"));
        assert!(Module::Ready(vec![1]).script().starts_with("live.module(\"AQ==\")"));
    }
}
