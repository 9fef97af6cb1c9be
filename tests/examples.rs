//! Every example of every chapter runs, at its reduced size, and what it asserts holds. (What students edit is no example.)

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn every_example_runs_and_its_assertions_hold() {
    let figures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    let examples = build_examples();
    assert!(!examples.is_empty(), "no examples were found");
    let failed: Vec<String> = examples.iter().filter_map(|example| failure(example, &figures)).collect();
    assert!(failed.is_empty(), "{} examples failed:\n{}", failed.len(), failed.join("\n"));
}

/// What went wrong in the example, if anything did.
fn failure(example: &Path, figures: &Path) -> Option<String> {
    let output = Command::new(example)
        .env("GLASSGPT_QUICK", "1")
        .env("GLASSGPT_FIGURES", figures)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", example.display()));
    let stderr = String::from_utf8_lossy(&output.stderr);
    (!output.status.success()).then(|| format!("{}: {}\n{stderr}", example.display(), output.status))
}

/// The examples' programs, as `cargo test --workspace` has built them already.
fn build_examples() -> Vec<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--workspace",
            "--exclude",
            "exercises",
            "--examples",
            "--message-format=json",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo build: {}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
    let is_example = |message: &Value| message["target"]["kind"][0] == "example";
    messages.filter(is_example).filter_map(|message| Some(message["executable"].as_str()?.into())).collect()
}
