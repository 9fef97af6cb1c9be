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

#[macro_use]
pub mod shell;

mod book;
mod cells;
mod delivery;
mod described;
mod display;
mod epub;
mod headings;
mod includes;
mod judging;
mod laws;
pub mod limits;
mod lines;
mod links;
mod listings;
mod live;
mod map;
mod mathematics;
mod module;
mod notation;
mod notebook;
mod page;
mod paper;
mod place;
mod printed;
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

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};

pub use book::{Book, Rendered};
pub use epub::Epub;
pub use map::{pipeline_of, pipeline_picture};
pub use paper::Printer;
pub use problem::Problem;
pub use workspace::{Crate, Workspace};

use delivery::Delivery;
use notebook::Notebook;
use place::Place;
use printing::Print;
use serve::Reader;
use shell::Stops;
use watch::Saves;

/// Makes the whole book, slow cells too, and puts it into a folder.
///
/// # Errors
/// If something is wrong with the book: everything, each with its page, line and cause. If the folder holds files that
/// the book has not written: they stay as they are.
pub fn make(workspace: Workspace, out: &Path) -> Result<()> {
    let delivery = Delivery::into(out)?;
    let place = Place::take(&workspace, "made")?;
    let pages = place.pages();
    let _ = fs::remove_dir_all(&pages); // those of an earlier book
    runtime()?.block_on(async { Print::new(workspace, &place.scratch(), &pages)?.finish().await })?;
    delivery.put(&pages)
}

/// How the book is to be served.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The port; none for the first free one from 3000.
    pub port: Option<u16>,
    /// Whether to open the reader's browser.
    pub open: bool,
    /// Whether to make the pages again whenever one is saved.
    pub watch: bool,
    /// Whether the cells can't be edited and run in their pages.
    pub read_only: bool,
    /// The name under which a forwarded port is reached, if there is one.
    pub behind: Option<String>,
}

/// Makes the book and serves it to this computer until Ctrl-C; its cells are filled in while it is read.
///
/// # Errors
/// If something is wrong with the book, or the port is taken.
pub fn read(workspace: Workspace, reading: Reading) -> Result<()> {
    let listener = serve::listen(reading.port)?;
    let address = format!("http://{}", listener.local_addr()?);
    let place = Place::take(&workspace, "read")?;
    let (scratch, folder) = (place.scratch(), place.pages());
    let mut saves = if reading.watch { Some(Saves::of(&workspace.root)?) } else { None };
    // Whoever is let in behind a forwarded port may read, and run nothing here.
    let closed = reading.read_only || reading.behind.is_some();
    let notebook = if closed { None } else { Some(Notebook::new(workspace.clone())?) };
    let fetching = running::fetch(workspace.root.clone());
    let mut print = Print::new(workspace, &scratch, &folder)?;
    let reader = Reader::default();
    runtime()?.block_on(async {
        let mut stops = Stops::listen().context("Ctrl-C can't be heard")?;
        println!("The book is open at {address} (Ctrl-C closes it)");
        let _fetching = tokio::spawn(fetching);
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
            end = serve::serve(listener, &folder, reader.clone(), notebook, reading.behind) => end,
            end = cells => end,
            _ = stops.next() => Ok(()),
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
