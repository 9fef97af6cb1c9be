//! What became of a student's file, and telling it.

use exercises::{Exercise, only_numbers};

/// What became of a student's file.
pub(crate) enum Report {
    /// It was not run: what to do first, and the compiler's errors if there are any.
    Refused(String),
    /// What each check found.
    Checked(Vec<Finding>),
}

/// What one check found.
pub(crate) struct Finding {
    /// The check's name.
    pub(crate) check: String,
    /// What is wrong, if anything is.
    pub(crate) wrong: Option<String>,
    /// What the student's code printed.
    pub(crate) printed: String,
}

impl Report {
    /// Whether every check passed.
    pub(crate) fn solved(&self) -> bool {
        matches!(self, Report::Checked(findings) if !findings.is_empty() && findings.iter().all(|f| f.wrong.is_none()))
    }

    /// Tells a student how far they are.
    pub(crate) fn print(&self, exercise: &Exercise) {
        let Exercise { name, title, kind, .. } = exercise;
        println!("{title} · {kind}\nchapters/exercises/examples/{name}/main.rs\n");
        match self {
            Report::Refused(why) => println!("✗ {why}"),
            Report::Checked(findings) => print_findings(findings),
        }
        if self.solved() {
            println!("\nSolved. {}", exercise.insight.trim());
        } else {
            println!("\nNot solved yet. Stuck: cargo exercises hint {name}");
        }
    }
}

/// A check's name as a sentence.
pub(crate) fn words(check: &str) -> String {
    check.replace('_', " ")
}

/// Every check, and what the first that failed has found.
pub(crate) fn print_findings(findings: &[Finding]) {
    let first = findings.iter().position(|finding| finding.wrong.is_some());
    for (number, Finding { check, wrong, printed }) in findings.iter().enumerate() {
        println!("{} {}", if wrong.is_none() { "✓" } else { "✗" }, words(check));
        if let (Some(found), true) = (wrong, first == Some(number)) {
            println!("{}", indent(found));
            if !printed.is_empty() {
                println!("{}", indent(&format!("it printed:\n{printed}")));
            }
        }
    }
    if let Some((check, found)) = named_later(findings) {
        println!(
            "\nThe mistake may be this one, which a later check knows:\n✗ {}\n{}",
            words(check),
            indent(found)
        );
    }
}

/// Where the first check that fails tells numbers only: the first that fails after it and names a mistake.
fn named_later(findings: &[Finding]) -> Option<(&str, &str)> {
    let mut wrong = findings.iter().filter_map(|f| Some((f.check.as_str(), f.wrong.as_deref()?)));
    wrong.next().filter(|(_, first)| only_numbers(first))?;
    wrong.find(|(_, found)| {
        found.contains(" is wrong: ") || found.contains(" and should be ") && !only_numbers(found)
    })
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
