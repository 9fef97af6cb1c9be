//! `glassgpt` and `glassgpt read`: the book in a browser.

use anyhow::Result;
use clap::Args;
use press::{Reading, Workspace};

/// How to open the book.
#[derive(Args)]
pub(crate) struct Options {
    /// The port to serve the book on [default: 3000, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the book in your browser as soon as it is there
    #[arg(long)]
    open: bool,
    /// Make the pages again whenever one is saved, or something that they show
    #[arg(long)]
    watch: bool,
    /// Serve the pages alone: no cell can be edited and run in its page
    #[arg(long)]
    read_only: bool,
    /// Answer to this name too, with the pages alone: that of a forwarded port, as in the address that your browser shows
    #[arg(long, value_name = "HOST", value_parser = host)]
    behind: Option<String>,
}

fn host(text: &str) -> Result<String, &'static str> {
    if text.is_empty() || text.contains(['/', ':', '*']) {
        Err("give the name alone, such as book-3000.example.org")
    } else {
        Ok(text.to_owned())
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let Options { port, open, watch, read_only, ref behind } = *options;
    press::read(Workspace::find()?, Reading { port, open, watch, read_only, behind: behind.clone() })
}
