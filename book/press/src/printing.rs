//! From pages to a book: check, render, compile the cells' programs, run them, and put what they give into the pages.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::task::JoinSet;

use crate::book::{Book, Rendered};
use crate::cells::Cell;
use crate::display::{self, State};
use crate::judging::problems;
use crate::live;
use crate::module::{self, Module};
use crate::paper;
use crate::problem::fail_on;
use crate::progress::Progress;
use crate::running::{self, Shelf};
use crate::serve::Reader;
use crate::workspace::{Example, Workspace};

/// Fast cells that run at the same time.
const AT_ONCE: usize = 2;

/// A book on its way into a folder.
pub(crate) struct Print {
    book: Book,
    /// The folder of the book.
    folder: PathBuf,
    /// The pages that have cells, by name: with marks in them, as mdBook made them.
    frames: Vec<(PathBuf, String)>,
    shelf: Shelf,
    programs: HashMap<Example, PathBuf>,
    states: BTreeMap<Example, State>,
    /// How often the pages were made, if they are made whenever they are written.
    made: Option<u32>,
}

impl Print {
    /// Checks the book and renders it: every page is whole, but for what cells give. mdBook works in `scratch`.
    ///
    /// # Errors
    /// If something is wrong with a page: everything that is wrong, with its place.
    pub(crate) fn new(workspace: Workspace, scratch: &Path, folder: &Path) -> Result<Self> {
        let shelf = Shelf::new(&workspace);
        let (book, rendered) = render(workspace, scratch)?;
        let mut print = Self {
            book,
            folder: folder.to_owned(),
            frames: Vec::new(),
            shelf,
            programs: HashMap::new(),
            states: BTreeMap::new(),
            made: None,
        };
        print.publish(&rendered)?;
        if print.book.moves() {
            Module::Compiling.write(folder)?;
        }
        Ok(print)
    }

    /// Reads the pages again, and shows them as they are now; their cells show what they gave before, until they are
    /// filled in anew.
    ///
    /// # Errors
    /// If something is wrong with a page; the book is then as it was.
    pub(crate) fn renew(&mut self, scratch: &Path) -> Result<()> {
        let workspace = Workspace::read(&self.book.workspace.root)?;
        let (book, rendered) = render(workspace, scratch)?;
        self.book = book;
        self.programs.clear();
        self.states.retain(|_, state| matches!(state, State::Done(_)));
        self.made = Some(self.made.unwrap_or(0) + 1);
        self.publish(&rendered)
    }

    /// Puts what mdBook has made into the book's folder, with each cell as it is now.
    fn publish(&mut self, rendered: &Rendered) -> Result<()> {
        for (_, Cell { example, .. }) in self.book.cells() {
            self.states.entry(example.clone()).or_insert(State::Compiling);
        }
        self.frames = Vec::new();
        for entry in fs::read_dir(&rendered.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "html") {
                let html = fs::read_to_string(&path)?;
                if html.contains("<!--cell ") {
                    self.frames.push((path.file_name().unwrap_or_default().into(), html));
                }
            }
        }
        let filled: Vec<PathBuf> = self.frames.iter().map(|(name, _)| name.clone()).collect();
        copy(&rendered.folder, &self.folder, &filled)?;
        self.fill(None)?;
        self.fill_paper()
    }

    /// Fills in all cells and waits: for a book that is to be kept.
    ///
    /// # Errors
    /// If one of them fails, or a page can't be written.
    pub(crate) async fn finish(&mut self) -> Result<()> {
        let all: Vec<Example> = self.states.keys().cloned().collect();
        self.compile(&all).await?;
        self.run(self.waiting(false, ""), AT_ONCE).await?;
        fail_on(problems(&self.book, &self.states))?;
        if self.compile_live().await? == Module::Failed {
            bail!("the program of the live figures, book/live, doesn't compile: the compiler says why above");
        }
        self.run(self.waiting(true, ""), 1).await?;
        self.fill_paper()?;
        fail_on(problems(&self.book, &self.states))
    }

    /// Fills in all cells while the book is read: page by page, the one that the reader has open first, and the slow
    /// ones one by one at the end.
    ///
    /// # Errors
    /// If a page can't be written.
    pub(crate) async fn fill_in(&mut self, reader: &Reader) -> Result<()> {
        let mut fresh = false;
        loop {
            let uncompiled = self.uncompiled(&reader.page());
            let page = uncompiled.first().map(|(page, _)| *page);
            // Where nothing is to be compiled, all programs are found at once.
            let next = uncompiled.iter().filter(|(other, _)| fresh || Some(*other) == page);
            let next: Vec<Example> = next.map(|(_, example)| example.clone()).collect();
            if next.is_empty() {
                break;
            }
            fresh = self.compile(&next).await?;
            self.run(self.waiting(false, &reader.page()), AT_ONCE).await?;
        }
        self.compile_live().await?;
        while let Some(example) = self.waiting(true, &reader.page()).into_iter().next() {
            self.set(&example, State::Running)?;
            self.run(vec![example], 1).await?;
        }
        self.fill_paper()?;
        for problem in problems(&self.book, &self.states) {
            eprintln!("{problem}");
        }
        Ok(())
    }

    /// The examples whose programs aren't known, each with its page: those of the open page first.
    fn uncompiled(&self, open: &str) -> Vec<(&Path, Example)> {
        let cells = self.book.cells().filter(|(_, cell)| !self.programs.contains_key(&cell.example));
        let cells = cells.filter(|(_, cell)| !matches!(self.states[&cell.example], State::Failed(_)));
        let mut found: Vec<(&Path, Example)> =
            cells.map(|(page, cell)| (page.path.as_path(), cell.example.clone())).collect();
        found.sort_by_key(|(page, _)| page.with_extension("html") != Path::new(open));
        found
    }

    /// Compiles examples; those that have run as they are now are done. Returns whether nothing had to be compiled.
    async fn compile(&mut self, examples: &[Example]) -> Result<bool> {
        let programs = running::build(&self.book.workspace, examples).await?;
        for example in examples {
            let state = match programs.found.get(example) {
                None => State::Failed("it doesn't compile: the compiler says why on the terminal".into()),
                Some(program) => self.shelf.find(program).map_or(State::Waiting, State::Done),
            };
            self.states.insert(example.clone(), state);
        }
        self.programs.extend(programs.found);
        self.fill(None)?;
        Ok(programs.fresh)
    }

    /// Compiles the program of the live figures, if a page has any, and puts it beside the pages.
    async fn compile_live(&self) -> Result<Module> {
        if !self.book.moves() {
            return Ok(Module::Absent);
        }
        let module = module::build(&self.book.workspace).await?;
        if module == Module::Absent {
            println!("{}", module::ADVICE);
        }
        module.write(&self.folder)?;
        Ok(module)
    }

    /// The slow or the fast examples that wait: those of the open page first, then in reading order; one that is slow
    /// on any page is slow.
    fn waiting(&self, slow: bool, open: &str) -> Vec<Example> {
        let is_slow =
            |example: &Example| self.book.cells().any(|(_, cell)| cell.slow && cell.example == *example);
        let mut cells: Vec<_> = self.book.cells().collect();
        cells.sort_by_key(|(page, _)| page.path.with_extension("html") != Path::new(open));
        let mut found = Vec::new();
        for (_, Cell { example, .. }) in cells {
            let waits = matches!(self.states.get(example), Some(State::Waiting));
            if waits && is_slow(example) == slow && !found.contains(example) {
                found.push(example.clone());
            }
        }
        found
    }

    /// Runs examples, some at the same time, and fills in what each gives as soon as it is there.
    async fn run(&mut self, examples: Vec<Example>, at_once: usize) -> Result<()> {
        let mut progress = Progress::new(examples.len());
        let (mut waiting, mut running) = (examples.into_iter(), JoinSet::new());
        loop {
            for example in waiting.by_ref().take(at_once - running.len()) {
                progress.start(example.to_string());
                running.spawn(run_one(self.shelf.clone(), example.clone(), self.programs[&example].clone()));
            }
            let Some(done) = running.join_next().await else { return Ok(()) };
            let (example, state) = done.expect("running an example doesn't panic");
            progress.finish(&example.to_string());
            self.set(&example, state)?;
        }
    }

    fn set(&mut self, example: &Example, state: State) -> Result<()> {
        self.states.insert(example.clone(), state);
        self.fill(Some(example))
    }

    /// Writes the page that is printed, with all cells as they are now. It is as long as the book, and not made again for
    /// each of them.
    fn fill_paper(&self) -> Result<()> {
        let mut paper = self.frames.iter().filter(|(name, _)| name.as_path() == Path::new(paper::PAGE));
        paper.try_for_each(|(name, frame)| self.fill_page(name, frame))
    }

    fn fill_page(&self, name: &Path, frame: &str) -> Result<()> {
        let cells = self.book.cells().map(|(_, cell)| cell).filter(|cell| display::shows(frame, cell));
        let filled = cells.fold(frame.to_owned(), |html, cell| {
            display::fill(&html, &self.book.workspace, cell, &self.states[&cell.example])
        });
        write(&self.folder.join(name), &filled)
    }

    /// Writes the pages, or those that show the `changed` example, with their cells as they are now; and who still waits.
    fn fill(&self, changed: Option<&Example>) -> Result<()> {
        let is_changed = |example: &Example| changed.is_none_or(|changed| changed == example);
        for example in self.book.live().filter_map(|(_, figure)| figure.needs.as_ref()) {
            if is_changed(example) {
                let kept = match self.states.get(example) {
                    Some(State::Done(outcome)) => outcome.kept.as_deref(),
                    _ => None,
                };
                live::write_kept(&self.folder, example, kept)?;
            }
        }
        for (name, frame) in self.frames.iter().filter(|(name, _)| name.as_path() != Path::new(paper::PAGE)) {
            let mut cells = self.book.cells().filter(|(_, cell)| display::shows(frame, cell));
            if cells.any(|(_, cell)| is_changed(&cell.example)) {
                self.fill_page(name, frame)?;
            }
        }
        let made = self.made.map(|made| format!("made: {made}\n")).unwrap_or_default();
        let unfinished =
            |(example, state): (&Example, &State)| Some(format!("{example}: {}\n", state.unfinished()?));
        let waiting: String = self.states.iter().filter_map(unfinished).collect();
        write(&self.folder.join("waiting.txt"), &(made + &waiting))
    }
}

async fn run_one(shelf: Shelf, example: Example, program: PathBuf) -> (Example, State) {
    let state = shelf.run(&program).await.map_or_else(State::Failed, State::Done);
    (example, state)
}

/// Reads the book, renders it, and fails if something is wrong with it.
fn render(workspace: Workspace, scratch: &Path) -> Result<(Book, Rendered)> {
    let book = Book::open(workspace)?;
    let rendered = book.render(scratch)?;
    fail_on([book.check(), book.check_links(&rendered)?].concat())?;
    Ok((book, rendered))
}

/// Copies a rendered book, without these pages; what else is in the folder stays.
fn copy(from: &Path, to: &Path, without: &[PathBuf]) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("the folder {} can't be made", to.display()))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, target) = (PathBuf::from(entry.file_name()), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, &[])?;
        } else if !without.contains(&name) {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("{} can't be written", target.display()))?;
        }
    }
    Ok(())
}

/// Writes a file of the book: a browser that asks now gets the old one or the new one, never half of it.
fn write(file: &Path, text: &str) -> Result<()> {
    let half = file.with_extension("part");
    fs::write(&half, text)
        .and_then(|()| fs::rename(&half, file))
        .with_context(|| format!("{} can't be written", file.display()))
}
