//! `metrics.csv`: a row for every step.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use glassgpt::model_dir::write_whole;

pub(crate) const FILE: &str = "metrics.csv";

/// The file, open at its end.
pub(crate) struct Metrics {
    file: File,
    path: PathBuf,
}

/// What a step is remembered by.
pub(crate) struct Row {
    /// Its number, from 1.
    pub(crate) step: usize,
    /// The task's columns; what was not measured is left empty.
    pub(crate) numbers: Vec<Option<f64>>,
    pub(crate) lr: f64,
    pub(crate) tokens: usize,
    pub(crate) seconds: f64,
}

impl Row {
    /// For the eye, of a task whose first column is its loss: that, and the last validation's.
    pub(crate) fn losses(&self, val_loss: Option<f64>) -> String {
        let loss = self.numbers[0].unwrap_or(f64::NAN);
        let val_loss = val_loss.map_or(String::new(), |loss| format!(" (validation {loss:.4})"));
        format!("loss {loss:.4}{val_loss}")
    }
}

impl Metrics {
    /// The file with the rows of the first `steps` steps. Rows that a killed run wrote after its last checkpoint are
    /// taken out: those steps are about to be made again.
    pub(crate) fn open(dir: &Path, columns: &[&str], steps: usize) -> Result<Metrics> {
        let path = dir.join(FILE);
        let old = fs::read_to_string(&path).unwrap_or_default();
        let is_row =
            |(line, step): &(&str, usize)| line.starts_with(&format!("{step},")) && line.ends_with('\n');
        let rows: Vec<&str> = old
            .split_inclusive('\n')
            .skip(1)
            .zip(1..=steps)
            .take_while(is_row)
            .map(|(line, _)| line)
            .collect();
        if rows.len() < steps {
            eprintln!("{} has lost the rows of steps {} to {steps}", path.display(), rows.len() + 1);
        }
        let header = format!("step,{},lr,tokens_per_s", columns.join(","));
        write_whole(dir, FILE, format!("{header}\n{}", rows.concat()).as_bytes())?;
        let file = File::options().append(true).open(&path).with_context(|| cannot_write(&path))?;
        Ok(Metrics { file, path })
    }

    pub(crate) fn write(&mut self, row: &Row) -> Result<()> {
        let Row { step, lr, tokens, seconds, .. } = row;
        let cell = |number: &Option<f64>| number.map_or(String::new(), |number| format!("{number:.6}"));
        let numbers = row.numbers.iter().map(cell).collect::<Vec<_>>().join(",");
        let line = format!("{step},{numbers},{lr:.6e},{:.0}\n", *tokens as f64 / seconds);
        self.file.write_all(line.as_bytes()).with_context(|| cannot_write(&self.path))
    }

    /// Waits until all rows are on the disk.
    pub(crate) fn sync(&self) -> Result<()> {
        self.file.sync_data().with_context(|| cannot_write(&self.path))
    }
}

fn cannot_write(path: &Path) -> String {
    format!("{} can't be written: make room, and go on with --resume", path.display())
}
