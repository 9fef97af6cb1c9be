//! What is seen of a run while it goes on.

use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use super::metrics::Row;

/// A bar on a terminal, twenty lines in a log.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    first: usize,
    steps: usize,
    tokens: usize,
    val_loss: Option<f64>,
}

impl Progress {
    /// Of a run of `steps` steps with `tokens` tokens each, `first` of which are made already.
    pub(crate) fn new(first: usize, steps: usize, tokens: usize) -> Progress {
        let style =
            ProgressStyle::with_template("{bar:30} {pos}/{len}  {msg}").expect("the template is right");
        let bar = ProgressBar::new(steps as u64).with_style(style).with_position(first as u64);
        Progress { bar, begun: Instant::now(), first, steps, tokens, val_loss: None }
    }

    pub(crate) fn show(&mut self, row: &Row) {
        self.val_loss = row.val_loss.or(self.val_loss);
        let per_step = self.begun.elapsed().as_secs_f64() / (row.step - self.first) as f64;
        let left = per_step * (self.steps - row.step) as f64;
        let left = Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX);
        let val_loss = self.val_loss.map_or(String::new(), |loss| format!(" (validation {loss:.4})"));
        let speed = self.tokens as f64 / per_step / 1000.0;
        let message =
            format!("loss {:.4}{val_loss}, {speed:.1} k tokens/s, {} left", row.loss, HumanDuration(left));
        if !self.bar.is_hidden() {
            self.bar.set_message(message);
            self.bar.set_position(row.step as u64);
        } else if row.step % self.steps.div_ceil(20) == 0 || row.step == self.steps {
            eprintln!("step {} of {}: {message}", row.step, self.steps);
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
