//! `metrics.csv`: a row for every step.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use model_files::write_whole;

use super::fingerprint::Fingerprint;

pub(crate) const FILE: &str = "metrics.csv";

/// The file, open at its end.
pub(crate) struct Metrics {
    file: File,
    path: PathBuf,
    fingerprint: Fingerprint,
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
    /// For the eye, of a task whose first column is its loss: that, and the last validation's, if it was measured.
    pub(crate) fn losses(&self, measured: &[Option<f64>]) -> String {
        let loss = self.numbers[0].unwrap_or(f64::NAN);
        let val_loss = measured.first().copied().flatten();
        let val_loss = val_loss.map_or(String::new(), |loss| format!(" (validation {loss:.4})"));
        format!("loss {loss:.4}{val_loss}")
    }
}

impl Metrics {
    /// The file at the beginning of a run.
    pub(crate) fn start(dir: &Path, columns: &[&str]) -> Result<Metrics> {
        Metrics::with(dir, &header(columns))
    }

    /// The file with the rows of the first `steps` steps. Rows that a killed run wrote after its last checkpoint are
    /// taken out: those steps are about to be made again.
    ///
    /// # Errors
    /// If the rows are not those that `fingerprint` was taken of, or the file can't be read or written.
    pub(crate) fn resume(dir: &Path, columns: &[&str], steps: usize, fingerprint: &str) -> Result<Metrics> {
        let path = dir.join(FILE);
        let old = match fs::read_to_string(&path) {
            Ok(old) => old,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if steps > 0 {
                    eprintln!(
                        "{} is gone: the run goes on without the rows of steps 1 to {steps}",
                        path.display()
                    );
                }
                return Metrics::start(dir, columns);
            }
            Err(error) => return Err(error).with_context(|| of_another_run(&path)),
        };
        let is_kept = |line: &&str| line.split_once(',').is_some_and(|(step, _)| is_up_to(step, steps));
        let kept: String = old.split_inclusive('\n').take_while(is_kept).collect();
        ensure!(Fingerprint::of(&kept).digits() == fingerprint, of_another_run(&path));
        Metrics::with(dir, &kept)
    }

    fn with(dir: &Path, lines: &str) -> Result<Metrics> {
        write_whole(dir, FILE, lines.as_bytes())?;
        let path = dir.join(FILE);
        let file = File::options().append(true).open(&path).with_context(|| cannot_write(&path))?;
        Ok(Metrics { file, path, fingerprint: Fingerprint::of(lines) })
    }

    /// What the file is recognised by when the run goes on.
    pub(crate) fn fingerprint(&self) -> String {
        self.fingerprint.clone().digits()
    }

    pub(crate) fn write(&mut self, row: &Row) -> Result<()> {
        let Row { step, lr, tokens, seconds, .. } = row;
        let cell = |number: &Option<f64>| number.map_or(String::new(), |number| format!("{number:.6}"));
        let numbers = row.numbers.iter().map(cell).collect::<Vec<_>>().join(",");
        let line = format!("{step},{numbers},{lr:.6e},{:.0}\n", *tokens as f64 / seconds);
        self.file.write_all(line.as_bytes()).with_context(|| cannot_write(&self.path))?;
        self.fingerprint.add(&line);
        Ok(())
    }

    /// Waits until all rows are on the disk.
    pub(crate) fn sync(&self) -> Result<()> {
        self.file.sync_data().with_context(|| cannot_write(&self.path))
    }
}

/// What the file of a run at its beginning is recognised by.
pub(crate) fn fingerprint_at_start(columns: &[&str]) -> String {
    Fingerprint::of(header(columns)).digits()
}

fn header(columns: &[&str]) -> String {
    format!("step,{},lr,tokens_per_s\n", columns.join(","))
}

/// Whether what stands in the first column is the header's word or one of the first `steps` steps.
fn is_up_to(first: &str, steps: usize) -> bool {
    first == "step" || first.parse().is_ok_and(|step: usize| step <= steps)
}

fn of_another_run(path: &Path) -> String {
    format!(
        "{} does not hold the rows that this run wrote: put the file back, or move it away to go on without them",
        path.display()
    )
}

fn cannot_write(path: &Path) -> String {
    format!("{} can't be written: make room, and go on with --resume", path.display())
}
