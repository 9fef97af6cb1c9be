//! A model from its directory.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use indicatif::ProgressBar;
use model_files::{Model, Tokenizer};

use super::memory;

/// The model in a directory, once it is known to fit; a terminal shows that it is being read.
pub(crate) fn load_model(dir: &Path) -> Result<(Model, Tokenizer)> {
    memory::check_model(dir)?;
    let reading = ProgressBar::new_spinner().with_message(format!("reading the model in {}", dir.display()));
    reading.enable_steady_tick(Duration::from_millis(200));
    let loaded = model_files::load(dir);
    reading.finish_and_clear();
    loaded
}
