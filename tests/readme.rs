//! What the README says and shows is so.

use std::fs;

use press::Workspace;

#[test]
fn the_picture_is_what_the_press_draws() {
    let workspace = Workspace::find().unwrap();
    let file = workspace.root.join("book/pipeline.svg");
    let drawn = press::pipeline_picture(&workspace);
    if fs::read_to_string(&file).is_ok_and(|kept| kept == drawn) {
        return;
    }
    fs::write(&file, drawn).unwrap();
    panic!("{} wasn't up to date: it is now, look at it and commit it", file.display());
}

#[test]
fn both_commands_stand_on_lines_of_their_own() {
    let workspace = Workspace::find().unwrap();
    let readme = fs::read_to_string(workspace.root.join("README.md")).unwrap();
    for command in ["cargo run --release", "cargo test --workspace"] {
        assert!(readme.lines().any(|line| line == command), "the README has no line \"{command}\"");
    }
}

#[test]
fn every_chapter_is_in_the_map_of_chapters() {
    let workspace = Workspace::find().unwrap();
    let readme = fs::read_to_string(workspace.root.join("README.md")).unwrap();
    for krate in workspace.crates.iter().filter(|krate| krate.chapter().is_some()) {
        let folder = krate.folder.to_string_lossy().replace('\\', "/");
        assert!(readme.contains(&format!("({folder})")), "the README doesn't lead to {folder}");
    }
}
