//! The book: its pages, what is wrong with them, and its rendering with mdBook.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use mdbook_driver::MDBook;
use mdbook_driver::book::{BookItem, Chapter};

use crate::cells::{self, Cell, Example};
use crate::display::{self, State};
use crate::listings::Listings;
use crate::live::{self, LiveFigure};
use crate::map::{self, Contents};
use crate::mathematics::Mathematics;
use crate::module::Module;
use crate::page::{self, Kind, Page};
use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{fonts, headings, includes, links, tasks};

/// The book of a workspace, read but not rendered.
pub struct Book {
    pub(crate) workspace: Workspace,
    mathematics: Mathematics,
    /// The pages in reading order, each with its cells and its live figures.
    pages: Vec<(Page, Vec<Cell>, Vec<LiveFigure>)>,
    /// What is wrong with fences that say they are cells or live figures.
    problems: Vec<Problem>,
    /// The titles and paths of all chapters, those to come without a path.
    contents: Vec<(String, Option<PathBuf>)>,
    /// The chapters with their exercises.
    chapters: Vec<exercises::Chapter>,
}

impl Book {
    /// Reads the pages of the book in the workspace's `book` folder.
    ///
    /// # Errors
    /// If `book.toml`, the summary, or a page that it names can't be read.
    pub fn open(workspace: Workspace) -> Result<Self> {
        let mdbook = load(&workspace)?;
        let folder = Path::new("book").join(&mdbook.config.book.src);
        let (mut pages, mut problems, mut contents) = (Vec::new(), Vec::new(), Vec::new());
        for item in mdbook.iter() {
            let BookItem::Chapter(chapter) = item else { continue };
            contents.push((chapter.name.clone(), chapter.path.clone()));
            if let Some(path) = &chapter.path {
                let page = Page::new(&folder, path, &chapter.content);
                let (cells, wrong) = cells::read(&page);
                let (live, not_live) = live::read(&page);
                problems.extend(wrong.into_iter().chain(not_live));
                pages.push((page, cells, live));
            }
        }
        let chapters = tasks::read(&workspace)?;
        Ok(Self { workspace, mathematics: Mathematics::new(), pages, problems, contents, chapters })
    }

    /// The cells of all pages, in reading order.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&Page, &Cell)> {
        self.pages.iter().flat_map(|(page, cells, _)| cells.iter().map(move |cell| (page, cell)))
    }

    /// The live figures of all pages, in reading order.
    pub(crate) fn live(&self) -> impl Iterator<Item = (&Page, &LiveFigure)> {
        self.pages.iter().flat_map(|(page, _, live)| live.iter().map(move |figure| (page, figure)))
    }

    /// Whether any page has a figure that moves.
    pub(crate) fn moves(&self) -> bool {
        self.live().next().is_some()
    }

    /// What is wrong with the pages, as far as one can tell without rendering them or running a cell.
    pub fn check(&self) -> Vec<Problem> {
        let shown: Vec<(&Page, &[Cell])> =
            self.pages.iter().map(|(page, cells, _)| (page, cells.as_slice())).collect();
        let mut problems = self.problems.clone();
        problems.extend(cells::check(&self.workspace, &shown));
        let pages: Vec<&Page> = self.pages.iter().map(|(page, ..)| page).collect();
        problems.extend(tasks::check(&self.chapters, &pages));
        for (page, cells, live) in &self.pages {
            problems.extend(live::check(&self.workspace.root, page, cells, live));
            problems.extend(includes::check(&self.workspace.root, page));
            problems.extend(includes::check_fences(page));
            problems.extend(headings::check(page));
            problems.extend(map::check(page));
            problems.extend(self.mathematics.check(page));
            let captions = cells.iter().flat_map(|cell| &cell.captions);
            let captions = captions.map(|caption| (&caption.text, caption.line));
            let live =
                live.iter().flat_map(|figure| [&figure.tries, &figure.sees].map(|text| (text, figure.line)));
            for (text, line) in captions.chain(live) {
                let errors = self.mathematics.replace(text).err().unwrap_or_default();
                problems.extend(errors.into_iter().map(|(_, cause)| Problem::new(&page.file, line, cause)));
            }
        }
        problems
    }

    /// Renders the book into an empty or earlier rendered folder, with marks for what the cells will give.
    ///
    /// # Errors
    /// If mdBook can't render it or a file can't be written.
    pub fn render(&self, folder: &Path) -> Result<Rendered> {
        // Tried before anything else: a reader may have a copy that is not theirs to write into.
        let writes = fs::create_dir_all(folder).and_then(|()| fs::write(folder.join("waiting.txt"), ""));
        writes.with_context(|| {
            format!(
                "the book is made in {}, which can't be written: make it yours, or set CARGO_TARGET_DIR to another folder",
                folder.display()
            )
        })?;
        let mut mdbook = load(&self.workspace)?;
        mdbook.config.build.build_dir = folder.to_owned();
        mdbook.with_preprocessor(Listings);
        let texts: HashMap<&PathBuf, String> = self
            .pages
            .iter()
            .map(|(page, cells, live)| (&page.path, self.prepare(page, cells, live)))
            .collect();
        mdbook.book.for_each_chapter_mut(|chapter: &mut Chapter| {
            if let Some(text) = chapter.path.as_ref().and_then(|path| texts.get(path)) {
                chapter.content.clone_from(text);
            }
        });
        mdbook.build().map_err(|error| anyhow!("mdBook can't render the book: {error:#}"))?;
        fonts::write(folder)?;
        if self.moves() {
            live::write_scripts(&self.workspace.root, folder)?;
            Module::Compiling.write(folder)?;
        }
        Rendered::read(folder)
    }

    /// The page's Markdown with its cells, live figures, maps and mathematics as HTML.
    fn prepare(&self, page: &Page, cells: &[Cell], live: &[LiveFigure]) -> String {
        let contents = Contents { pages: &self.contents, workspace: &self.workspace };
        let mut changes: BTreeMap<usize, (std::ops::Range<usize>, String)> = BTreeMap::new();
        for cell in cells {
            changes.insert(cell.range.start, (cell.range.clone(), display::frame(cell, &self.mathematics)));
        }
        for figure in live {
            changes
                .insert(figure.range.start, (figure.range.clone(), live::frame(figure, &self.mathematics)));
        }
        for piece in page.pieces() {
            if let Kind::Fence { info, body } = &piece.kind
                && info == "map"
                && let Some(html) = map::draw(body, &contents, &self.mathematics)
            {
                changes.insert(piece.range.start, (piece.range, html));
            } else if let Some(chapter) = tasks::fence(&piece) {
                let pages: Vec<&Path> = self.pages.iter().map(|(page, ..)| page.path.as_path()).collect();
                let shown = tasks::show(&self.chapters, chapter, &pages);
                changes.insert(piece.range.start, (piece.range, shown));
            }
        }
        let text = page::replace(&page.text, &changes.into_values().collect::<Vec<_>>());
        self.mathematics.replace(&text).unwrap_or(text)
    }

    /// Dead links, ids used twice, and things from the network, in the book rendered into `folder`.
    ///
    /// # Errors
    /// If the rendered pages can't be read.
    pub fn check_links(&self, rendered: &Rendered) -> Result<Vec<Problem>> {
        let pages: Vec<Page> = self.pages.iter().map(|(page, ..)| page.clone()).collect();
        Ok([links::check(&rendered.folder, &pages)?, links::check_styles(&self.workspace.root)?].concat())
    }
}

fn load(workspace: &Workspace) -> Result<MDBook> {
    MDBook::load(workspace.root.join("book")).map_err(|error| anyhow!("the book can't be read: {error:#}"))
}

/// The rendered book, whose cells are filled as their examples are done.
pub struct Rendered {
    pub(crate) folder: PathBuf,
    /// The pages with marks in them, as mdBook made them.
    frames: Vec<(PathBuf, String)>,
}

impl Rendered {
    fn read(folder: &Path) -> Result<Self> {
        let mut frames = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "html") {
                let html = fs::read_to_string(&path)?;
                if html.contains("<!--cell ") {
                    frames.push((path, html));
                }
            }
        }
        Ok(Self { folder: folder.to_owned(), frames })
    }

    /// Writes the pages, or those that show the `changed` example, with their cells as they are now; and who still waits.
    pub(crate) fn fill(
        &self,
        book: &Book,
        states: &BTreeMap<Example, State>,
        changed: Option<&Example>,
    ) -> Result<()> {
        self.fill_live(book, states, changed)?;
        for (path, frame) in &self.frames {
            let cells = || book.cells().map(|(_, cell)| cell).filter(|cell| display::shows(frame, cell));
            if changed.is_some_and(|changed| cells().all(|cell| cell.example != *changed)) {
                continue;
            }
            let filled = cells().fold(frame.clone(), |html, cell| match states.get(&cell.example) {
                Some(state) => display::fill(&html, &book.workspace, cell, state),
                None => html,
            });
            // A browser that asks now gets the old page or the new one, never half of it.
            let half = path.with_extension("part");
            fs::write(&half, filled)
                .and_then(|()| fs::rename(&half, path))
                .with_context(|| format!("{} can't be written", path.display()))?;
        }
        let waiting: String = states
            .iter()
            .filter_map(|(example, state)| Some(format!("{example}: {}\n", state.unfinished()?)))
            .collect();
        let file = self.folder.join("waiting.txt");
        fs::write(&file, waiting).with_context(|| format!("{} can't be written", file.display()))
    }

    /// Writes what examples have kept for live figures.
    fn fill_live(
        &self,
        book: &Book,
        states: &BTreeMap<Example, State>,
        changed: Option<&Example>,
    ) -> Result<()> {
        for example in book.live().filter_map(|(_, figure)| figure.needs.as_ref()) {
            if changed.is_some_and(|changed| changed != example) {
                continue;
            }
            let kept = match states.get(example) {
                Some(State::Done(outcome)) => outcome.kept.as_deref(),
                _ => None,
            };
            live::write_kept(&self.folder, example, kept)?;
        }
        Ok(())
    }
}
