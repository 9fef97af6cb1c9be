//! The exercises that are checked, on their chapter's page.
//!
//! ````text
//! ```exercises
//! attention
//! ```
//! ````
//!
//! The fence names the chapter's crate, or says `all` for a table of all chapters; what stands there comes from `chapters/exercises/checks/*.toml`.

use std::path::Path;

use anyhow::Result;
use exercises::{Chapter, Exercise};

use crate::page::{Kind, Page, Piece};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// What a fence says that shows a table of all chapters.
const ALL: &str = "all";

/// The chapters with their exercises; none where there is no folder of exercises.
pub(crate) fn read(workspace: &Workspace) -> Result<Vec<Chapter>> {
    let there = workspace.root.join("chapters/exercises/checks").is_dir();
    if there { exercises::chapters(&workspace.root) } else { Ok(Vec::new()) }
}

/// The fences that name no chapter, and the written chapters whose exercises are on no page.
pub(crate) fn check(chapters: &[Chapter], pages: &[&Page]) -> Vec<Problem> {
    let (mut problems, mut shown) = (Vec::new(), Vec::new());
    for page in pages {
        for (byte, name) in page.pieces().iter().filter_map(|piece| Some((piece.range.start, fence(piece)?)))
        {
            if name == ALL || chapters.iter().any(|chapter| chapter.name == name) {
                shown.push(name.to_owned());
            } else {
                problems
                    .push(page.problem(byte, format!("there is no chapter \"{name}\" to show exercises of")));
            }
        }
    }
    for chapter in
        chapters.iter().filter(|chapter| !chapter.exercises.is_empty() && !shown.contains(&chapter.name))
    {
        let number = format!("{:02}-", chapter.number);
        if let Some(page) = pages.iter().find(|page| page.path.to_string_lossy().starts_with(&number)) {
            let cause = format!(
                "the chapter's exercises are on no page: put a fence ```exercises with {} on this one",
                chapter.name
            );
            problems.push(Problem::new(&page.file, 1, cause));
        }
    }
    problems
}

/// The chapter that a piece of a page names, if the piece is such a fence.
pub(crate) fn fence(piece: &Piece) -> Option<&str> {
    match &piece.kind {
        Kind::Fence { info, body } if info == "exercises" => Some(body.trim()),
        _ => None,
    }
}

/// The exercises of a chapter, or the table of all, as Markdown; `pages` are those that can be linked to.
pub(crate) fn show(chapters: &[Chapter], name: &str, pages: &[&Path]) -> String {
    if name == ALL {
        return table(chapters, pages);
    }
    let Some(chapter) = chapters.iter().find(|chapter| chapter.name == name && !chapter.exercises.is_empty())
    else {
        return String::new();
    };
    let exercises: String = chapter.exercises.iter().map(exercise).collect();
    format!(
        "These are checked on your computer: edit the file, then run the command under it. `cargo exercises watch` checks whenever you save.\n\n{exercises}"
    )
}

/// All exercises, a row each, with links to the pages that are written, and what they sum to.
fn table(chapters: &[Chapter], pages: &[&Path]) -> String {
    let mut rows =
        "| chapter | exercise | kind | minutes | difficulty | points |\n|---|---|---|---|---|---|\n"
            .to_owned();
    let (mut count, mut hours, mut sum) = (0, 0.0, 0);
    for chapter in chapters {
        let page = format!("{:02}-{}.md", chapter.number, chapter.name);
        for Exercise { name, title, kind, minutes, difficulty, points, .. } in &chapter.exercises {
            let title = if pages.contains(&Path::new(&page)) {
                format!("[{title}]({page}#exercise-{})", name.replace('_', "-"))
            } else {
                title.clone()
            };
            rows +=
                &format!("| {} | {title} | {kind} | {minutes} | {difficulty} | {points} |\n", chapter.number);
            (count, hours, sum) = (count + 1, hours + f64::from(*minutes) / 60.0, sum + points);
        }
    }
    format!("{rows}\nTogether {count} exercises, about {hours:.0} hours of work, {sum} points.\n")
}

fn exercise(exercise: &Exercise) -> String {
    let Exercise { name, title, kind, minutes, difficulty, points, task, hints, .. } = exercise;
    let points = if *points == 1 { "1 point".to_owned() } else { format!("{points} points") };
    format!(
        "<section class=\"exercise\" id=\"exercise-{}\">\n\n**{title}**<br>{kind} · {minutes} minutes · difficulty {difficulty} of 5 · {points}\n\n{}\n\n{}\
         `chapters/exercises/examples/{name}.rs`<br>`cargo exercises check {name}`\n\n\
         <details>\n<summary>A hint</summary>\n\n{}\n\n</details>\n\n</section>\n\n",
        name.replace('_', "-"),
        task.trim(),
        exercise.rule().map(|rule| format!("{rule}\n\n")).unwrap_or_default(),
        hints[0].trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page::new(Path::new("src"), Path::new("01-attention.md"), text)
    }

    fn chapters() -> Vec<Chapter> {
        read(&Workspace::find().unwrap()).unwrap()
    }

    #[test]
    fn a_chapters_exercises_are_shown_with_their_first_hint_alone() {
        let chapters = chapters();
        let shown = show(&chapters, "attention", &[]);
        for exercise in &chapters[1].exercises {
            for part in [&exercise.title, exercise.task.trim(), &exercise.name, exercise.hints[0].trim()] {
                assert!(shown.contains(part), "no {part:?} in {shown}");
            }
            assert!(
                !shown.contains(exercise.hints[1].trim()),
                "{}: the second hint is not for the page",
                exercise.name
            );
        }
        assert!(shown.contains("Do without `attention`: "), "what an answer does without is on the page");
        assert_eq!(show(&chapters, "no-chapter", &[]), "");
    }

    #[test]
    fn the_table_links_to_the_pages_that_are_written() {
        let table = show(&chapters(), ALL, &[Path::new("01-attention.md")]);
        assert!(table.contains("(01-attention.md#exercise-sliding-window)"), "{table}");
        assert!(table.contains("What a head costs") && !table.contains("02-multi-head.md"), "{table}");
    }

    #[test]
    fn a_fence_names_a_chapter_and_every_chapters_exercises_are_shown() {
        let chapters = chapters();
        let check = |text: &str| check(&chapters, &[&page(text)]);
        assert_eq!(check("# A {#a}\n\n```exercises\nattention\n```\n"), []);
        assert!(check("# A {#a}\n\n```exercises\nattendance\n```\n")[0].cause.contains("attendance"));
        assert!(check("# A {#a}\n")[0].cause.contains("on no page"));
    }
}
