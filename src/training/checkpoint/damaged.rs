//! Checkpoints that are wrong and have a right checksum all the same.

use std::sync::Mutex;

use proptest::prelude::*;
use serde_json::json;

use super::tests::tiny;
use super::*;
use crate::pretrain;
use trials::{anything, damaged, damaged_header, trial};

#[test]
fn trial_of_a_checkpoint() {
    let (mut task, bytes) = tiny();
    let dir = tempfile::tempdir().unwrap();
    let inputs = prop_oneof![
        1 => anything(),
        2 => damaged("a checkpoint", bytes.clone()),
        4 => damaged_header("a checkpoint's header", &bytes),
    ];
    let task = Mutex::new(&mut task);
    trial("a training's checkpoint", 3000, inputs, |bytes| {
        let mut bytes = bytes.to_vec();
        // With a right checksum, so that what comes after it is reached too.
        if let Some((place, right)) = checksum::checksum(&bytes) {
            bytes[place].copy_from_slice(right.as_bytes());
        }
        fs::write(dir.path().join(FILE), bytes).unwrap();
        let resume = || -> Result<()> {
            let checkpoint = Checkpoint::read(dir.path(), "pretrain")?;
            let _: pretrain::Settings = checkpoint.settings(&json!({}))?;
            let mut task = task.lock().unwrap_or_else(|task| task.into_inner());
            checkpoint.check_origins(&task.origins())?;
            checkpoint.metrics()?;
            checkpoint.restore(task.trainer_mut())
        };
        resume().map_err(|error| format!("{error:#}"))
    });
}
