//! Checkpoints that are wrong and have a right checksum all the same.

use std::sync::Mutex;

use proptest::prelude::*;

use super::tests::tiny;
use super::*;
use crate::pretrain;
use crate::runs::defaults;
use trials::{anything, damaged, damaged_header, trial};

#[test]
fn trial_of_a_checkpoint() {
    let (mut learner, bytes) = tiny();
    let dir = tempfile::tempdir().unwrap();
    let inputs = prop_oneof![
        1 => anything(),
        2 => damaged("a checkpoint", bytes.clone()),
        4 => damaged_header("a checkpoint's header", &bytes),
    ];
    let learner = Mutex::new(&mut learner);
    trial("a training's checkpoint", 3000, inputs, |bytes| {
        let mut bytes = bytes.to_vec();
        // With a right checksum, so that what comes after it is reached too.
        if let Some((place, right)) = checksum::checksum(&bytes) {
            bytes[place].copy_from_slice(right.as_bytes());
        }
        fs::write(dir.path().join(FILE), bytes).unwrap();
        let resume = || -> Result<()> {
            let checkpoint = Checkpoint::read(dir.path(), "pretrain")?;
            let _: pretrain::Settings =
                checkpoint.settings(Flags { settings: defaults(), given: Vec::new() })?;
            let mut learner = learner.lock().unwrap_or_else(|learner| learner.into_inner());
            checkpoint.check_origins(&learner.origins)?;
            checkpoint.metrics()?;
            checkpoint.restore(&mut learner.trainer)
        };
        resume().map_err(|error| format!("{error:#}"))
    });
}
