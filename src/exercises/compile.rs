//! A program made of students' files and the checks. Each file is a library of its own, in which nothing unsafe is
//! allowed and nothing but itself is read; the checks are compiled with it afterwards.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use exercises::Exercise;
use press::limits::forget_cargo;
use serde::Deserialize;

use super::confine::confined;
use super::kit::Kit;
use super::limits::{End, Time, limited, wait};

/// How long the compiler may take. It takes about a second.
const TIME: Time = Time { processor: Duration::from_secs(60), clock: Duration::from_secs(300) };

/// A student's file, and the name under which it is compiled.
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) file: PathBuf,
}

/// What came of compiling.
pub(crate) enum Compiled {
    /// The checking program.
    Program(PathBuf),
    /// Why there is none, with the compiler's errors.
    Refused(String),
}

/// Something that the compiler says.
#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    code: Option<Code>,
    /// What it says, ready for a terminal.
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

impl Diagnostic {
    fn text(&self) -> &str {
        self.rendered.as_deref().unwrap_or_default()
    }

    /// Whether it only says how many errors there were.
    fn is_a_summary(&self) -> bool {
        self.text().starts_with("error: aborting due to")
    }

    /// Whether its code is one of these.
    fn is_one_of(&self, codes: &[&str]) -> bool {
        self.code.as_ref().is_some_and(|code| codes.contains(&code.code.as_str()))
    }
}

/// A library that is missing, or that is another than it was.
const LIBRARIES: [&str; 5] = ["E0460", "E0461", "E0462", "E0463", "E0514"];

/// Compiles students' files with the checks into one program in `folder`.
pub(crate) fn compile(
    kit: &Kit,
    exercise: &Exercise,
    variants: &[Variant],
    folder: &Path,
) -> Result<Compiled> {
    let mut libraries = Vec::new();
    for (number, variant) in variants.iter().enumerate() {
        let name = format!("student_{number}");
        match alone(kit, exercise, &variant.file, folder, name, "0")? {
            Ok(library) => libraries.push(library),
            Err(why) => return Ok(Compiled::Refused(why)),
        }
    }
    link(kit, folder, "check", &main(&exercise.checks(), variants), &libraries)
}

/// A student's file, compiled alone.
pub(crate) struct Library {
    pub(crate) name: String,
    pub(crate) file: PathBuf,
}

impl Library {
    /// A variant's, as [`compile`] has put it into `folder`.
    pub(crate) fn of_variant(number: usize, folder: &Path) -> Library {
        let name = format!("student_{number}");
        let file = folder.join(format!("lib{name}.rlib"));
        Library { name, file }
    }
}

/// Compiles a source that uses students' libraries into a program in `folder`.
pub(crate) fn link(
    kit: &Kit,
    folder: &Path,
    name: &str,
    text: &str,
    libraries: &[Library],
) -> Result<Compiled> {
    let mut program = rustc(limited(&kit.compiler, TIME), &kit.flags(&[]));
    for Library { name, file } in libraries {
        let mut beside = OsString::from("dependency=");
        beside.push(file.parent().unwrap_or(folder));
        program.arg("-L").arg(beside).arg("--extern").arg(named(name, file));
    }
    let source = folder.join(format!("{name}.rs"));
    let file = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    fs::write(&source, text).with_context(|| format!("{} can't be written", source.display()))?;
    program.args(["--crate-type=bin", "--crate-name", name]).arg(&source).arg("-o").arg(&file);
    Ok(match run(program, folder)? {
        None => Compiled::Refused(TOO_LONG.to_owned()),
        Some(errors) if errors.is_empty() => Compiled::Program(file),
        Some(errors) => {
            usable(&errors)?;
            Compiled::Refused(refusal(
                "it compiles alone, but not with its checks: keep the names and the types that it had",
                &errors,
            ))
        }
    })
}

/// Compiles a student's file alone into `folder`, without what an answer does without, and optimised as much as the
/// level says; or says what is wrong with it.
pub(crate) fn alone(
    kit: &Kit,
    exercise: &Exercise,
    file: &Path,
    folder: &Path,
    name: String,
    level: &str,
) -> Result<Result<Library, String>> {
    fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let library = folder.join(format!("lib{name}.rlib"));
    let (shadows, left_out) = shadows(kit, exercise, folder)?;
    let reads = [kit.sysroot.as_path(), file].into_iter().chain(kit.folders());
    let walled = confined(&kit.compiler, &reads.collect::<Vec<_>>(), Some(folder), TIME);
    let mut student = rustc(walled, &kit.flags(&left_out));
    for (name, shadow) in shadows {
        student.arg("--extern").arg(named(&name, &shadow));
    }
    let read = library.with_extension("d");
    let mut emitted = OsString::from("--emit=link,dep-info=");
    emitted.push(&read);
    // Not the lines alone: where a library's code is inlined, they don't tell whose function it is.
    student.args(["--crate-type=rlib", "-Cdebuginfo=limited", "--force-warn=unsafe_code"]);
    student.arg(format!("-Copt-level={level}")).arg("--crate-name").arg(&name);
    student.arg(emitted).arg("-o").arg(&library).arg(file);
    let Some(errors) = run(student, folder)? else { return Ok(Err(TOO_LONG.to_owned())) };
    if !errors.is_empty() && errors.iter().all(|error| error.is_one_of(&["unsafe_code"])) {
        return Ok(Err(refusal("it uses unsafe code: an answer does without", &errors)));
    }
    if !errors.is_empty() {
        let borrowed =
            exercise.without.iter().find(|_| errors.iter().any(|error| is_about(error, exercise, &left_out)));
        let what = match borrowed {
            Some(path) => format!(
                "it does not compile without `{path}`: do without it, and what is built on it, for with the chapter's own code there is nothing left to find out"
            ),
            None => "it does not compile yet".to_owned(),
        };
        return Ok(Err(refusal(&what, &errors)));
    }
    let read = fs::read_to_string(&read).unwrap_or_default();
    let others = |line: &&str| line.ends_with(':') && !line.trim_end_matches(':').ends_with(&escaped(file));
    Ok(match read.lines().find(others) {
        Some(other) => {
            Err(format!("it takes in another file, {}: an answer is one file", other.trim_end_matches(':')))
        }
        None => Ok(Library { name, file: library }),
    })
}

/// A path as the compiler's lists of files have it.
fn escaped(file: &Path) -> String {
    file.display().to_string().replace(' ', "\\ ")
}

/// Whether an error comes from what an answer does without: a crate that is left out, or an item that is empty here.
fn is_about(error: &Diagnostic, exercise: &Exercise, left_out: &[String]) -> bool {
    let said = error.text();
    let item = |path: &String| path.rsplit_once("::").is_some_and(|(_, item)| said.contains(item));
    let gone = |name: &String| said.contains(&format!("`{name}`"));
    exercise.without.iter().any(item)
        || error.is_one_of(&["E0432", "E0433", "E0463", "E0425"]) && left_out.iter().any(gone)
}

/// Crates with some items empty, by name, with their libraries; and the names of those that are left out.
type Shadows = (Vec<(String, PathBuf)>, Vec<String>);

/// For an exercise that does without items of a crate: that crate with the items empty, by its name. And the crates that
/// are left out: the forbidden ones, and all that are built on a forbidden crate or item.
fn shadows(kit: &Kit, exercise: &Exercise, folder: &Path) -> Result<Shadows> {
    let krate = |path: &String| path.split("::").next().unwrap_or_default().to_owned();
    let mut left_out: Vec<String> =
        exercise.without.iter().filter(|path| !path.contains("::")).map(krate).collect();
    left_out.push("exercises".to_owned()); // a tutor measures gradients
    left_out.push("assembled".to_owned()); // and the book's assistant has each of its parts
    let mut crates: Vec<String> =
        exercise.without.iter().filter(|path| path.contains("::")).map(krate).collect();
    crates.dedup();
    left_out.extend(kit.built_on(&exercise.without.iter().map(krate).collect::<Vec<_>>()));
    let mut shadows = Vec::new();
    for name in crates {
        let (source, library) =
            (folder.join(format!("without_{name}.rs")), folder.join(format!("libwithout_{name}.rlib")));
        let mut text = "#![allow(warnings)]\npub use real::*;\n".to_owned();
        for item in exercise.without.iter().filter_map(|path| path.strip_prefix(&format!("{name}::"))) {
            let _ = writeln!(text, "pub struct {item};");
        }
        fs::write(&source, text).with_context(|| format!("{} can't be written", source.display()))?;
        let mut shadow = rustc(limited(&kit.compiler, TIME), &kit.flags(std::slice::from_ref(&name)));
        shadow.arg("--extern").arg(named("real", kit.library(&name)?));
        shadow.arg("--crate-type=rlib").arg("-o").arg(&library).arg(&source);
        let errors = run(shadow, folder)?.unwrap_or_default();
        if let Some(error) = errors.first() {
            bail!("{}: {}", exercise.name, error.text());
        }
        left_out.push(name.clone());
        shadows.push((name, library));
    }
    Ok((shadows, left_out))
}

/// What is said of a file that keeps the compiler busy.
const TOO_LONG: &str = "it does not compile within a minute: does a macro or a constant go on for ever?";

/// What is wrong, and the first things that the compiler says of it.
fn refusal(what: &str, errors: &[Diagnostic]) -> String {
    const SHOWN: usize = 8000; // an error shows its line, however long that is
    let said: Vec<&str> = errors.iter().map(Diagnostic::text).take(3).collect();
    let said: String = said.join("\n").chars().take(SHOWN).collect();
    format!("{what}\n\n{said}")
}

/// Complains where not the student's file is wrong, but what it is compiled with.
fn usable(errors: &[Diagnostic]) -> Result<()> {
    match errors.iter().find(|error| error.is_one_of(&LIBRARIES)) {
        Some(error) => bail!("the chapters' libraries can't be used: {}", error.text()),
        None => Ok(()),
    }
}

/// The compiler, as it is used for all: without what Cargo has told this process.
fn rustc(mut rustc: Command, flags: &[OsString]) -> Command {
    forget_cargo(&mut rustc);
    rustc.args(["--edition=2024", "--error-format=json", "-Awarnings"]);
    rustc.args(["-Copt-level=0", "-Cdebug-assertions=on", "-Coverflow-checks=on"]).args(flags);
    rustc
}

/// Its errors; none if it did not end.
fn run(mut rustc: Command, folder: &Path) -> Result<Option<Vec<Diagnostic>>> {
    let said = folder.join("errors.json");
    let file = File::create(&said).with_context(|| format!("{} can't be written", said.display()))?;
    let mut child = rustc
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .with_context(|| format!("{} can't be started", rustc.get_program().display()))?;
    let End::Itself(status) = wait(&mut child, TIME)? else { return Ok(None) };
    let text = fs::read(&said).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let diagnostics = text.lines().filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok());
    let errors: Vec<Diagnostic> = diagnostics
        .filter(|d| (d.level.starts_with("error") || d.is_one_of(&["unsafe_code"])) && !d.is_a_summary())
        .collect();
    if errors.is_empty() && !status.success() {
        let rendered = Some(format!("error: the compiler was aborted ({status})\n{}", text.trim()));
        return Ok(Some(vec![Diagnostic { level: "error".to_owned(), code: None, rendered }]));
    }
    Ok(Some(errors))
}

/// `name=file`, as `--extern` wants it.
fn named(name: &str, file: impl AsRef<OsStr>) -> OsString {
    let mut named = OsString::from(format!("{name}="));
    named.push(file);
    named
}

/// The program's source: for each variant a module with its checks.
fn main(checks: &Path, variants: &[Variant]) -> String {
    let (mut modules, mut list) = (String::new(), String::new());
    for (number, Variant { name, .. }) in variants.iter().enumerate() {
        let _ = writeln!(
            modules,
            "mod variant_{number} {{\n    pub use ::student_{number} as student;\n    #[path = {checks:?}]\n    pub mod checks;\n}}"
        );
        let _ = writeln!(list, "        ({name:?}, variant_{number}::checks::CHECKS),");
    }
    format!("{modules}\nfn main() {{\n    exercises::answer(&[\n{list}    ]);\n}}\n")
}
