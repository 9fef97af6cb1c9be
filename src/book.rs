//! `glassgpt book`: the book in a folder.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use press::Workspace;

/// Where to put the book.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder to put the book into; it is made if it isn't there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    press::make(Workspace::find()?, &options.out)?;
    println!("The book is in {}", options.out.display());
    Ok(())
}
