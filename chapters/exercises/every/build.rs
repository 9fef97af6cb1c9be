//! Lists the files of every exercise as modules.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    // Asked for when it runs: the checkout may have been moved since this was compiled.
    let folder = env::var_os("CARGO_MANIFEST_DIR").expect("Cargo says where it is");
    let examples = Path::new(&folder).join("../examples");
    println!("cargo::rerun-if-changed={}", examples.display());
    let mut modules = String::new();
    for folder in files(&examples).filter(|folder| folder.join("solution.rs").exists()) {
        let (name, solution, checks) =
            (stem(&folder), folder.join("solution.rs"), folder.join("checks.rs"));
        let mut inner = format!(
            "#[path = {solution:?}] pub mod student; #[path = {checks:?}] pub mod checks;"
        );
        for file in files(&folder.join("wrong")) {
            let _ = write!(inner, " #[path = {file:?}] pub mod wrong_{};", stem(&file));
        }
        let _ = writeln!(modules, "pub mod {name} {{ {inner} }}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it"));
    fs::write(out.join("every.rs"), modules).expect("Cargo's own folder can be written");
}

/// What is in a folder, by name.
fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files.into_iter()
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
