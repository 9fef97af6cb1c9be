//! From pages to a book: check, render, run the fast cells, then the slow ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::task::JoinSet;

use crate::book::{Book, Rendered};
use crate::cells::{Cell, Example};
use crate::display::State;
use crate::module::{self, Module};
use crate::problem::{Problem, fail_on};
use crate::progress::Progress;
use crate::running::{self, Outcome, Shelf};
use crate::workspace::Workspace;

/// Fast cells that run at the same time.
const AT_ONCE: usize = 2;

/// A rendered book whose fast cells are done.
pub(crate) struct Print {
    book: Book,
    rendered: Rendered,
    shelf: Shelf,
    programs: HashMap<Example, PathBuf>,
    states: BTreeMap<Example, State>,
}

impl Print {
    /// Checks the book, renders it into `folder`, and runs the fast cells that have changed.
    ///
    /// # Errors
    /// If something is wrong with a page or a fast cell: everything that is wrong, with its place.
    pub(crate) async fn new(workspace: Workspace, folder: &Path) -> Result<Self> {
        let book = Book::open(workspace)?;
        let rendered = book.render(folder)?;
        fail_on([book.check(), book.check_links(&rendered)?].concat())?;
        let examples: BTreeSet<Example> = book.cells().map(|(_, cell)| cell.example.clone()).collect();
        let programs = running::build(&book.workspace, &examples)?;
        let shelf = Shelf::new(&book.workspace);
        let state = |program: &PathBuf| shelf.find(program).map_or(State::Waiting, State::Done);
        let states = programs.iter().map(|(example, program)| (example.clone(), state(program))).collect();
        let mut print = Self { book, rendered, shelf, programs, states };
        print.run(print.waiting(false), AT_ONCE).await;
        fail_on(print.problems())?;
        print.rendered.fill(&print.book, &print.states, None)?;
        Ok(print)
    }

    /// Runs the slow cells that have changed, compiles the live figures, and waits for all.
    ///
    /// # Errors
    /// If one of them fails, or a page can't be written.
    pub(crate) async fn finish(&mut self) -> Result<()> {
        if self.compile().await? == Module::Failed {
            bail!("the program of the live figures, book/live, doesn't compile: the compiler says why above");
        }
        self.run(self.waiting(true), 1).await;
        fail_on(self.problems())?;
        self.rendered.fill(&self.book, &self.states, None)
    }

    /// Compiles the live figures, runs the slow cells that have changed one by one, and says in the pages how far they are.
    ///
    /// # Errors
    /// If a page can't be written.
    pub(crate) async fn finish_behind_the_reader(&mut self) -> Result<()> {
        self.compile().await?;
        for example in self.waiting(true) {
            self.show(&example, State::Running)?;
            let (_, state) =
                run_one(self.shelf.clone(), example.clone(), self.programs[&example].clone()).await;
            let wrong = self.wrong_figures(&example, &state);
            self.show(&example, wrong.map_or(state, |(_, cause)| State::Failed(cause)))?;
        }
        Ok(())
    }

    /// Compiles the program of the live figures, if a page has any, and puts it beside the pages.
    async fn compile(&self) -> Result<Module> {
        if !self.book.moves() {
            return Ok(Module::Absent);
        }
        let module = module::build(&self.book.workspace).await?;
        if module == Module::Absent {
            println!("{}", module::ADVICE);
        }
        module.write(&self.rendered.folder)?;
        Ok(module)
    }

    /// The first figure without a caption or caption without a figure, on any page that shows the example.
    fn wrong_figures(&self, example: &Example, state: &State) -> Option<(usize, String)> {
        let State::Done(outcome) = state else { return None };
        let cells = self.book.cells().filter(|(_, cell)| cell.example == *example);
        cells.flat_map(|(_, cell)| judge_figures(cell, outcome)).next()
    }

    fn show(&mut self, example: &Example, state: State) -> Result<()> {
        self.states.insert(example.clone(), state);
        self.rendered.fill(&self.book, &self.states, Some(example))
    }

    /// The slow or the fast examples that wait, in reading order; one that is slow on any page is slow.
    fn waiting(&self, slow: bool) -> Vec<Example> {
        let is_slow =
            |example: &Example| self.book.cells().any(|(_, cell)| cell.slow && cell.example == *example);
        let mut found = Vec::new();
        for (_, Cell { example, .. }) in self.book.cells() {
            let waits = matches!(self.states.get(example), Some(State::Waiting));
            if waits && is_slow(example) == slow && !found.contains(example) {
                found.push(example.clone());
            }
        }
        found
    }

    async fn run(&mut self, examples: Vec<Example>, at_once: usize) {
        let mut progress = Progress::new(examples.len());
        let (mut waiting, mut running) = (examples.into_iter(), JoinSet::new());
        loop {
            for example in waiting.by_ref().take(at_once - running.len()) {
                progress.start(example.to_string());
                running.spawn(run_one(self.shelf.clone(), example.clone(), self.programs[&example].clone()));
            }
            let Some(done) = running.join_next().await else { return };
            let (example, state) = done.expect("running an example doesn't panic");
            progress.finish(&example.to_string());
            self.states.insert(example, state);
        }
    }

    /// What is wrong with cells that have run, or should have.
    fn problems(&self) -> Vec<Problem> {
        let judged = self.book.cells().flat_map(|(page, cell)| {
            let causes = judge(cell, self.states.get(&cell.example));
            causes.into_iter().map(|(line, cause)| Problem::new(&page.file, line, cause))
        });
        let kept_nothing = self.book.live().filter_map(|(page, figure)| {
            let example = figure.needs.as_ref()?;
            let cause = match self.states.get(example) {
                None => format!("the live figure {} needs {example}, which is in no cell", figure.name),
                Some(State::Done(Outcome { kept: None, .. })) => {
                    format!(
                        "the live figure {} needs what {example} keeps, and it keeps nothing",
                        figure.name
                    )
                }
                Some(_) => return None,
            };
            Some(Problem::new(&page.file, figure.line, cause))
        });
        judged.chain(kept_nothing).collect()
    }
}

async fn run_one(shelf: Shelf, example: Example, program: PathBuf) -> (Example, State) {
    let state = shelf.run(&program).await.map_or_else(State::Failed, State::Done);
    (example, state)
}

/// What is wrong with a cell in this state, with the line.
fn judge(cell: &Cell, state: Option<&State>) -> Vec<(usize, String)> {
    match state {
        None => vec![(
            cell.line,
            format!("the example {} doesn't compile: the compiler says why above", cell.example),
        )],
        Some(State::Failed(cause)) => {
            vec![(cell.line, format!("the example {} failed: {cause}", cell.example))]
        }
        Some(State::Done(outcome)) => judge_figures(cell, outcome),
        Some(State::Waiting | State::Running) => Vec::new(),
    }
}

fn judge_figures(cell: &Cell, outcome: &Outcome) -> Vec<(usize, String)> {
    let Cell { example, captions, .. } = cell;
    let drawn = |name: &str| outcome.figures.iter().any(|(figure, _)| figure == name);
    let listed = |name: &str| captions.iter().any(|caption| caption.figure == name);
    let undrawn = captions.iter().filter(|caption| !drawn(&caption.figure));
    let unlisted = outcome.figures.iter().filter(|(figure, _)| !listed(figure));
    undrawn
        .map(|caption| (caption.line, format!("the example {example} draws no figure {}", caption.figure)))
        .chain(unlisted.map(|(figure, _)| {
            (cell.line, format!("the example {example} draws {figure}, which has no caption here: add \"{figure}: what to see\""))
        }))
        .collect()
}

/// Copies a rendered book; what else is in the folder stays.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("the folder {} can't be made", to.display()))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("{} can't be written", target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    #[test]
    fn figures_and_captions_must_match() {
        let text = "```cell\nattention::one_query\nfirst: a\nsecond: b\n```\n";
        let page = Page::new(Path::new("src"), Path::new("a.md"), text);
        let cell = crate::cells::read(&page).0.remove(0);
        let outcome = |names: &[&str]| Outcome {
            figures: names.iter().map(|name| ((*name).to_owned(), String::new())).collect(),
            ..Outcome::default()
        };
        assert!(judge_figures(&cell, &outcome(&["first", "second"])).is_empty());
        let wrong = judge_figures(&cell, &outcome(&["first", "third"]));
        assert_eq!(wrong[0], (4, "the example attention::one_query draws no figure second".into()));
        assert!(wrong[1].0 == 1 && wrong[1].1.contains("draws third, which has no caption here"));
    }
}
