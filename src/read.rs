//! `glassgpt` and `glassgpt read`: the book in a browser.

use anyhow::Result;
use clap::Args;
use press::Workspace;

/// How to open the book.
#[derive(Args)]
pub(crate) struct Options {
    /// The port to serve the book on [default: 3000, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the book in your browser as soon as it is there
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    press::read(Workspace::find()?, options.port, options.open)
}
