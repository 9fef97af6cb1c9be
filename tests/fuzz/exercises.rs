//! What an exercise says of itself: `about.toml`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use trials::{anything, damaged, trial};

#[test]
fn trial_of_an_exercise() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path().join("chapters/exercises/examples/gated_units");
    for folder in [folder.clone(), root.path().join("chapters/04-feed-forward")] {
        fs::create_dir_all(folder).expect("a folder");
    }
    let right =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/exercises/examples/gated_units/about.toml");
    let right = fs::read(right).expect("an exercise");
    let inputs = prop_oneof![1 => anything(), 4 => damaged("an exercise", right)];
    trial("an exercise's toml", 3000, inputs, |bytes| {
        fs::write(folder.join("about.toml"), bytes).expect("a damaged file");
        exercises::chapters(root.path()).map(drop).map_err(|error| format!("{error:#}"))
    });
}
