//! `metrics.csv`: a row for every step.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use glassgpt::model_dir::write_whole;

pub(crate) const FILE: &str = "metrics.csv";
const HEADER: &str = "step,loss,val_loss,lr,tokens_per_s";

/// The file, open at its end.
pub(crate) struct Metrics {
    file: File,
    path: PathBuf,
}

/// What a step is remembered by.
pub(crate) struct Row {
    /// Its number, from 1.
    pub(crate) step: usize,
    pub(crate) loss: f64,
    pub(crate) val_loss: Option<f64>,
    pub(crate) lr: f64,
    pub(crate) tokens_per_s: f64,
}

impl Metrics {
    /// The file with the rows of the first `steps` steps. Rows that a killed run wrote after its last checkpoint are
    /// taken out: those steps are about to be made again.
    pub(crate) fn open(dir: &Path, steps: usize) -> Result<Metrics> {
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
        write_whole(dir, FILE, format!("{HEADER}\n{}", rows.concat()).as_bytes())?;
        let file = File::options().append(true).open(&path).with_context(|| cannot_write(&path))?;
        Ok(Metrics { file, path })
    }

    pub(crate) fn write(&mut self, row: &Row) -> Result<()> {
        let Row { step, loss, lr, tokens_per_s, .. } = row;
        let val_loss = row.val_loss.map_or(String::new(), |loss| format!("{loss:.6}"));
        let line = format!("{step},{loss:.6},{val_loss},{lr:.6e},{tokens_per_s:.0}\n");
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
