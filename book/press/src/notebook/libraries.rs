//! What an example is compiled with: the libraries that Cargo has compiled for the book's own one.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use cargo_metadata::semver::Version;
use cargo_metadata::{Artifact, Dependency, Edition, Message, MetadataCommand, Package, TargetKind};

use crate::workspace::{Example, Workspace};

/// The libraries of one example.
#[derive(Debug)]
pub(super) struct Libraries {
    edition: Edition,
    /// By the names that a `use` gives them.
    named: BTreeMap<String, PathBuf>,
    /// Where what they need in turn is.
    folders: Vec<PathBuf>,
    /// Where the build script of the example's crate has put what it made.
    made: Option<PathBuf>,
}

impl Libraries {
    /// Lets Cargo compile the example with all that it needs, as the book does; if nothing has changed, that takes a
    /// moment. Dropping the future ends the compiler.
    ///
    /// # Errors
    /// If it doesn't compile.
    pub(super) async fn build(workspace: &Workspace, example: &Example) -> Result<Self> {
        let package = package(workspace, example)?;
        let mut cargo = tokio::process::Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.current_dir(&workspace.root).args(["build", "--workspace", "--example", &example.name]);
        cargo.arg("--message-format=json-render-diagnostics").arg("--target-dir").arg(&workspace.target);
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        let cargo = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let cargo = cargo.kill_on_drop(true).spawn().context("cargo can't be started: is Rust installed?")?;
        let output = cargo.wait_with_output().await.context("cargo can't be waited for")?;
        if !output.status.success() {
            bail!(
                "The book's own libraries don't compile, so that nothing can be compiled with them. Cargo says:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Self::find(&package, &output.stdout)
    }

    /// The libraries that a package needs, in Cargo's messages.
    fn find(package: &Package, messages: &[u8]) -> Result<Self> {
        let (mut artifacts, mut made) = (Vec::new(), None);
        for message in Message::parse_stream(messages) {
            match message.context("cargo's messages can't be read")? {
                Message::CompilerArtifact(artifact) => artifacts.push(artifact),
                Message::BuildScriptExecuted(script) if script.package_id == package.id => {
                    made = Some(script.out_dir.into_std_path_buf());
                }
                _ => {}
            }
        }
        let mut libraries =
            Self { edition: package.edition, named: BTreeMap::new(), folders: Vec::new(), made };
        let own = artifacts.iter().find(|artifact| artifact.package_id == package.id && is_library(artifact));
        if let Some(own) = own {
            libraries.add(own.target.name.replace('-', "_"), own);
        }
        for dependency in &package.dependencies {
            if let Some(artifact) = best(&artifacts, dependency) {
                let name = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
                libraries.add(name, artifact);
            }
        }
        let folders = artifacts.iter().filter_map(|artifact| Some(file(artifact)?.parent()?.to_owned()));
        libraries.folders = folders.collect();
        libraries.folders.sort();
        libraries.folders.dedup();
        Ok(libraries)
    }

    fn add(&mut self, name: String, artifact: &Artifact) {
        if let Some(file) = file(artifact) {
            self.named.insert(name, file);
        }
    }

    /// What rustc is told of them.
    pub(super) fn tell(&self, rustc: &mut Command) {
        rustc.arg(format!("--edition={}", self.edition));
        for folder in &self.folders {
            rustc.arg("-L").arg(joined("dependency", folder));
        }
        for (name, file) in &self.named {
            rustc.arg("--extern").arg(joined(name, file));
        }
        if let Some(made) = &self.made {
            rustc.env("OUT_DIR", made);
        }
    }
}

/// The package of an example, with the names of what it depends on.
fn package(workspace: &Workspace, example: &Example) -> Result<Package> {
    let manifest = workspace.root.join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec();
    let packages = metadata.context("cargo can't read the workspace")?.packages;
    let found = packages.into_iter().find(|package| *package.name == example.krate);
    found.with_context(|| format!("there is no crate {} any more", example.krate))
}

/// Among what Cargo has compiled, the library that a dependency means. Where one is there twice (a build script's own
/// is compiled without optimisation), the better optimised.
fn best<'a>(artifacts: &'a [Artifact], dependency: &Dependency) -> Option<&'a Artifact> {
    let suits = |artifact: &&Artifact| {
        let (_, identity) = artifact.package_id.repr.rsplit_once('#').unwrap_or_default();
        let (name, version) = identity.rsplit_once('@').unwrap_or(("", identity));
        let is_named = name == dependency.name
            || artifact.target.name.replace('-', "_") == dependency.name.replace('-', "_");
        let fits = Version::parse(version).is_ok_and(|version| dependency.req.matches(&version));
        is_library(artifact) && is_named && fits
    };
    artifacts.iter().filter(suits).max_by(|a, b| a.profile.opt_level.cmp(&b.profile.opt_level))
}

fn is_library(artifact: &Artifact) -> bool {
    let kinds = [TargetKind::Lib, TargetKind::RLib, TargetKind::ProcMacro];
    artifact.target.kind.iter().any(|kind| kinds.contains(kind))
}

/// An artifact's library. It lies beside its metadata, under a name of its own, that another copy of the workspace
/// can't overwrite.
fn file(artifact: &Artifact) -> Option<PathBuf> {
    let has = |extension| artifact.filenames.iter().find(move |file| file.extension() == Some(extension));
    let file = match has("rmeta") {
        Some(metadata) => metadata.with_extension("rlib"),
        None => artifact.filenames.first()?.clone(), // a macro's
    };
    Some(file.into_std_path_buf())
}

/// `name=path`, as rustc wants it.
fn joined(name: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(format!("{name}="));
    joined.push(path);
    joined
}
