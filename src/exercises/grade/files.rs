//! Grades as other programs read them: Gradescope's `results.json`, JUnit, and a table.

use std::fs;
use std::path::Path;

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
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\">\n{}  </testsuite>\n",
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

/// A table with one row for each exercise of each submission.
pub(super) fn csv(submissions: &[Submission<'_>]) -> String {
    let mut table = "submission,exercise,chapter,kind,points,max_points,said\n".to_owned();
    for submission in submissions {
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
            .map(|cell: &str| format!("\"{}\"", cell.replace('"', "\"\"")));
            table += &(cells.join(",") + "\n");
        }
    }
    table
}
