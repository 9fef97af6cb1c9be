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
}

impl Progress {
    /// Of a run of `steps` steps, `first` of which are made already.
    pub(crate) fn new(first: usize, steps: usize) -> Progress {
        let style =
            ProgressStyle::with_template("{bar:30} {pos}/{len}  {msg}").expect("the template is right");
        let bar = ProgressBar::new(steps as u64).with_style(style).with_position(first as u64);
        Progress { bar, begun: Instant::now(), first, steps, tokens: 0 }
    }

    pub(crate) fn show(&mut self, row: &Row, status: &str) {
        self.tokens += row.tokens;
        let elapsed = self.begun.elapsed().as_secs_f64();
        let per_step = elapsed / (row.step - self.first) as f64;
        let left = per_step * (self.steps - row.step) as f64;
        let left = Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX);
        let speed = self.tokens as f64 / elapsed / 1000.0;
        let message = format!("{status}, {speed:.1} k tokens/s, {} left", HumanDuration(left));
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
