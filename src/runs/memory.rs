//! Whether a run fits into this computer's memory, said before any of it is asked for.

use std::path::Path;

use anyhow::{Result, ensure};
use decoder::Config;
use sysinfo::System;

/// Bytes of a number.
const NUMBER: f64 = 4.0;
/// Bytes of a character while its text is loaded: of the text itself, and of its token.
const CHARACTER: f64 = 9.0;

/// # Errors
/// If training a model on batches of so many sequences of so many characters needs more memory than there is;
/// `smaller` are the flags that help.
pub(crate) fn check(config: &Config, batch: usize, characters: usize, smaller: &str) -> Result<()> {
    let parameters = parameters(config);
    // Weights, their two means, what they began as, the gradients of a batch's pieces; a checkpoint in the making.
    let needed = NUMBER * (parameters * (4.0 + 3.0 + 3.0) + activations(config, batch, characters));
    let free = free();
    ensure!(
        needed <= free,
        "a model of {} parameters with batches of {batch} x {characters} characters needs about {} of memory, but {} \
         are free: give a smaller {smaller}",
        count(parameters),
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
fn parameters(config: &Config) -> f64 {
    let Config { vocab, context, layers, channels, .. } = *config;
    let [v, t, l, c] = [vocab, context, layers, channels].map(|size| size as f64);
    2.0 * v * c + t * c + l * (12.0 * c * c + 13.0 * c) + 2.0 * c
}

/// The numbers that are alive in the middle of a step: of every token, in each block, about 20·C and two rows of
/// attention weights per head; and the logits with their gradient.
fn activations(config: &Config, batch: usize, characters: usize) -> f64 {
    let Config { vocab, layers, heads, channels, .. } = *config;
    let [b, t, l] = [batch, characters, layers].map(|size| size as f64);
    let [h, c, v] = [heads, channels, vocab].map(|size| size as f64);
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
