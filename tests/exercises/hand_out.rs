//! The copy that the tests work on, and the program in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The root of this workspace.
pub(crate) fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the workspace as its students get it. All commands but its making run in it alone: it shares the target
/// folder, and two workspaces that build into one at the same time would be in each other's way.
pub(crate) fn hand_out() -> &'static Path {
    static COPY: OnceLock<PathBuf> = OnceLock::new();
    COPY.get_or_init(|| {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hand-out");
        let _ = fs::remove_dir_all(&copy);
        let output = program(here()).arg("export").arg(&copy).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        copy
    })
}

/// `glassgpt exercises`, run in a folder.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap(); // the copy shares what is compiled
    command.arg("exercises").current_dir(folder).env("CARGO_TARGET_DIR", target);
    command
}

/// All that a command printed.
pub(crate) fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// A file of an exercise in a workspace.
pub(crate) fn file(folder: &Path, exercise: &str, name: &str) -> PathBuf {
    folder.join("chapters/exercises/examples").join(exercise).join(name)
}

pub(crate) fn solution(exercise: &str) -> String {
    fs::read_to_string(file(here(), exercise, "solution.rs")).unwrap()
}
