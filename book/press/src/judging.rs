//! What is wrong with what the cells gave.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::cells::Cell;
use crate::display::State;
use crate::problem::Problem;
use crate::running::Outcome;
use crate::workspace::Example;

/// What is wrong with cells that have run, or should have.
pub(crate) fn problems(book: &Book, states: &BTreeMap<Example, State>) -> Vec<Problem> {
    let judged = book.cells().flat_map(|(page, cell)| {
        let causes = judge(cell, &states[&cell.example]);
        causes.into_iter().map(|(line, cause)| Problem::new(&page.file, line, cause))
    });
    let kept_nothing = book.live().filter_map(|(page, figure)| {
        let example = figure.needs.as_ref()?;
        let cause = match states.get(example) {
            None => format!("the live figure {} needs {example}, which is in no cell", figure.name),
            Some(State::Done(Outcome { kept: None, .. })) => {
                format!("the live figure {} needs what {example} keeps, and it keeps nothing", figure.name)
            }
            Some(_) => return None,
        };
        Some(Problem::new(&page.file, figure.line, cause))
    });
    judged.chain(kept_nothing).collect()
}

/// What is wrong with a cell in this state, with the line.
fn judge(cell: &Cell, state: &State) -> Vec<(usize, String)> {
    match state {
        State::Failed(cause) => vec![(cell.line, format!("the example {} failed: {cause}", cell.example))],
        State::Done(outcome) => judge_figures(cell, outcome),
        State::Compiling | State::Waiting | State::Running => Vec::new(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_captions_must_match() {
        let cell = Cell::read("attention::one_query\nfirst: a\nsecond: b\n", 1).unwrap();
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
