//! Lists the chapters and their tests for the example `witnesses`: what it counts is part of it, so that it is another
//! program, and runs again, when a test is added.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    // Asked for when it runs: the checkout may have been moved since this was compiled.
    let folder = env::var_os("CARGO_MANIFEST_DIR").expect("Cargo says where it is");
    let chapters = Path::new(&folder).join("../../chapters");
    println!("cargo::rerun-if-changed={}", chapters.display());
    let mut folders: Vec<PathBuf> =
        fs::read_dir(chapters).expect("chapters").map(|entry| entry.expect("a folder").path()).collect();
    folders.retain(|folder| name(folder).starts_with(|first: char| first.is_ascii_digit()));
    folders.sort();
    let mut list = "[".to_owned();
    for folder in &folders {
        let text = |file| format!("include_str!({:?})", folder.join(file));
        list += &format!(
            "Chapter {{ name: {:?}, naive: {}, gradients: {}, golden: {}, properties: {} }},",
            name(folder),
            text("src/naive.rs"),
            text("tests/gradients.rs"),
            text("tests/golden.json"),
            text("tests/properties.rs")
        );
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo says where to write"));
    fs::write(out.join("chapters.rs"), list + "]").expect("written");
}

fn name(folder: &Path) -> &str {
    folder.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
