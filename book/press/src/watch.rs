//! What the author of the pages has saved.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{sleep, timeout};

/// Where pages, and what they show, are written.
const WRITTEN: [&str; 4] = ["book/src", "book/theme", "book/live/figures", "chapters"];

/// Tells when something is saved.
pub(crate) struct Saves {
    events: UnboundedReceiver<()>,
    _watcher: RecommendedWatcher,
}

impl Saves {
    /// Watches the folders of a workspace.
    ///
    /// # Errors
    /// If one can't be watched.
    pub(crate) fn of(root: &Path) -> Result<Self> {
        let (sender, events) = unbounded_channel();
        let saved = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                let _ = sender.send(()); // nobody waits for it any more
            }
        };
        let mut watcher = notify::recommended_watcher(saved).context("files can't be watched here")?;
        for folder in WRITTEN {
            let watched = watcher.watch(&root.join(folder), RecursiveMode::Recursive);
            watched.with_context(|| format!("{folder} can't be watched"))?;
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits until something is saved, and then until nothing more is: an editor saves in several steps.
    pub(crate) async fn next(&mut self) {
        self.events.recv().await;
        sleep(Duration::from_millis(100)).await;
        while timeout(Duration::from_millis(100), self.events.recv()).await.is_ok() {}
    }
}
