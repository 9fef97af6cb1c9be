//! A disk that is full, and a folder that may not be written to.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::program::{assert_same_result, command, folder, text_of, trains, wait_for_rows};
use trials::row;

use super::{TINY, files};

fn flags() -> String {
    format!("--steps 400 {TINY}")
}

/// The command where no file can grow beyond so many bytes.
fn with_room(bytes: usize, command: &Command) -> Command {
    let blocks = bytes / 512; // as a shell counts
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!(r#"ulimit -f {blocks}; trap "" XFSZ; exec "$0" "$@""#)]);
    limited.arg(command.get_program()).args(command.get_args());
    limited
}

/// What a command says that has to give up.
#[track_caller]
fn fails(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = text_of(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let errors: Vec<&str> = said.lines().filter(|line| !line.starts_with("step ")).collect();
    assert!(errors.len() == 1 && errors[0].starts_with("error: "), "one sentence: {said}");
    errors[0].to_owned()
}

/// A run that was killed before its second checkpoint.
fn begun(dir: &Path) {
    let mut run = command("pretrain", dir, &flags()).spawn().unwrap();
    wait_for_rows(dir, 0);
    run.kill().unwrap();
    run.wait().unwrap();
}

#[test]
fn on_a_full_disk_the_last_good_state_is_kept() {
    let whole = folder();
    trains("pretrain", whole.path(), &flags());
    let size = |name: &str| fs::metadata(whole.path().join(name)).unwrap().len() as usize;
    let (model, training) = (size("model.safetensors"), size("training.safetensors"));
    assert!(model > 4096 && training > model + 512, "the bounds below lie between the files' sizes");

    let dir = folder();
    let said = fails(with_room(0, &command("pretrain", dir.path(), &flags())));
    assert!(said.contains("training.safetensors can't be written: is there room"), "{said}");
    assert!(files(dir.path()).is_empty(), "nothing is left");

    // metrics.csv is the first to grow beyond the first bound, before there is a checkpoint to write.
    begun(dir.path());
    let checkpoint = fs::read(dir.path().join("training.safetensors")).unwrap();
    let cases = [(512, "metrics.csv"), (4096, "model.safetensors"), (model + 512, "training.safetensors")];
    for (bytes, file) in cases {
        let said = fails(with_room(bytes, &command("pretrain", dir.path(), "--resume")));
        assert!(said.contains(&format!("{file} can't be written")) && said.contains("room"), "{said}");
        assert!(fs::read(dir.path().join("training.safetensors")).unwrap() == checkpoint);
        assert!(super::parts(dir.path()).is_empty(), "what did not fit takes no room");
    }
    trains("pretrain", dir.path(), "--resume");
    assert_same_result(whole.path(), dir.path());
    let happened = "all stopped in a sentence; with room again, the same bits";
    row("a full disk at the start, at a row, at a model, at a checkpoint", 1 + cases.len(), happened);
}

/// The command as somebody who owns nothing, if this is somebody who may write anywhere.
fn as_nobody(command: &Command) -> Command {
    let mut nobody = Command::new("setpriv");
    nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]);
    nobody.arg(command.get_program()).args(command.get_args());
    nobody
}

#[test]
fn a_folder_that_is_read_only_is_left_as_it_is() {
    let (room, whole) = (folder(), folder());
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let (empty, out) = (room.path().join("empty"), room.path().join("out"));
    fs::create_dir(&empty).unwrap();
    trains("pretrain", whole.path(), &flags());
    begun(&out);
    for dir in [room.path(), &empty, &out] {
        mode(dir, 0o555);
    }
    let bound = if fs::write(empty.join("probe"), "").is_ok() {
        fs::remove_file(empty.join("probe")).unwrap();
        let mut version = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
        let tried = as_nobody(version.arg("--version")).output();
        if !tried.is_ok_and(|output| output.status.success()) {
            eprintln!("NOT TESTED: no permission binds this user, and the program can't be run as another");
            return;
        }
        as_nobody
    } else {
        |command: &Command| with_room(1 << 30, command)
    };
    let before = files(&out);
    for (dir, flags, said) in [
        (&out, "--resume", "training.lock can't be"),
        (&empty, &flags(), "training.lock can't be"),
        (&room.path().join("new"), &flags(), "new can't be made: choose another folder"),
    ] {
        let error = fails(bound(&command("pretrain", dir, flags)));
        assert!(error.contains(said) && error.contains("Permission denied"), "{error}");
    }
    assert!(files(&out) == before && files(&empty).is_empty());
    for dir in [room.path(), &empty, &out] {
        mode(dir, 0o755);
    }
    trains("pretrain", &out, "--resume");
    assert_same_result(whole.path(), &out);
    row("a folder that is read-only", 3, "all refused in a sentence; made writable, the same bits");
}
