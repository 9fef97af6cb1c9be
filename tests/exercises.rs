//! `glassgpt exercises` from outside, on a copy of the workspace: as a student, as a teacher, and as somebody who cheats.

mod grading;
mod hand_out;
mod student;
mod verifying;
mod watching;

/// The exercises that these tests work on: one of each kind.
pub(crate) const IMPLEMENT: &str = "sliding_window";
pub(crate) const BUG: &str = "gradient_of_attention";
pub(crate) const PREDICT: &str = "heads_and_parameters";
/// And one whose answer its chapter has.
pub(crate) const OWN_WORK: &str = "softmax_of_far_rows";

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
