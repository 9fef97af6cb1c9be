//! Building the examples, running them, and keeping what they printed and drew until they change.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::{self, Stdio};

use anyhow::{Context, Result};
use cargo_metadata::{Message, TargetKind};
use sha2::{Digest, Sha256};
use tokio::process::Command;

use crate::module;
use crate::workspace::{Example, Workspace};

/// What an example printed and drew.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) printed: String,
    /// Names and SVG, in the order of their names.
    pub(crate) figures: Vec<(String, String)>,
    /// What it has kept for a live figure.
    pub(crate) kept: Option<Vec<u8>>,
}

/// The programs of examples.
#[derive(Debug, Default)]
pub(crate) struct Programs {
    pub(crate) found: HashMap<Example, PathBuf>,
    /// Whether all of them were there already.
    pub(crate) fresh: bool,
}

/// Builds these examples as this program was built; those that don't compile are not among the programs
/// (the compiler has said why on the terminal). Dropping the future ends the compiler.
///
/// # Errors
/// If Cargo can't be run.
pub(crate) async fn build(workspace: &Workspace, examples: &[Example]) -> Result<Programs> {
    let mut programs = Programs { fresh: true, ..Programs::default() };
    if examples.is_empty() {
        return Ok(programs);
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    // `--workspace` gives every crate the features that it has in this program: nothing is compiled twice.
    cargo.current_dir(&workspace.root).args(["build", "--workspace", "--keep-going"]);
    cargo.arg("--message-format=json-render-diagnostics").arg("--target-dir").arg(&workspace.target);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    for example in examples {
        cargo.args(["--example", &example.name]);
    }
    let cargo = cargo.stdout(Stdio::piped()).kill_on_drop(true).spawn();
    let cargo = cargo.context("cargo can't be started: is Rust installed?")?;
    let output = cargo.wait_with_output().await.context("cargo can't be waited for")?;
    for message in Message::parse_stream(output.stdout.as_slice()) {
        if let Message::CompilerArtifact(artifact) = message.context("cargo's messages can't be read")?
            && artifact.target.kind.contains(&TargetKind::Example)
            && let Some(program) = &artifact.executable
            && let Some(example) = workspace.example_of(artifact.target.src_path.as_std_path())
        {
            programs.fresh &= artifact.fresh;
            programs.found.insert(example, program.clone().into_std_path_buf());
        }
    }
    Ok(programs)
}

/// Gets what the examples and tests will need, so that from the first start on no network is asked for. Where there is
/// none, what is missing is said when it is needed.
pub(crate) async fn fetch(root: PathBuf) {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(root).args([
        "fetch",
        "--locked",
        "--quiet",
        "--target",
        "host-tuple",
        "--target",
        module::TARGET,
    ]);
    cargo.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let _ = cargo.status().await;
}

/// Where outcomes are kept: one folder for each program, named by the program's bytes.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    /// Where the examples run.
    root: PathBuf,
}

impl Shelf {
    pub(crate) fn new(workspace: &Workspace) -> Self {
        Self { folder: workspace.target.join("book/cells"), root: workspace.root.clone() }
    }

    /// What this very program printed and drew, if it has run.
    pub(crate) fn find(&self, program: &Path) -> Option<Outcome> {
        read(&self.place(program).ok()?).ok()
    }

    /// Runs the program and keeps what it printed and drew. Dropping the future ends the program.
    ///
    /// # Errors
    /// If it can't be run or doesn't end well: what happened, and the end of what it said.
    pub(crate) async fn run(&self, program: &Path) -> Result<Outcome, String> {
        let place =
            self.place(program).map_err(|error| format!("{} can't be read: {error}", program.display()))?;
        let work = place.with_extension(format!("{}.part", process::id()));
        let keep = |error: std::io::Error| format!("{} can't be written: {error}", work.display());
        fs::create_dir_all(&work).map_err(keep)?;
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("GLASSGPT_FIGURES", &work)
            .env_remove("GLASSGPT_QUICK")
            .env("RUST_BACKTRACE", "0");
        let ran = command.stdin(Stdio::null()).kill_on_drop(true).output().await;
        let ran = ran.map_err(|error| format!("it can't be started: {error}"))?;
        if !ran.status.success() {
            fs::remove_dir_all(&work).map_err(keep)?;
            return Err(format!(
                "it ended with {}\n{}",
                ran.status,
                tail(&String::from_utf8_lossy(&ran.stderr))
            ));
        }
        // A reader who runs the example finds its figures there.
        let folder = work.to_string_lossy();
        let printed = String::from_utf8_lossy(&ran.stdout)
            .replace(&format!("{folder}{MAIN_SEPARATOR}"), "target/figures/")
            .replace(&*folder, "target/figures");
        fs::write(work.join("printed.txt"), printed).map_err(keep)?;
        // Where another run was faster, its outcome is the same.
        if fs::rename(&work, &place).is_err() {
            fs::remove_dir_all(&work).map_err(keep)?;
        }
        read(&place).map_err(keep)
    }

    fn place(&self, program: &Path) -> std::io::Result<PathBuf> {
        let digest = Sha256::digest(fs::read(program)?);
        let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(self.folder.join(name))
    }
}

fn read(place: &Path) -> std::io::Result<Outcome> {
    let printed = fs::read_to_string(place.join("printed.txt"))?;
    let (mut figures, mut kept) = (Vec::new(), None);
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "bin") {
            kept = Some(fs::read(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "svg") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            figures.push((name, fs::read_to_string(&path)?));
        }
    }
    figures.sort();
    Ok(Outcome { printed, figures, kept })
}

/// The last lines of a long message.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(12)..]
        .iter()
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
