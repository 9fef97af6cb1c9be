//! A model's directory.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use decoder::LanguageModel;

use crate::index::files_in_index;
use crate::tensors::Tensors;
use crate::whole::{open, read_text, write_whole};
use crate::{Model, Shape, Stage, Tokenizer, shape};

const CONFIG: &str = "config.json";
const WEIGHTS: &str = "model.safetensors";
const INDEX: &str = "model.safetensors.index.json";
/// Files that would make a vocabulary of characters mean something else.
const TOKENIZERS: [&str; 2] = ["merges.txt", "tokenizer.json"];

/// Loads a model and its tokenizer. These are the files of other programs too, and have no
/// checksum: names, shapes and lengths must be right and every weight finite, but one that
/// was changed to another number is not noticed.
///
/// # Errors
/// One sentence that names the file, what is wrong with it and what to do.
pub fn load(dir: &Path) -> Result<(Model, Tokenizer)> {
    let (shape, _) = description(dir)?;
    let tokenizer = Tokenizer::load(dir, shape.config().vocab)?;
    Ok((read_weights(&shape, &weights(dir)?)?, tokenizer))
}

/// The file of the weights, or all that the list beside them names.
fn weights(dir: &Path) -> Result<Vec<PathBuf>> {
    let (whole, index) = (dir.join(WEIGHTS), dir.join(INDEX));
    if whole.exists() || !index.exists() {
        return match foreign_weights(dir).filter(|_| !whole.exists()) {
            None => Ok(vec![whole]),
            Some(file) => bail!(
                "{} can't be read here: in the program that it is from, save the whole model \
                 with its weights in {WEIGHTS}",
                file.display()
            ),
        };
    }
    let names =
        files_in_index(&read_text(&index)?).with_context(|| index.display().to_string())?;
    Ok(names.iter().map(|name| dir.join(name)).collect())
}

/// A file that holds weights as other programs keep them, or only what was added to some.
fn foreign_weights(dir: &Path) -> Option<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let is_foreign = |file: &PathBuf| {
        let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        ["bin", "pt", "pth", "ckpt", "h5", "msgpack", "gguf"].contains(&kind)
            || kind == "safetensors"
                && (stem.starts_with("model") || stem.starts_with("adapter"))
    };
    files.into_iter().find(is_foreign)
}

/// The model whose weights are in these files, read from them a piece at a time: a model of
/// any size is in memory once.
fn read_weights(shape: &Shape, files: &[PathBuf]) -> Result<Model> {
    let mut tensors = Tensors::new(shape.names());
    for file in files {
        tensors.add(open(file)?).with_context(|| file.display().to_string())?;
    }
    let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
    shape.model(tensors).with_context(|| names.join(", "))
}

/// What the model in a directory has been through, if that is known.
///
/// # Errors
/// If there is no `config.json`, or it is none of a model that could be loaded.
pub fn stage(dir: &Path) -> Result<Option<Stage>> {
    Ok(description(dir)?.1)
}

/// The shape of the model in a directory, and the stage that it has been through: what can be
/// known before its weights are read.
///
/// # Errors
/// If there is no `config.json`, or it is none of a model that could be loaded.
pub fn description(dir: &Path) -> Result<(Shape, Option<Stage>)> {
    ensure!(
        dir.is_dir(),
        "{} is not a directory: give the directory of a model",
        dir.display()
    );
    let file = dir.join(CONFIG);
    Shape::from_json(&read_text(&file)?).with_context(|| file.display().to_string())
}

/// Saves a model with its tokenizer, and the stage that it has been through. The weights come
/// last, and all at once: whenever the power fails, the directory holds the model that was
/// there before (or none, if there was none), or the new one.
///
/// # Errors
/// If the directory holds files of another model, which are left as they are; if a weight is
/// not finite; if a file can't be written.
pub fn save(
    dir: &Path,
    model: &Model,
    tokenizer: &Tokenizer,
    stage: Option<Stage>,
) -> Result<()> {
    let (tokens, vocab) = (tokenizer.vocab(), model.config().vocab);
    assert!(tokens <= vocab, "{tokens} tokens are no vocabulary of a model of {vocab}");
    let weights = shape::to_safetensors(model)
        .with_context(|| format!("nothing was saved in {}", dir.display()))?;
    fs::create_dir_all(dir).with_context(|| {
        format!("{} can't be made: choose another place", dir.display())
    })?;
    check_texts(dir, model, tokenizer, stage)?;
    for (name, text) in texts(model, tokenizer, stage) {
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
    model: &Model,
    tokenizer: &Tokenizer,
    stage: Option<Stage>,
) -> Result<()> {
    check_texts(dir, model, tokenizer, stage)?;
    let weights = dir.join(WEIGHTS);
    if weights.exists() {
        let old = read_weights(&Shape::of(model), std::slice::from_ref(&weights));
        old.with_context(|| not_of_this_model(&weights))?;
    }
    Ok(())
}

fn check_texts(
    dir: &Path,
    model: &Model,
    tokenizer: &Tokenizer,
    stage: Option<Stage>,
) -> Result<()> {
    let own = texts(model, tokenizer, stage);
    for (name, text) in &own {
        let file = dir.join(name);
        let is_free = match fs::read(&file) {
            Ok(old) => old == text.as_bytes(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        };
        ensure!(is_free, not_of_this_model(&file));
    }
    for name in TOKENIZERS.iter().filter(|name| own.iter().all(|(own, _)| own != *name)) {
        ensure!(!dir.join(name).exists(), not_of_this_model(&dir.join(name)));
    }
    Ok(())
}

fn not_of_this_model(file: &Path) -> String {
    format!(
        "{} is not a file of this model: move it away, or choose another directory",
        file.display()
    )
}

/// A model's files but for its weights.
fn texts(
    model: &Model,
    tokenizer: &Tokenizer,
    stage: Option<Stage>,
) -> Vec<(&'static str, String)> {
    let mut texts = tokenizer.files();
    texts.insert(0, (CONFIG, Shape::of(model).to_json(stage)));
    texts
}
