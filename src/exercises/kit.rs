//! The libraries that checks are linked with: the chapters, compiled by Cargo as the program's own were.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use cargo_metadata::{Message, PackageId, TargetKind};
use press::Workspace;

/// Libraries from outside the workspace that exercises may use.
const OTHERS: [&str; 2] = ["ndarray", "rand"];

/// The compiled libraries.
pub(crate) struct Kit {
    /// The compiler itself, without what chooses one.
    pub(crate) compiler: PathBuf,
    /// Where its own libraries are.
    pub(crate) sysroot: PathBuf,
    /// By the names that a `use` gives them.
    libraries: BTreeMap<String, PathBuf>,
    /// Where what they need in turn is.
    folders: BTreeSet<PathBuf>,
    /// Where what is made with them goes.
    built: PathBuf,
    /// Which of the workspace's crates each of them builds on.
    needs: Vec<(String, Vec<String>)>,
}

impl Kit {
    /// Lets Cargo compile what isn't compiled yet; if nothing has changed, that takes a moment.
    pub(crate) fn build(workspace: &Workspace) -> Result<Kit> {
        let own: Vec<&str> = workspace
            .crates
            .iter()
            .filter(|krate| krate.folder.starts_with("chapters"))
            .map(|krate| krate.name.as_str())
            .collect();
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--lib", "--package=glassgpt", "--quiet"]);
        cargo.arg("--message-format=json-render-diagnostics");
        // A check catches a panic, whatever one's other projects do with theirs.
        let unwinding = |profile: &str| format!("profile.{profile}.panic=\"unwind\"");
        cargo.arg("--config").arg(unwinding("dev")).arg("--config").arg(unwinding("release"));
        if !cfg!(debug_assertions) {
            cargo.arg("--release"); // as this program was, so that its own libraries serve
        }
        let output = cargo
            .current_dir(&workspace.root)
            .stderr(Stdio::inherit())
            .output()
            .context("cargo can't be started: is it installed?")?;
        ensure!(output.status.success(), "the chapters don't compile: what cargo says of them is above");
        let mut newest: BTreeMap<String, (Vec<u32>, PathBuf)> = BTreeMap::new();
        let mut folders = BTreeSet::new(); // two, where a target is set: what runs in the compiler is apart
        for message in Message::parse_stream(output.stdout.as_slice()) {
            let Message::CompilerArtifact(artifact) = message.context("cargo's messages can't be read")?
            else {
                continue;
            };
            let linked = |file: &&cargo_metadata::camino::Utf8PathBuf| {
                matches!(file.extension(), Some("rmeta" | "so" | "dylib" | "dll"))
            };
            let beside = artifact.filenames.iter().filter(linked).filter_map(|file| file.parent());
            folders.extend(beside.map(|folder| folder.to_owned().into_std_path_buf()));
            let name = &artifact.target.name;
            let wanted =
                own.iter().any(|own| own.replace('-', "_") == *name) || OTHERS.contains(&name.as_str());
            // Beside its metadata, under a name of its own: another copy of the workspace can't overwrite it.
            let metadata = artifact.filenames.iter().find(|file| file.extension() == Some("rmeta"));
            if let (true, Some(file)) = (wanted && artifact.target.kind.contains(&TargetKind::Lib), metadata)
            {
                let library =
                    (version(&artifact.package_id), file.with_extension("rlib").into_std_path_buf());
                let kept = newest.entry(name.clone()).or_default();
                *kept = library.max(std::mem::take(kept)); // something else may need an older rand
            }
        }
        let in_rust = |name: &String| name.replace('-', "_");
        let needs = workspace
            .crates
            .iter()
            .map(|krate| (in_rust(&krate.name), krate.builds_on.iter().map(in_rust).collect()));
        let needs = needs.collect();
        let libraries: BTreeMap<String, PathBuf> =
            newest.into_iter().map(|(name, (_, file))| (name, file)).collect();
        let (compiler, sysroot) = compiler(workspace)?;
        Ok(Kit { compiler, sysroot, folders, libraries, built: workspace.target.join("exercises"), needs })
    }

    /// Where what the libraries need in turn is.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// Where something of this name is built.
    pub(crate) fn folder_of(&self, name: &str) -> PathBuf {
        self.built.join(name)
    }

    /// The crates that build on one of these, or on one that does.
    pub(crate) fn built_on(&self, crates: &[String]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        loop {
            let next = self.needs.iter().find(|(name, needs)| {
                !found.contains(name) && needs.iter().any(|one| crates.contains(one) || found.contains(one))
            });
            match next {
                Some((name, _)) => found.push(name.clone()),
                None => return found,
            }
        }
    }

    /// The library of this name.
    pub(crate) fn library(&self, name: &str) -> Result<&Path> {
        Ok(self.libraries.get(name).with_context(|| format!("there is no library {name}"))?)
    }

    /// What rustc is told of the libraries, but for those that are left out.
    pub(crate) fn flags(&self, left_out: &[String]) -> Vec<OsString> {
        let mut flags = Vec::new();
        for folder in &self.folders {
            let mut search = OsString::from("dependency=");
            search.push(folder);
            flags.extend(["-L".into(), search]);
        }
        for (name, file) in self.libraries.iter().filter(|(name, _)| !left_out.contains(name)) {
            let mut library = OsString::from(format!("{name}="));
            library.push(file);
            flags.extend(["--extern".into(), library]);
        }
        flags
    }
}

/// The compiler that this workspace uses, and the folder that it stands in.
fn compiler(workspace: &Workspace) -> Result<(PathBuf, PathBuf)> {
    let chosen = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(&chosen).args(["--print", "sysroot"]).current_dir(&workspace.root).output();
    let output = output.context("rustc can't be started: is it installed?")?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let own = sysroot.join("bin/rustc").with_extension(env::consts::EXE_EXTENSION);
    Ok((if own.is_file() { own } else { chosen.into() }, sysroot))
}

/// `[0, 10, 4]` for a package whose identity ends in `@0.10.4`.
fn version(package: &PackageId) -> Vec<u32> {
    let (_, version) = package.repr.rsplit_once(['@', '#']).unwrap_or_default();
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}
