//! What keeps the house easy to see: chapters build on lower-numbered ones only, and names are unique; and what comes
//! from outside may be given on, and asks for no newer Rust than the workspace does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate of the workspace, as `cargo metadata` tells of it.
struct Package {
    name: String,
    /// The name of its folder.
    folder: String,
    /// The chapter's number, from its folder's name; none for the crates that are no chapters.
    chapter: Option<u32>,
    /// The crates that its library needs, workspace or not.
    needs: BTreeSet<String>,
    examples: Vec<String>,
    /// Its test programs' main files.
    tests: Vec<PathBuf>,
}

fn packages() -> Vec<Package> {
    list(&metadata(&["--no-deps"])["packages"]).map(package).collect()
}

/// The crates from outside that are compiled on this system, as `cargo metadata` tells of them.
fn dependencies() -> Vec<Value> {
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let about = String::from_utf8(rustc.stdout).expect("rustc writes UTF-8");
    let system = about.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its system");
    let metadata = metadata(&["--filter-platform", system]);
    let compiled: BTreeSet<&str> =
        list(&metadata["resolve"]["nodes"]).filter_map(|node| node["id"].as_str()).collect();
    let from_outside = |package: &&Value| {
        !package["source"].is_null() && package["id"].as_str().is_some_and(|id| compiled.contains(id))
    };
    list(&metadata["packages"]).filter(from_outside).cloned().collect()
}

fn metadata(flags: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .args(flags)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn package(package: &Value) -> Package {
    let manifest = text(&package["manifest_path"]).replace('\\', "/");
    let chapter =
        manifest.split_once("/chapters/").and_then(|(_, rest)| rest.split('-').next()?.parse().ok());
    let folder = manifest.rsplit('/').nth(1).unwrap_or_default().to_owned();
    let needs =
        list(&package["dependencies"]).filter(|d| d["kind"].is_null()).map(|d| text(&d["name"])).collect();
    let of_kind = |kind| list(&package["targets"]).filter(move |target| target["kind"][0] == kind);
    let examples = of_kind("example").map(|example| text(&example["name"])).collect();
    let tests = of_kind("test").map(|test| text(&test["src_path"]).into()).collect();
    Package { name: text(&package["name"]), folder, chapter, needs, examples, tests }
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

/// CONTRIBUTING.md lists these places; what is missing in them is said at once.
#[test]
fn a_chapter_is_in_all_its_places() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for package in packages().iter().filter(|package| package.chapter.is_some()) {
        let folder = &package.folder;
        let places = [
            ("Cargo.toml", format!("path = \"chapters/{folder}\"")),
            ("src/lib.rs", format!("pub use {};", package.name.replace('-', "_"))),
            ("book/src/SUMMARY.md", format!("({folder}.md)")),
            ("README.md", format!("(chapters/{folder})")),
        ];
        for (file, words) in places {
            if !fs::read_to_string(root.join(file)).expect("readable").contains(&words) {
                missing.push(format!("{folder} is not in {file}: it would say `{words}`"));
            }
        }
        if !root.join(format!("book/src/{folder}.md")).is_file() {
            missing.push(format!("{folder} has no page: book/src/{folder}.md"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
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

/// What a library needs to read and write files, and what it would write there.
const FILES: [&str; 7] =
    ["model-files", "safetensors", "serde", "serde_json", "tempfile", "thiserror", "tokenizers"];

#[test]
fn no_numbered_chapter_knows_files() {
    for package in packages().iter().filter(|p| p.chapter.is_some()) {
        for needed in FILES {
            assert!(
                !package.needs.contains(needed),
                "{} depends on {needed}: what is kept in files belongs into chapters/model-files",
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

/// A crate's tests are one program, linked once: what its `main.rs` does not name would not run.
#[test]
fn every_file_of_tests_is_in_its_program() {
    let mains = packages().into_iter().flat_map(|package| package.tests);
    for main in mains.filter(|path| path.ends_with("main.rs")) {
        let modules = fs::read_to_string(&main).expect("readable");
        for entry in fs::read_dir(main.parent().expect("a folder")).expect("readable") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let named = main == path || modules.lines().any(|line| line == format!("mod {name};"));
            assert!(
                named || path.extension().is_none_or(|extension| extension != "rs"),
                "{} does not run: write `mod {name};` into {}",
                path.display(),
                main.display()
            );
        }
    }
}

/// Whether one of the licences that are offered is allowed; of several that all apply, each must be.
fn may_be_given_on(licence: &str, allowed: &BTreeSet<String>) -> bool {
    let offered = licence.replace('/', " OR ");
    offered.split(" AND ").all(|all| {
        let choices = all.trim().trim_start_matches('(').trim_end_matches(')');
        choices.split(" OR ").any(|one| allowed.contains(one.trim()))
    })
}

#[test]
fn every_dependency_has_a_licence_that_cargo_deny_allows() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo/deny.toml");
    let rules: toml::Table = fs::read_to_string(file).expect("readable").parse().expect("it is TOML");
    let allowed = rules["licenses"]["allow"].as_array().expect("a list");
    let allowed = allowed.iter().map(|licence| licence.as_str().expect("a name").to_owned()).collect();
    let dependencies = dependencies();
    assert!(dependencies.len() > 100, "only {} dependencies were found", dependencies.len());
    for package in dependencies {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or("none"));
        assert!(
            may_be_given_on(licence, &allowed),
            "{name} has the licence {licence}, which .cargo/deny.toml does not allow: choose another crate"
        );
    }
}

#[test]
fn a_licence_may_offer_a_choice() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Zlib".to_owned()]);
    for (licence, may) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("Apache-2.0 OR MIT", true),
        ("Unlicense/MIT", true),
        ("(Apache-2.0 OR MIT) AND Zlib", true),
        ("MIT AND GPL-3.0-only", false),
        ("none", false),
    ] {
        assert_eq!(may_be_given_on(licence, &allowed), may, "{licence}");
    }
}

/// `1.91` as numbers, to be compared: major, minor, patch.
fn version(text: &str) -> [u32; 3] {
    let mut numbers = text.split('.').map(|number| number.parse().expect("a number"));
    [(); 3].map(|()| numbers.next().unwrap_or(0))
}

#[test]
fn no_dependency_asks_for_a_newer_rust_than_the_workspace_names() {
    let named = env!("CARGO_PKG_RUST_VERSION");
    for package in dependencies() {
        let asked = package["rust_version"].as_str().unwrap_or("1.0");
        assert!(
            version(asked) <= version(named),
            "{} asks for Rust {asked}, Cargo.toml names {named}: raise rust-version, or keep the older crate",
            package["name"]
        );
    }
}

/// The most characters of a line that a listing of the book shows without being scrolled.
const LISTING: usize = 92;

/// The Rust files in a folder and below it.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    entries
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn no_line_of_a_chapter_is_wider_than_a_listing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters");
    let chapters = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let numbered = chapters
        .filter(|path| path.file_name().is_some_and(|name| name.as_encoded_bytes()[0].is_ascii_digit()));
    let files: Vec<PathBuf> = numbered
        .flat_map(|chapter| [chapter.join("src"), chapter.join("examples")].map(|f| rust_files(&f)))
        .flatten()
        .collect();
    assert!(files.len() > 100, "only {} files were found", files.len());
    let mut wide = Vec::new();
    for file in files {
        for (number, line) in fs::read_to_string(&file).expect("UTF-8").lines().enumerate() {
            if line.chars().count() > LISTING {
                wide.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(wide.is_empty(), "lines of more than {LISTING} characters:\n{}", wide.join("\n"));
}
