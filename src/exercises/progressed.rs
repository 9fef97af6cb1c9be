//! `glassgpt exercises progress`: how far one is; the same as an anonymous file; and what a class's files say of the exercises.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::Args;
use model_files::in_short;
use serde::{Deserialize, Serialize};

use super::check::read;
use super::desk::Desk;
use super::review::{self, Kept};

/// Say how far you are; or write it into an anonymous file, and make a table of a class's.
///
/// The file says of each exercise how often it was checked and whether it is solved, of each question of the review how often it was asked and answered, and which exercise was the last. It holds no name, no date and nothing that was written.
#[derive(Args)]
pub(crate) struct Options {
    /// Write the anonymous file
    #[arg(long, value_name = "FILE", conflicts_with = "class")]
    export: Option<PathBuf>,
    /// Print a table of a folder of such files: for each exercise or question how many students met it, which share could do it, how well it tells students apart, how often it was checked, and how many stopped there
    #[arg(long, value_name = "DIR")]
    class: Option<PathBuf>,
}

/// What a student's file says.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exported {
    exercises: BTreeMap<String, Tried>,
    questions: BTreeMap<String, Asked>,
    /// The exercise that was checked last, if it isn't solved.
    stopped_at: Option<String>,
}

/// Of an exercise that was checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tried {
    checked: u32,
    solved: bool,
}

/// Of a question that was asked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    asked: u32,
    right: u32,
}

pub(crate) fn run(desk: &Desk, options: &Options) -> Result<()> {
    if let Some(dir) = &options.class {
        print!("{}", table(&of_class(dir)?));
    } else if let Some(file) = &options.export {
        let text = serde_json::to_string_pretty(&exported(desk))?;
        fs::write(file, text + "\n").with_context(|| format!("{} can't be written", file.display()))?;
        println!("{} says how far you are, and nothing of who you are.", file.display());
    } else {
        for chapter in &desk.chapters {
            let solved = chapter.exercises.iter().filter(|exercise| desk.solved(exercise)).count();
            println!("{} {:20} {solved} of {}", chapter.number, chapter.name, chapter.exercises.len());
        }
    }
    Ok(())
}

fn exported(desk: &Desk) -> Exported {
    let tried = desk.exercises().filter(|exercise| desk.times(exercise) > 0).map(|exercise| {
        let tried = Tried { checked: desk.times(exercise), solved: desk.solved(exercise) };
        (exercise.name.clone(), tried)
    });
    let kept = Kept::read(desk.workspace.root.join(review::FILE));
    let asked = kept.questions.into_iter().map(|(name, memory)| {
        let asked = Asked { asked: memory.asked, right: memory.right };
        (name, asked)
    });
    let stopped_at = desk.last().filter(|exercise| !desk.solved(exercise)).map(|one| one.name.clone());
    Exported { exercises: tried.collect(), questions: asked.collect(), stopped_at }
}

/// The files of a folder.
fn of_class(dir: &Path) -> Result<Vec<Exported>> {
    let entries = fs::read_dir(dir).with_context(|| format!("{} can't be read", dir.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    ensure!(!files.is_empty(), "{}: there is no file NAME.json in it", dir.display());
    let exported = |file: &PathBuf| {
        understood(&read(file)?).with_context(|| format!("{} is no exported progress", file.display()))
    };
    files.iter().map(exported).collect()
}

fn understood(text: &str) -> Result<Exported> {
    let exported: Exported = serde_json::from_str(text).map_err(|error| anyhow!(in_short(error)))?;
    // A spreadsheet would read another name as a formula, or as two columns.
    let odd =
        |name: &&String| !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    match exported.exercises.keys().chain(exported.questions.keys()).find(odd) {
        None => Ok(exported),
        Some(name) => bail!("\"{}\" is the name of no exercise and no question", in_short(name)),
    }
}

/// A row for each exercise and question that somebody met, as a spreadsheet reads it.
fn table(class: &[Exported]) -> String {
    let mut names: BTreeMap<(bool, &str), Row> = BTreeMap::new();
    for (student, exported) in class.iter().enumerate() {
        for (name, Tried { checked, solved }) in &exported.exercises {
            let row = names.entry((false, name)).or_default();
            row.could.push((student, f64::from(u8::from(*solved))));
            row.times += u64::from(*checked);
        }
        for (name, Asked { asked, right }) in &exported.questions {
            let row = names.entry((true, name)).or_default();
            row.could.push((student, f64::from(*right) / f64::from((*asked).max(1))));
            row.times += u64::from(*asked);
        }
    }
    let total = |student: usize| -> f64 {
        names.values().flat_map(|row| &row.could).filter(|(other, _)| *other == student).map(|(_, x)| x).sum()
    };
    let totals: Vec<f64> = (0..class.len()).map(total).collect();
    let mut text = "what,name,students,share,tells apart,times,stopped here\n".to_owned();
    for ((is_question, name), Row { could, times }) in &names {
        let share = could.iter().map(|(_, x)| x).sum::<f64>() / could.len() as f64;
        let beside: Vec<(f64, f64)> = could.iter().map(|&(student, x)| (x, totals[student] - x)).collect();
        let apart = correlation(&beside).map_or(String::new(), |r| format!("{r:.2}"));
        let here = |exported: &&Exported| !is_question && exported.stopped_at.as_deref() == Some(*name);
        let stopped = class.iter().filter(here).count();
        let what = if *is_question { "question" } else { "exercise" };
        text += &format!("{what},{name},{},{share:.2},{apart},{times},{stopped}\n", could.len());
    }
    text
}

#[derive(Default)]
struct Row {
    /// Which students met it, and how well each could do it, from 0 to 1.
    could: Vec<(usize, f64)>,
    times: u64,
}

/// Between how well each could do it and all the rest that they could: none where all are alike.
fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (mx, my) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        xy += (x - mx) * (y - my);
        xx += (x - mx).powi(2);
        yy += (y - my).powi(2);
    }
    (xx > 1e-12 && yy > 1e-12).then(|| xy / (xx * yy).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trials::{anything, damaged, trial};

    #[test]
    fn a_class_becomes_a_table() {
        let student = |one: bool, two: bool, three: bool| {
            let tried = |solved| Tried { checked: 2, solved };
            let exercises = [("a_one", one), ("a_two", two), ("b_three", three)];
            let exercises =
                exercises.into_iter().map(|(name, solved)| (name.to_owned(), tried(solved))).collect();
            let stopped_at = (!three).then(|| "b_three".to_owned());
            Exported { exercises, questions: BTreeMap::new(), stopped_at }
        };
        let class = [student(true, true, true), student(true, true, false), student(true, false, false)];
        let right = "what,name,students,share,tells apart,times,stopped here\n\
                     exercise,a_one,3,1.00,,6,0\n\
                     exercise,a_two,3,0.67,0.50,6,0\n\
                     exercise,b_three,3,0.33,0.50,6,2\n";
        assert_eq!(table(&class), right);
    }

    #[test]
    fn a_questions_share_is_that_of_its_right_answers() {
        let student = |asked, right| Exported {
            questions: BTreeMap::from([("a_question".to_owned(), Asked { asked, right })]),
            ..Exported::default()
        };
        let table = table(&[student(4, 1), student(2, 2)]);
        assert!(table.ends_with("\nquestion,a_question,2,0.62,,6,0\n"), "{table}");
    }

    #[test]
    fn a_name_is_no_formula_and_no_second_column() {
        for name in ["=1+1", "a,b", "a\\nb"] {
            let text = format!(
                r#"{{"exercises": {{"{name}": {{"checked": 1, "solved": true}}}}, "questions": {{}}, "stopped_at": null}}"#
            );
            let refusal = understood(&text).map(drop).unwrap_err().to_string();
            assert!(refusal.ends_with("is the name of no exercise and no question"), "{refusal}");
        }
    }

    #[test]
    fn trial_of_an_exported_progress() {
        let good =
            br#"{"exercises": {"a_b": {"checked": 1, "solved": true}}, "questions": {}, "stopped_at": null}"#;
        let inputs = prop_oneof![anything(), damaged("a student's progress", good.to_vec())];
        trial("progress", 2000, inputs, |bytes| {
            understood(&String::from_utf8_lossy(bytes)).map(drop).map_err(|error| format!("{error:#}"))
        });
    }
}
