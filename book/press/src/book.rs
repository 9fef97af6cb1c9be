//! The book: its pages, what is wrong with them, and its rendering with mdBook.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use mdbook_driver::MDBook;
use mdbook_driver::book::{BookItem, Chapter};

use crate::cells::{self, Cell};
use crate::live::{self, LiveFigure};
use crate::mathematics::Mathematics;
use crate::page::Page;
use crate::problem::Problem;
use crate::sources::{self, Sources};
use crate::workspace::Workspace;
use crate::{described, includes, laws, lines, links, printed, search, tasks};

/// The book of a workspace, read but not rendered.
pub struct Book {
    pub(crate) workspace: Workspace,
    pub(crate) mathematics: Mathematics,
    pub(crate) title: String,
    pub(crate) description: String,
    /// Where the book is read by others, if it is (`site-url`, a whole address).
    pub(crate) address: Option<String>,
    /// The pages in reading order.
    pub(crate) pages: Vec<Page>,
    /// The code that they lead to.
    pub(crate) sources: Sources,
    /// The chapters with their exercises.
    pub(crate) exercises: Vec<exercises::Chapter>,
}

impl Book {
    /// Reads the pages of the book in the workspace's `book` folder.
    ///
    /// # Errors
    /// If `book.toml`, the summary, or a page that it names can't be read.
    pub fn open(workspace: Workspace) -> Result<Self> {
        let mdbook = load(&workspace)?;
        let folder = Path::new("book").join(&mdbook.config.book.src);
        let chapters = mdbook.iter().filter_map(|item| match item {
            BookItem::Chapter(chapter) => Some(chapter),
            _ => None,
        });
        let pages = chapters
            .filter_map(|chapter| Some(Page::new(&folder, chapter.path.as_ref()?, &chapter.content)))
            .collect();
        let html = mdbook.config.html_config().unwrap_or_default();
        let repository = html.git_repository_url;
        let sources = Sources::read(&workspace, repository);
        let exercises = tasks::read(&workspace)?;
        let about = &mdbook.config.book;
        Ok(Self {
            title: about.title.clone().unwrap_or_default(),
            description: about.description.clone().unwrap_or_default(),
            address: html.site_url.filter(|url| url.starts_with("http")),
            workspace,
            mathematics: Mathematics::new(),
            pages,
            sources,
            exercises,
        })
    }

    /// A book of these pages, without exercises.
    #[cfg(test)]
    pub(crate) fn of(workspace: Workspace, pages: Vec<Page>) -> Self {
        Self {
            workspace,
            mathematics: Mathematics::new(),
            title: String::new(),
            description: String::new(),
            address: None,
            pages,
            sources: Sources::default(),
            exercises: Vec::new(),
        }
    }

    /// The cells of all pages, in reading order.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&Page, &Cell)> {
        self.pages.iter().flat_map(|page| page.cells().map(move |cell| (page, cell)))
    }

    /// The live figures of all pages, in reading order.
    pub(crate) fn live(&self) -> impl Iterator<Item = (&Page, &LiveFigure)> {
        self.pages.iter().flat_map(|page| page.live().map(move |figure| (page, figure)))
    }

    /// Whether any page has a figure that moves.
    pub(crate) fn moves(&self) -> bool {
        self.live().next().is_some()
    }

    /// What is wrong with the pages, as far as one can tell without rendering them or running a cell.
    pub fn check(&self) -> Vec<Problem> {
        let on_a_page =
            |page: &Page| [page.check(self), includes::check(page, self), laws::check(page, self)].concat();
        let on_none =
            [cells::unshown(self), live::unshown(self), tasks::unshown(self), includes::unshown(self)]
                .concat();
        self.pages.iter().flat_map(on_a_page).chain(on_none).collect()
    }

    /// Renders the book into a folder of its own, with marks for what the cells will give.
    ///
    /// # Errors
    /// If mdBook can't render it or a file can't be written.
    pub fn render(&self, folder: &Path) -> Result<Rendered> {
        let mut mdbook = load(&self.workspace)?;
        mdbook.config.build.build_dir = folder.to_owned();
        let texts: HashMap<&PathBuf, String> =
            self.pages.iter().map(|page| (&page.path, page.show(self))).collect();
        mdbook.book.for_each_chapter_mut(|chapter: &mut Chapter| {
            if let Some(text) = chapter.path.as_ref().and_then(|path| texts.get(path)) {
                chapter.content.clone_from(text);
            }
        });
        mdbook.build().map_err(|error| anyhow!("mdBook can't render the book: {error:#}"))?;
        lines::write(folder)?;
        printed::write(folder)?;
        sources::write(self, folder)?;
        search::write(&self.pages, folder)?;
        described::write(self, folder)?;
        if self.moves() {
            live::write_scripts(&self.workspace.root, folder)?;
        }
        Ok(Rendered { folder: folder.to_owned() })
    }

    /// Dead links, ids used twice, and things from the network, in the book rendered into `folder`.
    ///
    /// # Errors
    /// If the rendered pages can't be read.
    pub fn check_links(&self, rendered: &Rendered) -> Result<Vec<Problem>> {
        Ok([links::check(&rendered.folder, &self.pages)?, links::check_styles(&self.workspace.root)?]
            .concat())
    }
}

fn load(workspace: &Workspace) -> Result<MDBook> {
    MDBook::load(workspace.root.join("book")).map_err(|error| anyhow!("the book can't be read: {error:#}"))
}

/// The rendered book, with marks for what the cells will give.
pub struct Rendered {
    pub(crate) folder: PathBuf,
}
