//! `glassgpt book`: the book in a folder, on paper, for e-readers.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use press::{Epub, Printer, Workspace};

/// Where to put the book.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder to put the book into; it is made if it isn't there
    #[arg(long, value_name = "DIR", required_unless_present_any = ["pdf", "epub"])]
    out: Option<PathBuf>,
    /// Print the book into this file too; a browser does it, Chromium, Chrome or Edge
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Bind the book into this file too, for e-readers
    #[arg(long, value_name = "FILE")]
    epub: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let workspace = Workspace::find()?;
    let printer = options.pdf.as_deref().map(Printer::find).transpose()?;
    let epub = options.epub.as_deref().map(Epub::at).transpose()?;
    let folder = options.out.clone().unwrap_or_else(|| workspace.target.join("book/printed"));
    press::make(workspace.clone(), &folder)?;
    if let Some(out) = &options.out {
        println!("The book is in {}", out.display());
    }
    if let (Some(printer), Some(file)) = (printer, &options.pdf) {
        printer.print(&folder)?;
        println!("The book is printed in {}", file.display());
    }
    if let (Some(epub), Some(file)) = (epub, &options.epub) {
        epub.bind(workspace, &folder)?;
        println!("The book is bound in {}", file.display());
    }
    Ok(())
}
