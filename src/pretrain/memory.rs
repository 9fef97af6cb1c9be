//! Whether a run fits into this computer's memory, said before any of it is asked for.

use std::path::Path;

use anyhow::{Result, ensure};
use sysinfo::System;

use super::{Settings, Text};

/// Bytes of a number.
const NUMBER: f64 = 4.0;
/// Bytes of a character while its text is loaded: of the text itself, and of its token.
const CHARACTER: f64 = 9.0;

/// # Errors
/// If model, optimizer and the activations of a step need more memory than there is.
pub(crate) fn check(settings: &Settings, text: &Text) -> Result<()> {
    let (parameters, step) =
        (parameters(settings, text.vocabulary.len()), activations(settings, text.vocabulary.len()));
    // Weights, their two means, the gradients of four pieces of a batch; and a checkpoint in the making.
    let needed = NUMBER * (parameters * (3.0 + 4.0 + 3.0) + step);
    let free = free();
    ensure!(
        needed <= free,
        "a model of {} parameters with batches of {} x {} characters needs about {} of memory, but {} are free: \
         give a smaller --channels, --layers, --batch or --context",
        count(parameters),
        settings.batch,
        settings.context,
        size(needed),
        size(free)
    );
    Ok(())
}

/// # Errors
/// If a text of that many bytes does not fit.
pub(crate) fn check_text(file: &Path, bytes: u64) -> Result<()> {
    let (needed, free) = (bytes as f64 * CHARACTER, free());
    ensure!(
        needed <= free,
        "{} needs about {} of memory, but {} are free: give a part of it",
        file.display(),
        size(needed),
        size(free)
    );
    Ok(())
}

/// Learnable numbers: two tables, the positions, and 12·C² and a bit in each block. In `f64`, which can't overflow.
fn parameters(settings: &Settings, vocab: usize) -> f64 {
    let [v, t, l, c] = [vocab, settings.context, settings.layers, settings.channels].map(|size| size as f64);
    2.0 * v * c + t * c + l * (12.0 * c * c + 13.0 * c) + 2.0 * c
}

/// The numbers that are alive in the middle of a step: of every token, in each block, about 20·C and two rows of
/// attention weights per head; and the logits with their gradient.
fn activations(settings: &Settings, vocab: usize) -> f64 {
    let [b, t, l] = [settings.batch, settings.context, settings.layers].map(|size| size as f64);
    let [h, c, v] = [settings.heads, settings.channels, vocab].map(|size| size as f64);
    b * t * (l * (20.0 * c + 2.0 * h * t) + 10.0 * c + 3.0 * v)
}

/// Bytes that this process may still have: of the computer, or of the container that it runs in.
fn free() -> f64 {
    let mut system = System::new();
    system.refresh_memory();
    let limit = system.cgroup_limits().map_or(u64::MAX, |limits| limits.free_memory);
    system.available_memory().min(limit) as f64
}

fn size(bytes: f64) -> String {
    if bytes < 1e9 { format!("{:.0} MB", bytes / 1e6) } else { format!("{:.1} GB", bytes / 1e9) }
}

/// 342240 as "342 thousand".
pub(crate) fn count(number: f64) -> String {
    if number < 1e6 {
        format!("{:.0} thousand", number / 1e3)
    } else {
        format!("{:.1} million", number / 1e6)
    }
}
