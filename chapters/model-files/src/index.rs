//! `model.safetensors.index.json`: which tensor is in which of several files.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde_json::Value;

use crate::{FileError, in_short};

/// The names of the files, which lie beside it. Which tensor is in which is what the files
/// themselves say.
///
/// # Errors
/// If it is not JSON, names no file, or one that is somewhere else.
pub(crate) fn files_in_index(text: &str) -> Result<BTreeSet<String>, FileError> {
    let index: Value = serde_json::from_str(text)
        .map_err(|error| FileError::NotJson { reason: in_short(error) })?;
    let fault = |fault: String| FileError::Index { fault };
    let places = index["weight_map"].as_object().filter(|places| !places.is_empty());
    let places = places.ok_or_else(|| fault("names no file".to_owned()))?;
    let name = |place: &Value| {
        let name = place.as_str().filter(|name| is_plain(name)).map(str::to_owned);
        name.ok_or_else(|| {
            fault(format!("names {}, which is no file beside it", in_short(place)))
        })
    };
    places.values().map(name).collect()
}

/// Whether it is a name alone, with no folder.
fn is_plain(name: &str) -> bool {
    let parts: Vec<Component> = Path::new(name).components().collect();
    matches!(parts[..], [Component::Normal(only)] if only == name)
}
