//! All that is needed to go on with a run, in one file: weights, the optimizer's means, the step, the settings.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, ensure};
use foundations::Params;
use model_files::{Model, Numbers, in_short, write_whole};
use safetensors::{Dtype, SafeTensors};
use training_loss::Trainer;

use super::{Flags, Learner, Origin, Settings, Task, checksum, metrics};

/// Beside the model's own files. It holds the weights too: it is written at once, and so belongs together whenever
/// the process is killed, whatever was saved of the model itself.
const FILE: &str = "training.safetensors";

/// The files of a run, any of which says that a folder is taken.
pub(crate) const FILES: [&str; 5] = [FILE, metrics::FILE, "config.json", "model.safetensors", "vocab.json"];

/// Whether a run was begun in a folder.
pub(crate) fn is_begun(dir: &Path) -> bool {
    dir.join(FILE).exists()
}

/// Writes the checkpoint in the place of the one before; if that fails, the one before is still there.
pub(crate) fn write<T: Task>(dir: &Path, learner: &Learner<T>, metrics: &str) -> Result<()> {
    write_whole(dir, FILE, &bytes(learner, metrics))
}

fn bytes<T: Task>(learner: &Learner<T>, metrics: &str) -> Vec<u8> {
    let Learner { settings, trainer, origins, .. } = learner;
    let settings = serde_json::to_string(settings).expect("numbers, names and paths");
    let mut about = BTreeMap::from([
        ("command".to_owned(), T::COMMAND.to_owned()),
        ("settings".to_owned(), settings),
        ("step".to_owned(), trainer.optimizer.steps.to_string()),
        ("metrics".to_owned(), metrics.to_owned()),
        ("checksum".to_owned(), checksum::NONE.to_owned()),
    ]);
    about.extend(origins.iter().map(|origin| (origin.flag.to_owned(), origin.fingerprint.clone())));
    let parts = [
        ("weight", &trainer.model),
        ("mean", &trainer.optimizer.mean),
        ("square", &trainer.optimizer.square),
    ];
    let tensors = parts.into_iter().flat_map(|(part, tensors)| {
        tensors
            .tensors()
            .into_iter()
            .map(move |(name, tensor)| (format!("{part}.{name}"), Numbers(tensor.into())))
    });
    let mut bytes = safetensors::serialize(tensors, Some(about.into_iter().collect()))
        .expect("a header far below 100 MB");
    checksum::seal(&mut bytes);
    bytes
}

/// A checkpoint as it was read.
pub(crate) struct Checkpoint {
    path: PathBuf,
    bytes: Vec<u8>,
    about: BTreeMap<String, String>,
    step: u64,
}

impl Checkpoint {
    /// # Errors
    /// If it can't be read, is not whole, or is of another command.
    pub(crate) fn read(dir: &Path, command: &str) -> Result<Checkpoint> {
        let path = dir.join(FILE);
        let bytes = fs::read(&path).with_context(|| broken(&path))?;
        let checkpoint = Checkpoint::of(path, bytes)?;
        let made_by = checkpoint.entry("command")?;
        ensure!(
            made_by == command,
            "{} holds a run of glassgpt {}: go on with that command, or choose another --out",
            dir.display(),
            in_short(made_by)
        );
        Ok(checkpoint)
    }

    fn of(path: PathBuf, bytes: Vec<u8>) -> Result<Checkpoint> {
        let about = about(&bytes).with_context(|| broken(&path))?;
        let checkpoint = Checkpoint { path, bytes, about, step: 0 };
        let step = checkpoint.entry("step")?.parse().with_context(|| broken(&checkpoint.path))?;
        Ok(Checkpoint { step, ..checkpoint })
    }

    /// What metrics.csv was recognised by when the checkpoint was written.
    pub(crate) fn metrics(&self) -> Result<&str> {
        self.entry("metrics")
    }

    fn entry(&self, name: &str) -> Result<&str> {
        let entry = self.about.get(name).with_context(|| format!("it has no entry {name:?}"));
        entry.map(|entry| &entry[..]).with_context(|| broken(&self.path))
    }

    /// The settings that the run was started with, unless flags were given that say otherwise.
    pub(crate) fn settings<S: Settings>(&self, flags: Flags<S>) -> Result<S> {
        let started_with = serde_json::from_str(self.entry("settings")?)
            .map_err(foreign)
            .with_context(|| broken(&self.path))?;
        let settings = flags.go_on(started_with)?;
        settings.check().with_context(|| broken(&self.path))?;
        Ok(settings)
    }

    /// # Errors
    /// If something that the run learns from is not what it was.
    pub(crate) fn check_origins(&self, origins: &[Origin]) -> Result<()> {
        for origin in origins {
            let Origin { flag, name, fingerprint } = origin;
            ensure!(
                self.entry(flag)? == fingerprint,
                "{name} does not hold the {flag} that the run was started with: give --{flag} where that is now, or \
                 start another run in another --out"
            );
        }
        Ok(())
    }

    /// Puts weights, means and step back into a trainer of the same settings.
    pub(crate) fn restore(&self, trainer: &mut Trainer<Model>) -> Result<()> {
        let file =
            SafeTensors::deserialize(&self.bytes).map_err(foreign).with_context(|| broken(&self.path))?;
        let Trainer { model, optimizer, .. } = trainer;
        for (part, tensors) in
            [("weight", model), ("mean", &mut optimizer.mean), ("square", &mut optimizer.square)]
        {
            fill(tensors, part, &file).with_context(|| broken(&self.path))?;
        }
        optimizer.steps = self.step;
        Ok(())
    }
}

fn about(bytes: &[u8]) -> Result<BTreeMap<String, String>> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(foreign)?;
    checksum::check(bytes)?;
    let about = header.metadata().clone().context("it says nothing about a run")?;
    Ok(about.into_iter().collect())
}

fn fill(tensors: &mut Model, part: &str, file: &SafeTensors) -> Result<()> {
    for (name, mut tensor) in tensors.tensors_mut() {
        let view = file.tensor(&format!("{part}.{name}"))?;
        ensure!(
            view.shape() == tensor.shape() && view.dtype() == Dtype::F32,
            "the tensor {part}.{name} has the shape {:?}, but the settings say {:?}",
            view.shape(),
            tensor.shape()
        );
        models::fill(&mut tensor, view.data());
    }
    Ok(())
}

/// What a library says of the file.
fn foreign(error: impl Display) -> Error {
    Error::msg(in_short(error))
}

fn broken(path: &Path) -> String {
    format!(
        "{} is not a whole checkpoint of this program: put the file back, or start again in another --out",
        path.display()
    )
}

#[cfg(test)]
mod damaged;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pretrain::{self, Pretraining};
    use crate::runs::{Run, defaults};

    /// A model of 200 numbers, and the bytes of its checkpoint.
    pub(super) fn tiny() -> (Learner<Pretraining>, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        let settings = pretrain::Settings {
            layers: 1,
            heads: 1,
            channels: 2,
            context: 2,
            batch: 1,
            steps: 2,
            ..defaults()
        };
        Run::<Pretraining>::start(dir.path(), settings.clone()).unwrap();
        let bytes = fs::read(dir.path().join(FILE)).unwrap();
        let checkpoint = Checkpoint::read(dir.path(), "pretrain").unwrap();
        let settings = checkpoint.settings(Flags::all(settings)).unwrap();
        (Pretraining::load(settings).unwrap(), bytes)
    }

    #[track_caller]
    fn is_refused(bytes: Vec<u8>, what: &str) {
        let error = Checkpoint::of(FILE.into(), bytes).map(drop).expect_err(what);
        assert!(error.to_string().starts_with("training.safetensors is not a whole checkpoint"), "{error:#}");
    }

    #[test]
    fn cut_anywhere_it_is_refused() {
        let (mut learner, bytes) = tiny();
        Checkpoint::of(FILE.into(), bytes.clone()).unwrap().restore(&mut learner.trainer).unwrap();
        for length in 0..bytes.len() {
            is_refused(bytes[..length].to_vec(), &format!("the first {length} bytes alone"));
        }
        is_refused([&bytes[..], b"\0"].concat(), "a byte too many");
        trials::row("a checkpoint cut at every byte", bytes.len(), "all refused in a sentence");
    }

    #[test]
    fn with_any_byte_changed_it_is_refused() {
        let (_, bytes) = tiny();
        let changes = |place: usize| [1 << (place % 8), 0x80, 0xff]; // a bit, the top one, all
        for place in 0..bytes.len() {
            for change in changes(place) {
                let mut bytes = bytes.clone();
                bytes[place] ^= change;
                is_refused(bytes, &format!("byte {place} changed by {change:#x}"));
            }
        }
        let count = bytes.len() * changes(0).len();
        trials::row(
            "a checkpoint with one byte changed, each in three ways",
            count,
            "all refused in a sentence",
        );
    }
}
