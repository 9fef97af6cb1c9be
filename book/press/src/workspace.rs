//! The crates of the book and their examples, as Cargo sees them.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, MetadataCommand, Package, TargetKind};

/// An example of a crate.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Example {
    pub(crate) krate: String,
    pub(crate) name: String,
}

impl Example {
    /// The example that is written `crate::name`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.split_once("::").map(|(krate, name)| Self { krate: krate.into(), name: name.into() })
    }

    /// What makes it: the command for a reader.
    pub(crate) fn command(&self) -> String {
        format!("cargo run --release -p {} --example {}", self.krate, self.name)
    }
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.krate, self.name)
    }
}

/// The workspace that the book is about.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Where the workspace's `Cargo.toml` is.
    pub root: PathBuf,
    /// Where Cargo puts what it builds.
    pub target: PathBuf,
    /// Every crate, in the order of its folder: chapters in reading order.
    pub crates: Vec<Crate>,
}

/// One crate of the workspace.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Its name, as in `cargo run -p NAME`.
    pub name: String,
    /// Its folder, relative to the workspace: `chapters/01-attention`.
    pub folder: PathBuf,
    /// Its examples: name, and source relative to the workspace.
    pub examples: Vec<(String, PathBuf)>,
    /// The crates of this workspace that it builds on (not those that only its tests and examples need).
    pub builds_on: Vec<String>,
}

/// What other people's workspaces, some of which have a book too, don't have all of.
const OWN: [&str; 3] = ["Cargo.toml", "book/book.toml", "book/press/Cargo.toml"];

impl Workspace {
    /// Finds the workspace: from the current folder upwards, or else where this program was compiled.
    ///
    /// # Errors
    /// If neither holds a book, or Cargo can't read the workspace.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("the current folder can't be read")?;
        let compiled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let has_book = |folder: &&Path| OWN.iter().all(|file| folder.join(file).is_file());
        match here.ancestors().chain([compiled.as_path()]).find(has_book) {
            Some(root) => Self::read(root),
            None => bail!(
                "there is no book here: run this inside a clone of the repository (looked for book/book.toml from {} upwards)",
                here.display()
            ),
        }
    }

    /// Reads the workspace whose `Cargo.toml` is in `root`.
    ///
    /// # Errors
    /// If Cargo isn't there or can't read the workspace.
    pub fn read(root: &Path) -> Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .no_deps()
            .exec()
            .with_context(|| format!("cargo can't read the workspace in {}", root.display()))?;
        let root = metadata.workspace_root.as_std_path();
        let mut crates: Vec<Crate> =
            metadata.packages.iter().map(|package| Crate::read(root, package)).collect();
        crates.sort_by(|a, b| a.folder.cmp(&b.folder));
        Ok(Self { root: root.to_owned(), target: metadata.target_directory.as_std_path().to_owned(), crates })
    }

    /// The crate of this name.
    pub fn find_crate(&self, name: &str) -> Option<&Crate> {
        self.crates.iter().find(|krate| krate.name == name)
    }

    /// The Rust files of all crates.
    pub(crate) fn sources(&self) -> Vec<PathBuf> {
        let mut sources = Vec::new();
        let mut folders: Vec<PathBuf> = self
            .crates
            .iter()
            .flat_map(|krate| ["src", "examples", "tests", "benches"].map(|part| krate.folder.join(part)))
            .map(|folder| self.root.join(folder))
            .collect();
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    sources.push(path);
                }
            }
        }
        sources
    }

    /// The source of an example, relative to the workspace.
    pub(crate) fn source(&self, example: &Example) -> Option<&Path> {
        let examples = &self.find_crate(&example.krate)?.examples;
        examples.iter().find(|(name, _)| *name == example.name).map(|(_, source)| source.as_path())
    }

    /// The example that has this source.
    pub(crate) fn example_of(&self, source: &Path) -> Option<Example> {
        let relative = source.strip_prefix(&self.root).ok()?;
        self.crates.iter().find_map(|krate| {
            let (name, _) = krate.examples.iter().find(|(_, source)| source == relative)?;
            Some(Example { krate: krate.name.clone(), name: name.clone() })
        })
    }
}

impl Crate {
    fn read(root: &Path, package: &Package) -> Self {
        let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
        let examples = package.targets.iter().filter(|target| target.kind.contains(&TargetKind::Example));
        let own = |kind: DependencyKind, path: bool| kind == DependencyKind::Normal && path;
        let builds_on = package.dependencies.iter().filter(|needed| own(needed.kind, needed.path.is_some()));
        Self {
            name: package.name.to_string(),
            folder: relative(package.manifest_path.as_std_path().parent().unwrap_or(root)),
            examples: examples
                .map(|target| (target.name.clone(), relative(target.src_path.as_std_path())))
                .collect(),
            builds_on: builds_on.map(|needed| needed.name.clone()).collect(),
        }
    }

    /// The number in the folder's name, if this is a chapter: 1 for `chapters/01-attention`.
    pub fn chapter(&self) -> Option<u32> {
        let inside = self.folder.strip_prefix("chapters").ok()?.to_str()?;
        inside.split('-').next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_very_workspace_is_found_with_its_chapters_in_reading_order() {
        let workspace = Workspace::find().unwrap();
        let chapters: Vec<u32> = workspace.crates.iter().filter_map(Crate::chapter).collect();
        assert!(chapters.len() >= 2 && chapters.is_sorted() && chapters[0] == 0, "{chapters:?}");
        assert_eq!(workspace.find_crate("attention").unwrap().builds_on, ["foundations"]);
    }
}
