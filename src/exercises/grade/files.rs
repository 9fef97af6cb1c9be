//! Grades as other programs read them: Gradescope's `results.json`, Classroom 50's `result.json`, JUnit, and a table.

use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};
use serde_json::json;

use super::{Graded, Submission};
use crate::exercises::report::{Finding, Report, words};

pub(super) fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("{} can't be written", file.display()))
}

/// Gradescope's `results.json`: a test for each exercise, with its points.
pub(super) fn gradescope(submission: &Submission<'_>, seed: u64) -> Result<String> {
    let tests = submission.exercises.iter().map(|graded| {
        json!({
            "name": graded.exercise.name,
            "score": graded.points(),
            "max_score": graded.exercise.points,
            "status": if graded.report.solved() { "passed" } else { "failed" },
            "output": graded.output(),
            "tags": [graded.exercise.chapter],
            "visibility": "visible",
        })
    });
    let results = json!({
        "score": submission.points().0,
        "output": submission.row(),
        "stdout_visibility": "hidden",
        "tests": tests.collect::<Vec<_>>(),
        "extra_data": { "seed": seed },
    });
    Ok(serde_json::to_string_pretty(&results)?)
}

/// Classroom 50's `result.json`, of version 1. Who and what it is about stands in variables that its runner sets.
pub(super) fn classroom50(submission: &Submission<'_>) -> Result<String> {
    let told = |variable: &str| env::var(variable).unwrap_or_default();
    let review = Some(told("REVIEW_URL")).filter(|url| !url.is_empty()); // none without a place where the diff begins
    let tests = submission.exercises.iter().map(|graded| {
        json!({
            "test-name": graded.exercise.name,
            "passed": graded.report.solved(),
            "score": graded.points(),
            "max-score": graded.exercise.points,
        })
    });
    let (score, of) = submission.points();
    let result = json!({
        "schema": "classroom50/result/v1",
        "classroom": told("CLASSROOM"),
        "assignment": told("ASSIGNMENT"),
        "submission": told("SUBMISSION_TAG"),
        "commit": told("COMMIT_URL"),
        "release": told("RELEASE_URL"),
        "review": review.unwrap_or_else(|| told("COMMIT_URL")),
        "datetime": moment(SystemTime::now()),
        "score": score,
        "max-score": of,
        "tests": tests.collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&result)?)
}

/// A moment as ISO 8601 writes it: `2026-11-25T20:55:45Z`.
fn moment(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (mut days, of_day) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        (days, month) = (days - length, month + 1);
    }
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1)
}

/// JUnit: a suite for each exercise, a case for each check.
pub(super) fn junit(submission: &Submission<'_>) -> String {
    let suites: String = submission.exercises.iter().map(suite).collect();
    let name = xml(&submission.name);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{name}\">\n{suites}</testsuites>\n"
    )
}

fn suite(graded: &Graded<'_>) -> String {
    let cases: Vec<(&str, Option<&str>)> = match &graded.report {
        Report::Refused(why) => vec![("it compiles with its checks", Some(why))],
        Report::Checked(findings) => {
            findings.iter().map(|Finding { check, wrong, .. }| (check.as_str(), wrong.as_deref())).collect()
        }
    };
    let name = xml(&graded.exercise.name);
    let failures = cases.iter().filter(|(_, wrong)| wrong.is_some()).count();
    let lines = cases.iter().map(|(check, wrong)| {
        let check = xml(&words(check));
        match wrong {
            None => format!("    <testcase classname=\"{name}\" name=\"{check}\"/>\n"),
            Some(found) => format!(
                "    <testcase classname=\"{name}\" name=\"{check}\"><failure message=\"failed\">{}</failure></testcase>\n",
                xml(found)
            ),
        }
    });
    format!(
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">\n{}  </testsuite>\n",
        cases.len(),
        lines.collect::<String>()
    )
}

/// Text as XML: what has a meaning there is written as an entity, and what XML can't hold is left out.
fn xml(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let escaped = text.chars().filter(allowed).map(|c| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        c => c.to_string(),
    });
    escaped.collect()
}

/// A table with one row for each exercise of each submission, written as they are graded.
pub(super) struct Table {
    path: PathBuf,
    file: File,
}

impl Table {
    pub(super) fn begin(path: &Path) -> Result<Table> {
        let file = File::create(path).with_context(|| format!("{} can't be written", path.display()))?;
        let mut table = Table { path: path.to_owned(), file };
        table.write("submission,exercise,chapter,kind,points,max_points,said\n")?;
        Ok(table)
    }

    pub(super) fn add(&mut self, submission: &Submission<'_>) -> Result<()> {
        let mut rows = String::new();
        for graded in &submission.exercises {
            let exercise = graded.exercise;
            let said = if graded.report.solved() { String::new() } else { graded.output() };
            let cells = [
                &submission.name,
                &exercise.name,
                &exercise.chapter,
                &exercise.kind.to_string(),
                &graded.points().to_string(),
                &exercise.points.to_string(),
                said.trim(),
            ]
            .map(cell);
            rows += &(cells.join(",") + "\n");
        }
        self.write(&rows)
    }

    fn write(&mut self, rows: &str) -> Result<()> {
        let written = self.file.write_all(rows.as_bytes());
        written.with_context(|| format!("{} can't be written", self.path.display()))
    }
}

/// A quoted cell; one that a spreadsheet would compute begins with an apostrophe, which it reads as "this is text".
fn cell(text: &str) -> String {
    let shown = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", shown.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_moment_has_a_date() {
        for (seconds, right) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_868_799, "2000-02-29T23:59:59Z"),
            (1_795_640_145, "2026-11-25T20:55:45Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(moment(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)), right);
        }
    }

    #[test]
    fn a_cell_is_never_computed() {
        assert_eq!(cell("=1+2"), "\"'=1+2\"");
        assert_eq!(cell("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
