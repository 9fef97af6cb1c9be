//! The exercises that are checked, on their chapter's page.
//!
//! ````text
//! ```exercises
//! attention
//! ```
//! ````
//!
//! The fence names the chapter's crate, or says `all` for a table of all chapters; what stands there comes from the folders `chapters/exercises/examples/NAME`.

use std::fs;
use std::path::Path;

use anyhow::Result;
use exercises::{Chapter, Exercise, Lines};

use crate::book::Book;
use crate::display::escape;
use crate::notation;
use crate::page::{Page, Show};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// What a fence says that shows a table of all chapters.
const ALL: &str = "all";

/// The chapters with their exercises; none where there is no folder of exercises.
pub(crate) fn read(workspace: &Workspace) -> Result<Vec<Chapter>> {
    let there = workspace.root.join("chapters/exercises/examples").is_dir();
    if there { exercises::chapters(&workspace.root) } else { Ok(Vec::new()) }
}

/// The exercises of a chapter, or a table of all.
#[derive(Clone, Debug)]
pub(crate) struct Tasks {
    chapter: String,
    line: usize,
}

impl Tasks {
    /// What is inside a fence that begins at a line.
    pub(crate) fn read(body: &str, line: usize) -> Self {
        Self { chapter: body.trim().to_owned(), line }
    }
}

impl Show for Tasks {
    fn check(&self, page: &Page, book: &Book) -> Vec<Problem> {
        let Self { chapter, line } = self;
        if chapter == ALL || book.exercises.iter().any(|other| other.name == *chapter) {
            return Vec::new();
        }
        vec![page.problem(*line, format!("there is no chapter \"{chapter}\" to show exercises of"))]
    }

    fn show(&self, _: &Page, book: &Book) -> Option<String> {
        if self.chapter == ALL {
            return Some(table(&book.exercises));
        }
        let chapter = book.exercises.iter().find(|chapter| chapter.name == self.chapter)?;
        let exercises: String = chapter.exercises.iter().map(exercise).collect();
        Some(format!(
            "These are checked on your computer: edit the file, then run the command under it. `cargo exercises watch` checks whenever you save.\n\n{exercises}"
        ))
    }
}

/// The chapters whose exercises are on no page.
pub(crate) fn unshown(book: &Book) -> Vec<Problem> {
    let shown = |chapter: &Chapter| {
        book.pages.iter().flat_map(Page::tasks).any(|tasks| tasks.chapter == chapter.name)
    };
    let chapters = book.exercises.iter().filter(|chapter| !chapter.exercises.is_empty() && !shown(chapter));
    chapters
        .map(|Chapter { name, number, .. }| {
            let page = Path::new("book/src").join(page(*number, name));
            Problem::new(
                &page,
                1,
                format!(
                    "the chapter's exercises are on no page: put a fence ```exercises with {name} on this one"
                ),
            )
        })
        .collect()
}

/// The page of a chapter.
fn page(number: u32, name: &str) -> String {
    format!("{number:02}-{name}.md")
}

/// All exercises, a row each, and what they sum to.
fn table(chapters: &[Chapter]) -> String {
    let mut rows =
        "| chapter | exercise | kind | minutes | difficulty | points |\n|---|---|---|---|---|---|\n"
            .to_owned();
    let (mut count, mut hours, mut sum) = (0, 0.0, 0);
    for chapter in chapters {
        let page = page(chapter.number, &chapter.name);
        for Exercise { name, title, kind, minutes, difficulty, points, .. } in &chapter.exercises {
            let title = format!("[{title}]({page}#exercise-{})", name.replace('_', "-"));
            rows +=
                &format!("| {} | {title} | {kind} | {minutes} | {difficulty} | {points} |\n", chapter.number);
            (count, hours, sum) = (count + 1, hours + f64::from(*minutes) / 60.0, sum + points);
        }
    }
    format!("{rows}\nTogether {count} exercises, about {hours:.0} hours of work, {sum} points.\n")
}

fn exercise(exercise: &Exercise) -> String {
    let Exercise { name, title, kind, minutes, difficulty, points, task, hints, .. } = exercise;
    let points = if *points == 1 { "1\u{a0}point".to_owned() } else { format!("{points}\u{a0}points") };
    let (task, hint) = (notation::shown(task), notation::shown(hints[0].trim()));
    let lines = puzzle(exercise).unwrap_or_default();
    format!(
        "<section class=\"exercise\" id=\"exercise-{}\">\n\n**{title}**<br>{kind} · {minutes} minutes · difficulty {difficulty} of 5 · {points}\n\n{task}\n\n\
         `chapters/exercises/examples/{name}/main.rs`<br>`cargo exercises check {name}`\n\n{lines}\
         <details>\n<summary>A hint</summary>\n\n{hint}\n\n</details>\n\n</section>\n\n",
        name.replace('_', "-")
    )
}

/// The lines of its function in disorder, if it has any: the page's script moves them.
fn puzzle(exercise: &Exercise) -> Option<String> {
    let lines = Lines::of(exercise).ok()??;
    let source = fs::read_to_string(exercise.student_file()).ok()?;
    let head = escape(lines.head(&source)?);
    let missing = 1 + lines.all().iter().position(|line| *line == lines.missing)?;
    let items: String =
        lines.all().iter().map(|line| format!("<li><code>{}</code></li>\n", escape(line))).collect();
    Some(format!(
        "<details class=\"lines\" data-missing=\"{missing}\">\n<summary>First in small steps: put its lines in order</summary>\n\n\
         Two of these lines are wrong. The others, in the right order, are the function. `cargo exercises lines {}` asks for \
         their order; then one of them is missing, and it asks for that.\n\n\
         <pre class=\"lines-head\">{head}</pre>\n<ol>\n{items}</ol>\n\n</details>\n\n",
        exercise.name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(text: &str) -> Book {
        let workspace = Workspace::find().unwrap();
        let exercises = read(&workspace).unwrap();
        let page = Page::new(Path::new("src"), Path::new("01-attention.md"), text);
        Book { exercises, ..Book::of(workspace, vec![page]) }
    }

    fn show(book: &Book, chapter: &str) -> Option<String> {
        Tasks::read(chapter, 1).show(&book.pages[0], book)
    }

    #[test]
    fn a_chapters_exercises_are_shown_with_their_first_hint_alone() {
        let book = book("");
        let shown = show(&book, "attention").unwrap();
        for exercise in &book.exercises[1].exercises {
            let (task, hint) = (notation::shown(&exercise.task), notation::shown(exercise.hints[0].trim()));
            for part in [&exercise.title, &task, &exercise.name, &hint] {
                assert!(shown.contains(part), "no {part:?} in {shown}");
            }
            assert!(
                !shown.contains(exercise.hints[1].trim()),
                "{}: the second hint is not for the page",
                exercise.name
            );
        }
        assert!(shown.contains("Don't use `attention`: "), "what an answer does without is on the page");
        assert_eq!(show(&book, "no-chapter"), None);
    }

    #[test]
    fn the_table_links_to_the_pages() {
        let table = show(&book(""), ALL).unwrap();
        assert!(table.contains("(01-attention.md#exercise-sliding-window)"), "{table}");
        assert!(table.contains("What a head costs"), "{table}");
    }

    #[test]
    fn a_fence_names_a_chapter_and_every_chapters_exercises_are_shown() {
        let check = |text: &str| {
            let book = book(text);
            let missing =
                unshown(&book).into_iter().filter(|problem| problem.file.ends_with("01-attention.md"));
            book.pages[0].check(&book).into_iter().chain(missing).collect::<Vec<_>>()
        };
        assert_eq!(check("# A {#a}\n\n```exercises\nattention\n```\n"), []);
        assert!(check("# A {#a}\n\n```exercises\nattendance\n```\n")[0].cause.contains("attendance"));
        assert!(check("# A {#a}\n")[0].cause.contains("on no page"));
    }
}
