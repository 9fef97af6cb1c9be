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
//! - a ```` ```rust ```` fence holds includes by anchor, and nothing else (`includes`).
//!
//! To see the pages while writing them: `cargo run --release`, or `cargo run --release -- book --out DIR`.
//! Everything that is wrong with them is said at once, as `page:line: cause`.

mod book;
mod cells;
mod display;
mod fonts;
mod headings;
mod includes;
mod links;
mod listings;
mod live;
mod map;
mod mathematics;
mod module;
mod page;
mod printing;
mod problem;
mod progress;
mod running;
mod serve;
mod tasks;
mod workspace;

use std::path::Path;

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};

pub use book::{Book, Rendered};
pub use map::pipeline_picture;
pub use problem::Problem;
pub use workspace::{Crate, Workspace};

use printing::Print;

/// Makes the whole book, slow cells too, and puts it into a folder.
///
/// # Errors
/// If something is wrong with the book: everything, each with its page, line and cause.
pub fn make(workspace: Workspace, out: &Path) -> Result<()> {
    let folder = workspace.target.join("book/made");
    runtime()?.block_on(async {
        let mut print = Print::new(workspace, &folder).await?;
        print.finish().await
    })?;
    printing::copy(&folder, out)
}

/// Makes the book and serves it to this computer until Ctrl-C; slow cells run while it is read.
///
/// # Errors
/// If something is wrong with the book, or the port is taken.
pub fn read(workspace: Workspace, port: Option<u16>, open_browser: bool) -> Result<()> {
    let listener = serve::listen(port)?;
    let address = format!("http://{}", listener.local_addr()?);
    let folder = workspace.target.join("book/read");
    runtime()?.block_on(async {
        let mut print = Print::new(workspace, &folder).await?;
        println!("The book is open at {address} (Ctrl-C closes it)");
        if open_browser && open::that_detached(&address).is_err() {
            println!("No browser could be opened: copy the address into yours.");
        }
        let cells = async {
            print.finish_behind_the_reader().await?;
            std::future::pending().await
        };
        tokio::select! {
            end = serve::serve(listener, &folder) => end,
            end = cells => end,
            end = tokio::signal::ctrl_c() => end.context("Ctrl-C can't be heard"),
        }
    })
}

fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().context("the press can't start")
}
