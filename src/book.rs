//! `glassgpt book`: the book in a folder.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use press::{Printer, Workspace};

/// Where to put the book.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder to put the book into; it is made if it isn't there
    #[arg(long, value_name = "DIR", required_unless_present = "pdf")]
    out: Option<PathBuf>,
    /// Print the book into this file too; a browser does it, Chromium, Chrome or Edge
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let workspace = Workspace::find()?;
    let printer = options.pdf.as_deref().map(Printer::find).transpose()?;
    let folder = options.out.clone().unwrap_or_else(|| workspace.target.join("book/printed"));
    press::make(workspace, &folder)?;
    if let Some(out) = &options.out {
        println!("The book is in {}", out.display());
    }
    if let (Some(printer), Some(file)) = (printer, &options.pdf) {
        printer.print(&folder)?;
        println!("The book is printed in {}", file.display());
    }
    Ok(())
}
