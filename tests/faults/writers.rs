//! Two runs in one folder, and a folder that goes away.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::{
    assert_same_result, command, folder, refuses, result, succeeds, text_of, trains, wait_for_rows,
};
use trials::row;

use super::{TINY, files};

fn flags() -> String {
    format!("--steps 400 {TINY}")
}

/// A run that was killed after some steps.
fn killed(dir: &Path, flags: &str) {
    let mut run = command("pretrain", dir, flags).spawn().unwrap();
    wait_for_rows(dir, 30);
    run.kill().unwrap();
    run.wait().unwrap();
}

#[test]
fn while_a_run_goes_on_no_other_writes_there() {
    let dir = folder();
    let endless = format!("--steps 1000000 {TINY}");
    let mut run = command("pretrain", dir.path(), &endless).spawn().unwrap();
    wait_for_rows(dir.path(), 1);
    let said = refuses("pretrain", dir.path(), "--resume");
    assert!(said.contains("another glassgpt trains in") && said.contains("let it end"), "{said}");
    assert!(refuses("pretrain", dir.path(), &endless).contains("holds a model already"));
    assert!(dir.path().join("training.lock").exists(), "a refused run leaves the lock");
    assert!(run.try_wait().unwrap().is_none(), "the first goes on");
    run.kill().unwrap();
    run.wait().unwrap();
    // The lock of a process that was killed is nobody's: the next one gets as far as its flags.
    assert!(refuses("pretrain", dir.path(), "--resume --lr 0.5").contains("--lr 0.01, not 0.5"));
    assert!(!dir.path().join("training.lock").exists(), "and leaves nothing beside");
}

#[test]
fn of_many_that_go_on_at_once_one_does() {
    let (whole, dir) = (folder(), folder());
    trains("pretrain", whole.path(), &flags());
    killed(dir.path(), &flags());
    let runs: Vec<_> = (0..8).map(|_| command("pretrain", dir.path(), "--resume").spawn().unwrap()).collect();
    let ends: Vec<Output> = runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
    let (done, refused): (Vec<_>, Vec<_>) = ends.into_iter().partition(|end| end.status.success());
    assert!(!done.is_empty() && !refused.is_empty());
    for end in &refused {
        assert!(text_of(&end.stderr).contains("another glassgpt trains in"), "{}", text_of(&end.stderr));
    }
    assert_same_result(whole.path(), dir.path());
    assert!(!dir.path().join("training.lock").exists(), "nothing is left beside");
    row(
        "`--resume` by eight at once",
        8,
        &format!("{} went on, {} refused; the same bits", done.len(), refused.len()),
    );
}

/// The folder is moved away while the run goes on, and another takes its name.
#[cfg(unix)]
#[test]
fn a_folder_that_goes_away_stops_the_run_and_one_that_comes_back_goes_on() {
    let (whole, room) = (folder(), folder());
    trains("pretrain", whole.path(), &flags());
    for replaced in [false, true] {
        let (out, away) = (room.path().join("out"), room.path().join(format!("away-{replaced}")));
        let run = command("pretrain", &out, &flags()).spawn().unwrap();
        wait_for_rows(&out, 3);
        fs::rename(&out, &away).unwrap();
        if replaced {
            trains("pretrain", &out, &format!("--steps 2 {TINY}"));
        }
        let other = replaced.then(|| files(&out));
        let said = is_stopped(&run.wait_with_output().unwrap());
        assert!(said.contains("is gone or was replaced"), "{said}");
        assert_eq!(out.exists(), replaced, "the run made no folder anew");
        if let Some(other) = other {
            assert!(files(&out) == other, "the other run's files are as they were");
            fs::remove_dir_all(&out).unwrap();
        }
        fs::rename(&away, &out).unwrap();
        trains("pretrain", &out, "--resume");
        assert_same_result(whole.path(), &out);
        fs::remove_dir_all(&out).unwrap();
    }
    row("a folder moved away during a run", 2, "stopped in a sentence; put back, the same bits");
}

#[track_caller]
#[cfg(unix)]
fn is_stopped(output: &Output) -> String {
    let said = text_of(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    said.lines().find(|line| line.starts_with("error: ")).expect("a sentence").to_owned()
}

#[test]
fn what_a_kill_left_beside_is_no_run() {
    let dir = folder();
    for name in [".training.safetensors.part", "training.lock"] {
        fs::write(dir.path().join(name), "half").unwrap();
    }
    assert!(refuses("pretrain", dir.path(), "--resume").contains("there is no run to go on with"));
    let whole = folder();
    for dir in [&dir, &whole] {
        succeeds(&command("pretrain", dir.path(), &format!("--steps 4 {TINY}")).output().unwrap());
    }
    assert!(result(dir.path()) == result(whole.path()));
    assert_eq!(files(dir.path()).len(), 5, "what was left is gone");
}
