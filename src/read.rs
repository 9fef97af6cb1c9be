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
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let Options { port, open, watch, read_only } = *options;
    press::read(Workspace::find()?, Reading { port, open, watch, read_only })
}
