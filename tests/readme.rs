//! What the README says and shows is so.

use std::fs;

use press::Workspace;

#[test]
fn the_picture_is_what_the_press_draws() {
    let workspace = Workspace::find().unwrap();
    let (kept, drawn) = (workspace.root.join("book/pipeline.svg"), workspace.target.join("pipeline.svg"));
    fs::write(&drawn, press::pipeline_picture(&workspace)).unwrap();
    assert!(
        fs::read(&kept).is_ok_and(|kept| kept == fs::read(&drawn).unwrap()),
        "the README's picture is another now: look at {0} and `cp {0} {1}`",
        drawn.display(),
        kept.display()
    );
}

#[test]
fn both_commands_stand_on_lines_of_their_own() {
    let workspace = Workspace::find().unwrap();
    let readme = fs::read_to_string(workspace.root.join("README.md")).unwrap();
    for command in ["cargo run --release", "cargo test --workspace"] {
        assert!(readme.lines().any(|line| line == command), "the README has no line \"{command}\"");
    }
}
