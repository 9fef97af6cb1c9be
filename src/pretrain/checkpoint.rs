//! All that is needed to go on with a run, in one file: weights, the optimizer's means, the step, the settings.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use decoder::Gpt;
use foundations::Params;
use glassgpt::model_dir::write_whole;
use ndarray::ArrayViewD;
use safetensors::{Dtype, SafeTensors, View};
use training_loss::Trainer;

use super::{Given, Settings, Text, metrics};

/// Beside the model's own files. It holds the weights too: it is written at once, and so belongs together whenever
/// the process is killed, whatever was saved of the model itself.
const FILE: &str = "training.safetensors";

/// The files of a run, any of which says that a folder is taken.
pub(crate) const FILES: [&str; 5] = [FILE, metrics::FILE, "config.json", "model.safetensors", "vocab.json"];

/// Writes the checkpoint in the place of the one before; if that fails, the one before is still there.
pub(crate) fn write(dir: &Path, settings: &Settings, text: &Text, trainer: &Trainer<f32>) -> Result<()> {
    let about = [
        (
            "settings".to_owned(),
            serde_json::to_string(settings).expect("its path is text: it came from text"),
        ),
        ("text".to_owned(), format!("{:016x}", text.fingerprint)),
        ("step".to_owned(), trainer.optimizer.steps.to_string()),
    ];
    let parts = [
        ("weight", &trainer.model),
        ("mean", &trainer.optimizer.mean),
        ("square", &trainer.optimizer.square),
    ];
    let tensors = parts.into_iter().flat_map(|(part, tensors)| {
        tensors.tensors().into_iter().map(move |(name, tensor)| (format!("{part}.{name}"), Numbers(tensor)))
    });
    let bytes = safetensors::serialize(tensors, Some(about.into_iter().collect()))
        .expect("a header far below 100 MB");
    write_whole(dir, FILE, &bytes)
}

/// A tensor on its way to the file.
struct Numbers<'a>(ArrayViewD<'a, f32>);

impl View for Numbers<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.0.shape()
    }

    fn data(&self) -> Cow<'_, [u8]> {
        self.0.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn data_len(&self) -> usize {
        4 * self.0.len()
    }
}

/// A checkpoint as it was read.
pub(crate) struct Checkpoint {
    path: PathBuf,
    bytes: Vec<u8>,
    settings: Settings,
    text: String,
    step: u64,
}

impl Checkpoint {
    pub(crate) fn read(dir: &Path) -> Result<Checkpoint> {
        let path = dir.join(FILE);
        let bytes = fs::read(&path).with_context(|| {
            format!("{} can't be read, so there is no run to go on with: leave --resume out", path.display())
        })?;
        let parsed = parse(&bytes).with_context(|| broken(&path))?;
        let (settings, text, step) = parsed;
        Ok(Checkpoint { path, bytes, settings, text, step })
    }

    /// The settings that the run was started with, unless flags were given that say otherwise.
    pub(crate) fn settings(&self, given: &Given) -> Result<Settings> {
        let differences = given.differences(&self.settings);
        if !differences.is_empty() {
            bail!(
                "the run was started {}: leave such flags out to go on with it, or start another in another --out",
                differences.join(" and ")
            );
        }
        let settings = given.over(&self.settings);
        settings.check().with_context(|| broken(&self.path))?;
        Ok(settings)
    }

    pub(crate) fn check_text(&self, text: &Text) -> Result<()> {
        ensure!(
            format!("{:016x}", text.fingerprint) == self.text,
            "{} is not the text that the run was started with: give that one by --text, or start another run in \
             another --out",
            text.name
        );
        Ok(())
    }

    /// Puts weights, means and step back into a trainer of the same settings.
    pub(crate) fn restore(&self, trainer: &mut Trainer<f32>) -> Result<()> {
        let file = SafeTensors::deserialize(&self.bytes).with_context(|| broken(&self.path))?;
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

fn parse(bytes: &[u8]) -> Result<(Settings, String, u64)> {
    let (_, header) = SafeTensors::read_metadata(bytes)?;
    let about = header.metadata().as_ref().context("it says nothing about a run")?;
    let entry = |name: &str| about.get(name).with_context(|| format!("it has no entry {name:?}"));
    Ok((serde_json::from_str(entry("settings")?)?, entry("text")?.clone(), entry("step")?.parse()?))
}

fn fill(tensors: &mut Gpt<f32>, part: &str, file: &SafeTensors) -> Result<()> {
    for (name, mut tensor) in tensors.tensors_mut() {
        let view = file.tensor(&format!("{part}.{name}"))?;
        ensure!(
            view.shape() == tensor.shape() && view.dtype() == Dtype::F32,
            "the tensor {part}.{name} has the shape {:?}, but the settings say {:?}",
            view.shape(),
            tensor.shape()
        );
        let numbers = view.data().as_chunks().0.iter().copied().map(f32::from_le_bytes);
        for (number, kept) in tensor.iter_mut().zip(numbers) {
            *number = kept;
        }
    }
    Ok(())
}

fn broken(path: &Path) -> String {
    format!("{} is not a whole checkpoint of this program: put the file back, or start again", path.display())
}
