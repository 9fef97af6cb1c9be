//! What keeps the house easy to see: chapters build on lower-numbered ones only, and names are unique.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// A crate of the workspace, as `cargo metadata` tells of it.
struct Package {
    name: String,
    /// The chapter's number, from its folder's name; none for the crates that are no chapters.
    chapter: Option<u32>,
    /// The crates that its library needs, workspace or not.
    needs: BTreeSet<String>,
    examples: Vec<String>,
}

fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    list(&metadata["packages"]).map(package).collect()
}

fn package(package: &Value) -> Package {
    let folder = text(&package["manifest_path"]).replace('\\', "/");
    let chapter = folder.split_once("/chapters/").and_then(|(_, rest)| rest.split('-').next()?.parse().ok());
    let needs =
        list(&package["dependencies"]).filter(|d| d["kind"].is_null()).map(|d| text(&d["name"])).collect();
    let examples =
        list(&package["targets"]).filter(|t| t["kind"][0] == "example").map(|t| text(&t["name"])).collect();
    Package { name: text(&package["name"]), chapter, needs, examples }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

#[test]
fn a_chapter_depends_only_on_lower_numbered_chapters() {
    let packages = packages();
    let numbers: BTreeMap<&str, u32> =
        packages.iter().filter_map(|p| Some((p.name.as_str(), p.chapter?))).collect();
    assert!(numbers.len() >= 2, "no chapters were found");
    for package in &packages {
        let Some(own) = package.chapter else { continue };
        for needed in &package.needs {
            if let Some(&number) = numbers.get(needed.as_str()) {
                assert!(
                    number < own,
                    "chapter {own}, {}, depends on chapter {number}, {needed}",
                    package.name
                );
            }
        }
    }
}

#[test]
fn no_chapter_library_needs_the_book() {
    for package in packages().iter().filter(|p| p.chapter.is_some()) {
        for tool in ["figures", "press", "plotters"] {
            assert!(
                !package.needs.contains(tool),
                "{} depends on {tool}: make it a dev-dependency",
                package.name
            );
        }
    }
}

#[test]
fn example_names_are_unique() {
    // Cargo puts all examples in one folder, and the second of a name overwrites the first with only a warning.
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for package in packages() {
        for example in package.examples {
            let other = owners.insert(example.clone(), package.name.clone());
            assert!(
                other.is_none(),
                "{example} is an example of {} and of {}",
                other.unwrap_or_default(),
                package.name
            );
        }
    }
    assert!(!owners.is_empty(), "no examples were found");
}
