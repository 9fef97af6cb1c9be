//! The mathematical font, which arrives as a dependency.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Where the style sheet finds the font, relative to the book.
const FILE: &str = "fonts/mathematics.otf";

/// The name inside the font's file, as OpenType writes names: in UTF-16.
const NAME: &str = "NewCMMath-Regular";

/// Writes New Computer Modern Math into the rendered book.
///
/// # Errors
/// If the file can't be written.
pub(crate) fn write(folder: &Path) -> Result<()> {
    let name: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let font = typst_assets::fonts().find(|font| font.windows(name.len()).any(|bytes| bytes == name));
    let font = font.context("the mathematical font is not among the fonts of typst-assets")?;
    let file = folder.join(FILE);
    fs::create_dir_all(file.parent().unwrap_or(folder))
        .and_then(|()| fs::write(&file, font))
        .with_context(|| format!("{} can't be written", file.display()))
}
