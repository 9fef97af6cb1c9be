//! A model's directory: `config.json`, `model.safetensors` and `vocab.json`, as GPT-2 has them.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use decoder::{
    Gpt, Vocabulary, config_from_json, config_to_json, from_safetensors, in_short, to_safetensors,
    vocabulary_to_json,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tokenizer::Tokenizer;

const CONFIG: &str = "config.json";
const WEIGHTS: &str = "model.safetensors";
const VOCABULARY: &str = "vocab.json";
/// The field of the configuration that other programs pass over.
const OURS: &str = "glassgpt";
/// Files that would make the vocabulary mean something else.
const OTHER_TOKENIZERS: [&str; 2] = ["merges.txt", "tokenizer.json"];

/// What a model has been through last. It stands in `config.json`, where other programs pass over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It continues texts.
    Pretrained,
    /// It has learnt to answer, from examples.
    Supervised,
    /// It has learnt to answer as a reward wants it.
    Aligned,
}

/// Loads a model and its tokenizer. These are the files of other programs too, and have no checksum: names, shapes and
/// lengths must be right and every weight finite, but one that was changed to another number is not noticed.
///
/// # Errors
/// One sentence that names the file, what is wrong with it and what to do.
pub fn load(dir: &Path) -> Result<(Gpt<f32>, Tokenizer)> {
    ensure!(dir.is_dir(), "{} is not a directory: give the directory of a model", dir.display());
    let file = dir.join(CONFIG);
    let config = config_from_json(&read_text(&file)?).with_context(|| file.display().to_string())?;
    let tokenizer = Tokenizer::load(dir, config.vocab)?;
    let file = dir.join(WEIGHTS);
    let model = from_safetensors(&config, &read(&file)?).with_context(|| file.display().to_string())?;
    Ok((model, tokenizer))
}

/// What the model in a directory has been through, if that is known.
///
/// # Errors
/// If there is no `config.json`, or it tells of a stage that does not exist.
pub fn stage(dir: &Path) -> Result<Option<Stage>> {
    let file = dir.join(CONFIG);
    let config: Value = serde_json::from_str(&read_text(&file)?)
        .map_err(|error| anyhow!("{}: it is not JSON ({})", file.display(), in_short(error)))?;
    serde_json::from_value(config[OURS]["stage"].clone())
        .map_err(|error| anyhow!("{}: the field {OURS}.stage: {}", file.display(), in_short(error)))
}

/// Saves a model of characters, and the stage that it has been through. The weights come last, and all at once: whenever the power fails, the directory
/// holds the model that was there before (or none, if there was none), or the new one.
///
/// # Errors
/// If the directory holds files of another model, which are left as they are; if a weight is not finite; if a file
/// can't be written.
pub fn save(dir: &Path, model: &Gpt<f32>, vocabulary: &Vocabulary, stage: Option<Stage>) -> Result<()> {
    assert_eq!(vocabulary.len(), model.config.vocab, "the vocabulary (left) is not this model's (right)");
    let weights = to_safetensors(model).with_context(|| format!("nothing was saved in {}", dir.display()))?;
    fs::create_dir_all(dir)
        .with_context(|| format!("{} can't be made: choose another place", dir.display()))?;
    check_texts(dir, model, vocabulary, stage)?;
    for (name, text) in texts(model, vocabulary, stage) {
        if !dir.join(name).exists() {
            write_whole(dir, name, text.as_bytes())?;
        }
    }
    write_whole(dir, WEIGHTS, &weights)
}

/// # Errors
/// If the directory holds files of a model of another shape, vocabulary or stage.
pub fn check_is_free_for(
    dir: &Path,
    model: &Gpt<f32>,
    vocabulary: &Vocabulary,
    stage: Option<Stage>,
) -> Result<()> {
    check_texts(dir, model, vocabulary, stage)?;
    let weights = dir.join(WEIGHTS);
    if weights.exists() {
        let old = fs::read(&weights).with_context(|| not_of_this_model(&weights))?;
        from_safetensors(&model.config, &old).with_context(|| not_of_this_model(&weights))?;
    }
    Ok(())
}

fn check_texts(dir: &Path, model: &Gpt<f32>, vocabulary: &Vocabulary, stage: Option<Stage>) -> Result<()> {
    for (name, text) in texts(model, vocabulary, stage) {
        let file = dir.join(name);
        let is_free = match fs::read(&file) {
            Ok(old) => old == text.as_bytes(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        ensure!(is_free, not_of_this_model(&file));
    }
    for file in OTHER_TOKENIZERS.map(|name| dir.join(name)) {
        ensure!(!file.exists(), not_of_this_model(&file));
    }
    Ok(())
}

fn not_of_this_model(file: &Path) -> String {
    format!("{} is not a file of this model: move it away, or choose another directory", file.display())
}

/// A model's files but for its weights.
fn texts(model: &Gpt<f32>, vocabulary: &Vocabulary, stage: Option<Stage>) -> [(&'static str, String); 2] {
    [(CONFIG, config(model, stage)), (VOCABULARY, vocabulary_to_json(vocabulary))]
}

/// The `config.json` of a model that has been through a stage.
fn config(model: &Gpt<f32>, stage: Option<Stage>) -> String {
    let config = config_to_json(&model.config);
    let Some(stage) = stage else { return config };
    let mut fields: Value = serde_json::from_str(&config).expect("it was made from JSON");
    fields[OURS]["stage"] = serde_json::to_value(stage).expect("a name");
    format!("{fields:#}\n")
}

/// Writes a file beside, as `.NAME.part`, and gives it its name once it is safe on the disk: the name never stands for
/// half a file. What a process that was killed has left beside is overwritten by the next write.
///
/// # Errors
/// If the file can't be written. The old one, if there was one, is still there.
pub fn write_whole(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let (path, part) = (dir.join(name), dir.join(format!(".{name}.part")));
    let write = || {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, &path)?;
        sync(dir)
    };
    write().inspect_err(|_| drop(fs::remove_file(&part))).with_context(|| {
        format!("{} can't be written: is there room, and may you write there?", path.display())
    })
}

/// Makes the new name itself safe on the disk. Elsewhere than on Unix a directory can't be opened, nor need be.
fn sync(dir: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// A text file, whole.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?)
        .with_context(|| format!("{} is not UTF-8 text: get the file again", file.display()))
}

/// A file, whole. A pipe or a device could be read for ever.
fn read(file: &Path) -> Result<Vec<u8>> {
    let is_file = |about: fs::Metadata| about.is_file().then_some(()).ok_or(ErrorKind::InvalidInput.into());
    fs::metadata(file).and_then(is_file).and_then(|()| fs::read(file)).with_context(|| {
        format!(
            "{} can't be read: a model directory has {CONFIG}, {WEIGHTS} and {VOCABULARY}",
            file.display()
        )
    })
}
