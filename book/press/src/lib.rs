//! The press makes the book: it checks the pages, runs their cells, renders their mathematics, and serves them.
//!
//! A page is Markdown as mdBook reads it, with five things more:
//!
//! - a ```` ```cell ```` fence shows an example, what it printed and what it drew (`cells`, `running`, `display`);
//! - `` $`…`$ `` and ```` ```math ```` fences are mathematics, with the colours of the book (`mathematics`):
//!   `\query{Q}`, `\key{K}`, `\val{V}`, `\weight{A}`, `\grad{dx}`, `\pos{p}`;
//! - a ```` ```live ```` fence is a figure that moves, whose program is compiled to WebAssembly (`live`, `module`);
//! - an ```` ```exercises ```` fence shows the checked exercises of a chapter (`tasks`);
//! - a ```` ```map ```` fence is a map of the book, `pipeline` or `chapters` (`map`);
//! - a ```` ```rust ```` fence holds includes by anchor, and nothing else (`listings`, `includes`).
//!
//! Each of these is a block (`page`), which is read once, and knows how to be checked and how to be shown. To add one,
//! write its module, and name it in `Block`.
//!
//! To see the pages while writing them: `cargo run --release -- --watch`.
//! Everything that is wrong with them is said at once, as `page:line: cause`.

mod book;
mod cells;
mod display;
mod headings;
mod includes;
mod judging;
mod laws;
mod links;
mod listings;
mod live;
mod map;
mod mathematics;
mod module;
mod notebook;
mod page;
mod paper;
mod printing;
mod problem;
mod progress;
mod running;
mod search;
mod serve;
mod sources;
mod tasks;
mod watch;
mod workspace;

use std::path::Path;

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};

pub use book::{Book, Rendered};
pub use map::pipeline_picture;
pub use paper::Printer;
pub use problem::Problem;
pub use workspace::{Crate, Workspace};

use notebook::Notebook;
use printing::Print;
use serve::Reader;
use watch::Saves;

/// Makes the whole book, slow cells too, and puts it into a folder.
///
/// # Errors
/// If something is wrong with the book: everything, each with its page, line and cause.
pub fn make(workspace: Workspace, out: &Path) -> Result<()> {
    let scratch = workspace.target.join("book/made");
    runtime()?.block_on(async { Print::new(workspace, &scratch, out)?.finish().await })
}

/// How the book is to be served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// The port; none for the first free one from 3000.
    pub port: Option<u16>,
    /// Whether to open the reader's browser.
    pub open: bool,
    /// Whether to make the pages again whenever one is saved.
    pub watch: bool,
    /// Whether the cells can't be edited and run in their pages.
    pub read_only: bool,
}

/// Makes the book and serves it to this computer until Ctrl-C; its cells are filled in while it is read.
///
/// # Errors
/// If something is wrong with the book, or the port is taken.
pub fn read(workspace: Workspace, reading: Reading) -> Result<()> {
    let listener = serve::listen(reading.port)?;
    let address = format!("http://{}", listener.local_addr()?);
    let (scratch, folder) = (workspace.target.join("book/rendered"), workspace.target.join("book/read"));
    let mut saves = if reading.watch { Some(Saves::of(&workspace.root)?) } else { None };
    let notebook = if reading.read_only { None } else { Some(Notebook::new(workspace.clone())?) };
    let mut print = Print::new(workspace, &scratch, &folder)?;
    let reader = Reader::default();
    runtime()?.block_on(async {
        println!("The book is open at {address} (Ctrl-C closes it)");
        if reading.open && open::that_detached(&address).is_err() {
            println!("No browser could be opened: copy the address into yours.");
        }
        let cells = async {
            loop {
                tokio::select! {
                    done = fill_in(&mut print, &reader) => done?,
                    () = saved(&mut saves) => {}
                }
                // What is wrong with a page that is being written is said, and the old pages stay.
                print.renew(&scratch).unwrap_or_else(|error| eprintln!("{error:#}"));
            }
        };
        tokio::select! {
            end = serve::serve(listener, &folder, reader.clone(), notebook) => end,
            end = cells => end,
            end = tokio::signal::ctrl_c() => end.context("Ctrl-C can't be heard"),
        }
    })
}

/// Fills in the cells; ends only if that fails.
async fn fill_in(print: &mut Print, reader: &Reader) -> Result<()> {
    print.fill_in(reader).await?;
    std::future::pending().await
}

/// Waits until a page is saved; for ever, if nobody watches.
async fn saved(saves: &mut Option<Saves>) {
    match saves {
        Some(saves) => saves.next().await,
        None => std::future::pending().await,
    }
}

fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().context("the press can't start")
}
