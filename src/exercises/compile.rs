//! A program made of students' files and the checks. The files are only read, each into a module of its own.

use std::env;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::kit::Kit;

/// A student's file, and the name under which it is compiled.
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) file: PathBuf,
}

/// What came of compiling.
pub(crate) enum Compiled {
    /// The checking program.
    Program(PathBuf),
    /// The compiler's errors.
    Refused(Vec<Diagnostic>),
}

/// Something that the compiler says.
#[derive(Deserialize)]
pub(crate) struct Diagnostic {
    level: String,
    code: Option<Code>,
    /// What it says, ready for a terminal.
    pub(crate) rendered: Option<String>,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: PathBuf,
    is_primary: bool,
}

impl Diagnostic {
    /// Whether it is about something in this file.
    pub(crate) fn is_in(&self, file: &Path) -> bool {
        self.spans.iter().any(|span| span.is_primary && span.file_name == file)
    }

    /// Whether it only says how many errors there were.
    fn is_a_summary(&self) -> bool {
        self.rendered.as_deref().is_some_and(|text| text.starts_with("error: aborting due to"))
    }

    /// Whether it is about a library that is missing, or that is another than it was.
    fn is_about_libraries(&self) -> bool {
        self.code
            .as_ref()
            .is_some_and(|code| ["E0460", "E0461", "E0462", "E0463", "E0514"].contains(&code.code.as_str()))
    }
}

/// Compiles students' files with the checks into one program in `folder`.
pub(crate) fn compile(kit: &Kit, checks: &Path, variants: &[Variant], folder: &Path) -> Result<Compiled> {
    fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let (source, program) =
        (folder.join("main.rs"), folder.join(format!("check{}", env::consts::EXE_SUFFIX)));
    fs::write(&source, main(checks, variants))
        .with_context(|| format!("{} can't be written", source.display()))?;
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--crate-type=bin", "--crate-name=check", "--error-format=json"])
        .args(["-Copt-level=0", "-Cdebuginfo=0", "-Cdebug-assertions=on", "-Coverflow-checks=on"])
        .args(kit.flags())
        .arg(OsString::from("-o"))
        .args([&program, &source])
        .output()
        .context("rustc can't be started: is it installed?")?;
    if output.status.success() {
        return Ok(Compiled::Program(program));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let diagnostics = said.lines().filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok());
    let errors: Vec<Diagnostic> = diagnostics.filter(|d| d.level == "error" && !d.is_a_summary()).collect();
    let nobodys = |error: &&Diagnostic| {
        error.is_about_libraries() && !variants.iter().any(|variant| error.is_in(&variant.file))
    };
    if let Some(error) = errors.iter().find(nobodys) {
        bail!("the chapters' libraries can't be used: {}", error.rendered.as_deref().unwrap_or_default());
    }
    Ok(Compiled::Refused(errors))
}

/// The program's source: for each variant a module that holds the student's file and the checks.
fn main(checks: &Path, variants: &[Variant]) -> String {
    let (mut modules, mut list) = (String::new(), String::new());
    for (number, Variant { name, file }) in variants.iter().enumerate() {
        let _ = writeln!(
            modules,
            "mod variant_{number} {{\n    #[path = {file:?}]\n    pub mod student;\n    #[path = {checks:?}]\n    pub mod checks;\n}}"
        );
        let _ = writeln!(list, "        ({name:?}, variant_{number}::checks::CHECKS),");
    }
    format!("#![allow(warnings)]\n\n{modules}\nfn main() {{\n    exercises::answer(&[\n{list}    ]);\n}}\n")
}
