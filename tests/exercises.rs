//! `glassgpt exercises` from outside, on a copy of the workspace: as a student, as a teacher, and as somebody who cheats.

mod assembling;
mod grading;
mod hand_out;
#[cfg(target_os = "linux")]
mod hostile;
mod student;
mod verifying;
mod watching;

use trials::times;

/// The exercises that these tests work on: one of each kind.
pub(crate) const IMPLEMENT: &str = "sliding_window";
pub(crate) const BUG: &str = "gradient_of_attention";
pub(crate) const PREDICT: &str = "heads_and_parameters";
/// And one whose answer its chapter has.
pub(crate) const OWN_WORK: &str = "softmax_of_far_rows";

/// Every third of these cases, or all at full size.
pub(crate) fn thirds<T>(cases: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    cases.into_iter().skip(times(1, 0)).step_by(times(3, 1))
}

#[test]
fn every_chapter_has_four_exercises_of_two_kinds_at_least() {
    let chapters = exercises::chapters(hand_out::here()).unwrap();
    for chapter in &chapters {
        let mut kinds: Vec<String> =
            chapter.exercises.iter().map(|exercise| exercise.kind.to_string()).collect();
        kinds.sort();
        kinds.dedup();
        assert!(chapter.exercises.len() >= 4 && kinds.len() >= 2, "{}: {kinds:?}", chapter.name);
    }
    assert!(chapters.iter().map(|chapter| chapter.exercises.len()).sum::<usize>() >= 36);
}

#[test]
fn every_part_of_the_assistant_is_asked_for_by_one_exercise() {
    let chapters = exercises::chapters(hand_out::here()).unwrap();
    let exercises = chapters.iter().flat_map(|chapter| &chapter.exercises);
    let mut asked: Vec<&str> = exercises.flat_map(|exercise| &exercise.parts).map(String::as_str).collect();
    let mut parts: Vec<&str> = assembled::PARTS.iter().map(|part| part.name).collect();
    asked.sort_unstable();
    parts.sort_unstable();
    assert_eq!(asked, parts);
    let workspace = press::Workspace::find().unwrap();
    let nobodys = press::pipeline_picture(&workspace);
    for part in parts {
        assert_ne!(press::pipeline_of(&workspace, &[part]), nobodys, "{part} has no box on the map");
    }
}

/// The teacher's page plans twelve weeks for chapters 0 to 8, with the minutes that their exercises take.
#[test]
fn the_plan_of_a_course_counts_every_minute() {
    let page = std::fs::read_to_string(hand_out::here().join("book/src/teaching.md")).unwrap();
    let plan = page.split("{#twelve-weeks}").nth(1).unwrap().split("\n## ").next().unwrap();
    let minutes = |row: &str| row.trim_end_matches(" |").rsplit("| ").next()?.parse::<u32>().ok();
    let planned: u32 = plan.lines().filter_map(minutes).sum();
    let chapters = exercises::chapters(hand_out::here()).unwrap();
    let read = chapters.iter().filter(|chapter| chapter.number <= 8);
    let all: u32 = read.flat_map(|chapter| &chapter.exercises).map(|exercise| exercise.minutes).sum();
    assert_eq!(planned, all);
}
