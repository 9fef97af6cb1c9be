//! What an exercise says of itself: `checks/NAME.toml`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use trials::{anything, damaged, trial};

#[test]
fn trial_of_an_exercise() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let checks = root.path().join("chapters/exercises/checks");
    for folder in [checks.clone(), root.path().join("chapters/04-feed-forward")] {
        fs::create_dir_all(folder).expect("a folder");
    }
    let right = Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/exercises/checks/gated_units.toml");
    let right = fs::read(right).expect("an exercise");
    let inputs = prop_oneof![1 => anything(), 4 => damaged("an exercise", right)];
    trial("an exercise's toml", 3000, inputs, |bytes| {
        fs::write(checks.join("gated_units.toml"), bytes).expect("a damaged file");
        let chapters = exercises::chapters(root.path()).map_err(|error| format!("{error:#}"))?;
        chapters.iter().flat_map(|chapter| &chapter.exercises).for_each(|exercise| drop(exercise.stub()));
        Ok(())
    });
}
