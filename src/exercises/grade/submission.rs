//! One student's submission, graded exercise by exercise.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};
use exercises::Exercise;

use super::found::{Found, Handed, shown};
use crate::exercises::beginning::to_give_out;
use crate::exercises::check::examine;
use crate::exercises::desk::Desk;
use crate::exercises::kit::Kit;
use crate::exercises::report::{Finding, Report, words};

/// A graded submission.
pub(crate) struct Submission<'a> {
    /// Its folder's name.
    pub(crate) name: String,
    /// Every exercise, in order.
    pub(crate) exercises: Vec<Graded<'a>>,
    /// What the teacher should know of its files.
    notes: Vec<String>,
}

/// A graded exercise.
pub(crate) struct Graded<'a> {
    pub(crate) exercise: &'a Exercise,
    pub(crate) report: Report,
    /// Whether an exercise gives its points in shares.
    shares: bool,
}

impl Graded<'_> {
    /// All of its points or none; or else its share, in whole points.
    pub(crate) fn points(&self) -> u32 {
        match &self.report {
            report if report.solved() => self.exercise.points,
            Report::Checked(findings) if self.shares => share(self.exercise, findings),
            _ => 0,
        }
    }

    /// What a student and a teacher should know, a line for each check.
    pub(crate) fn output(&self) -> String {
        let findings = match &self.report {
            Report::Refused(why) => return why.clone(),
            Report::Checked(findings) => findings,
        };
        let line = |finding: &Finding| match &finding.wrong {
            None => format!("passed: {}\n", words(&finding.check)),
            Some(found) => {
                format!("FAILED: {}\n    {}\n", words(&finding.check), found.replace('\n', "\n    "))
            }
        };
        findings.iter().map(line).collect()
    }
}

/// The points for the checks that pass now and did not at the beginning, rounded down; none if others fail now.
fn share(exercise: &Exercise, findings: &[Finding]) -> u32 {
    let (to_win, to_keep): (Vec<_>, Vec<_>) = findings
        .iter()
        .partition(|finding| exercise.bug_fails.is_empty() || exercise.bug_fails.contains(&finding.check));
    let won = to_win.iter().filter(|finding| finding.wrong.is_none()).count();
    let kept = to_keep.iter().all(|finding| finding.wrong.is_none());
    if kept { exercise.points * won as u32 / to_win.len().max(1) as u32 } else { 0 }
}

impl<'a> Submission<'a> {
    /// Grades the files of a folder, as many at once as there are processors.
    pub(crate) fn grade(
        desk: &'a Desk,
        kit: &Kit,
        folder: &Path,
        seed: u64,
        shares: bool,
    ) -> Result<Submission<'a>> {
        let all: Vec<&Exercise> = desk.exercises().collect();
        let found = Found::in_folder(folder, &all);
        let build = desk.workspace.target.join("exercises");
        fs::create_dir_all(&build).with_context(|| format!("{} can't be made", build.display()))?;
        let build = tempfile::tempdir_in(&build).context("there is no room for a copy of the submission")?;
        let waiting = Mutex::new(desk.exercises().enumerate());
        let graded = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    loop {
                        let next = waiting.lock().expect("no thread panicked").next();
                        let Some((number, exercise)) = next else { return };
                        let report = grade(kit, exercise, &found, build.path(), seed);
                        graded.lock().expect("no thread panicked").push((number, exercise, report));
                    }
                });
            }
        });
        let mut graded = graded.into_inner().expect("no thread panicked");
        graded.sort_by_key(|(number, ..)| *number);
        let graded = graded.into_iter().map(|(_, exercise, report)| {
            let report = report.unwrap_or_else(|error| Report::Refused(format!("{NOT_GRADED}: {error:#}")));
            Graded { exercise, report, shares }
        });
        let name = shown(Path::new(folder.file_name().unwrap_or(folder.as_os_str())));
        Ok(Submission { name, exercises: graded.collect(), notes: found.notes })
    }

    /// Points reached, and points that can be reached.
    pub(crate) fn points(&self) -> (u32, u32) {
        (
            self.exercises.iter().map(Graded::points).sum(),
            self.exercises.iter().map(|g| g.exercise.points).sum(),
        )
    }

    /// How many could not be graded, for a reason that may be ours.
    pub(crate) fn not_graded(&self) -> usize {
        self.count(NOT_GRADED)
    }

    fn count(&self, has: &str) -> usize {
        self.exercises.iter().filter(|graded| graded.output().contains(has)).count()
    }

    /// The submission in one line, for the table of a class.
    pub(crate) fn row(&self) -> String {
        let (points, of) = self.points();
        let solved = self.exercises.iter().filter(|graded| graded.report.solved()).count();
        let counted = [
            ("does not compile", NOT_COMPILED),
            ("did not end", "did not end within"),
            ("not graded", NOT_GRADED),
        ]
        .map(|(note, has)| (note, self.count(has)));
        let counted = counted.into_iter().filter(|(_, count)| *count > 0);
        let notes = counted.map(|(note, count)| format!("{count} {note}")).chain(self.notes.iter().cloned());
        let notes: String = notes.map(|note| format!("  {note}")).collect();
        format!("{:24} {points:4} of {of} points  {solved:3} solved{notes}", self.name)
    }

    /// The submission exercise by exercise.
    pub(crate) fn print(&self) {
        for graded in &self.exercises {
            let mark = if graded.report.solved() { "✓" } else { "✗" };
            println!(
                "{mark} {:32} {:2} of {}",
                graded.exercise.name,
                graded.points(),
                graded.exercise.points
            );
        }
        println!("\n{}", self.row());
    }
}

/// What a report says of a file that the compiler refuses.
const NOT_COMPILED: &str = "compile";

/// What it says of one that the program could not grade.
const NOT_GRADED: &str = "it could not be graded";

/// Grades a copy of one file: whatever stands beside it in the submission is not seen.
fn grade(kit: &Kit, exercise: &Exercise, found: &Found, build: &Path, seed: u64) -> Result<Report> {
    let text = match found.of(exercise, &to_give_out(exercise)?) {
        Handed::In(text) => text,
        Handed::Not(why) => return Ok(Report::Refused(why)),
    };
    let folder = build.join(&exercise.name);
    let file = folder.join(&exercise.name).with_extension("rs");
    fs::create_dir_all(&folder).and_then(|()| fs::write(&file, text)).context("a copy can't be written")?;
    let report = examine(kit, exercise, &file, &folder, seed)?;
    let place = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    Ok(match report {
        Report::Refused(why) => Report::Refused(why.replace(&place, "")),
        Report::Checked(mut findings) => {
            for wrong in findings.iter_mut().filter_map(|finding| finding.wrong.as_mut()) {
                *wrong = wrong.replace(&place, "");
            }
            Report::Checked(findings)
        }
    })
}
