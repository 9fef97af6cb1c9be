//! What a reader sees while cells run: a bar on a terminal, a line for each cell in a log.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// The progress of a number of cells.
pub(crate) struct Progress {
    bar: ProgressBar,
    running: Vec<String>,
}

impl Progress {
    pub(crate) fn new(cells: usize) -> Self {
        let bar = ProgressBar::new(cells as u64);
        let style = ProgressStyle::with_template("  {bar:24} {pos}/{len} examples  {elapsed}  {msg}");
        bar.set_style(style.unwrap_or(ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, running: Vec::new() }
    }

    pub(crate) fn start(&mut self, name: String) {
        if self.bar.is_hidden() {
            eprintln!("  running {name}");
        }
        self.running.push(name);
        self.show();
    }

    pub(crate) fn finish(&mut self, name: &str) {
        self.running.retain(|running| running != name);
        self.bar.inc(1);
        self.show();
    }

    fn show(&self) {
        self.bar.set_message(self.running.join(", "));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
