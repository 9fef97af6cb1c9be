//! What was asked, and when it comes back: kept beside the exercises, in a file that Git does not see.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Where it is kept, from the workspace's root.
pub(crate) const FILE: &str = "chapters/exercises/.review.json";
/// How many days after a right answer a question comes back: after the first, and after each later one.
const DISTANCES: [u64; 2] = [1, 7];

/// What is known of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// How often it was asked, and how often the answer was right.
    pub(crate) asked: u32,
    pub(crate) right: u32,
    /// Right answers since the last wrong one.
    in_a_row: usize,
    /// The day when it was asked last, and the day when it comes back.
    last: u64,
    due: u64,
}

/// All questions that were asked.
#[derive(Default)]
pub(crate) struct Kept {
    file: PathBuf,
    pub(crate) questions: BTreeMap<String, Memory>,
}

impl Kept {
    /// What was kept; nothing if there is nothing, or nothing that can be read.
    pub(crate) fn read(file: PathBuf) -> Kept {
        let text = fs::read_to_string(&file).unwrap_or_default();
        Kept { questions: serde_json::from_str(&text).unwrap_or_default(), file }
    }

    /// What is to be asked today: what is due, the longest waiting first, then what was never asked.
    pub(crate) fn due<'a>(
        &self,
        names: impl Iterator<Item = &'a str>,
        today: u64,
        most: usize,
    ) -> Vec<&'a str> {
        let done = self.questions.values().filter(|memory| memory.last == today).count();
        let mut due: Vec<(u64, &str)> = names
            .filter_map(|name| match self.questions.get(name) {
                Some(memory) => (memory.due <= today && memory.last != today).then_some((memory.due, name)),
                None => Some((u64::MAX, name)),
            })
            .collect();
        due.sort_by_key(|(day, _)| *day); // in the book's order, where nothing else decides
        due.into_iter().map(|(_, name)| name).take(most.saturating_sub(done)).collect()
    }

    /// Keeps how a question was answered.
    pub(crate) fn note(&mut self, name: &str, right: bool, today: u64) -> Result<()> {
        let memory = self.questions.entry(name.to_owned()).or_default();
        let distance = DISTANCES[memory.in_a_row.min(DISTANCES.len() - 1)];
        memory.asked += 1;
        memory.right += u32::from(right);
        memory.in_a_row = if right { memory.in_a_row + 1 } else { 0 };
        memory.last = today;
        memory.due = today + if right { distance } else { DISTANCES[0] };
        let text = serde_json::to_string_pretty(&self.questions)?;
        fs::write(&self.file, text).with_context(|| format!("{} can't be written", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_comes_back_after_a_day_and_then_after_weeks() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::read(folder.path().join("review.json"));
        let names = || ["one", "two", "three"].into_iter();
        assert_eq!(kept.due(names(), 100, 2), ["one", "two"]);
        for (day, right, back) in [(100, true, 101), (101, true, 108), (108, true, 115), (115, false, 116)] {
            assert!(kept.due(names(), day, 5).contains(&"one"));
            kept.note("one", right, day).unwrap();
            assert!(!kept.due(names(), back - 1, 5).contains(&"one"));
            assert_eq!(kept.due(names(), back, 1), ["one"], "what was asked before comes first");
        }
        kept.note("two", true, 116).unwrap();
        assert_eq!(kept.due(names(), 116, 2), ["one"], "one of two is asked already");
        let again = Kept::read(folder.path().join("review.json"));
        assert_eq!(again.questions, kept.questions);
    }
}
