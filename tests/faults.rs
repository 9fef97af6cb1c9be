//! What may go wrong around a run: it is killed, the disk is full, files are cut, swapped or gone. One clear sentence,
//! and the last good state is kept.

mod cut;
#[cfg(unix)]
mod disk;
mod kills;
#[cfg(unix)]
mod started;
mod swapped;
mod writers;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A model so small that a step takes about a millisecond.
const TINY: &str = "--batch 4 --context 8 --layers 1 --heads 2 --channels 8 --lr 0.01";

/// The files of a folder and what they hold, the hidden ones too.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// The names of what a save that was cut off has left.
fn parts(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    names.filter(|name| name.ends_with(".part")).collect()
}
