//! Whether a run fits into this computer's memory, said before any of it is asked for.

use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use anyhow::{Result, ensure};
use decoder::Config;
use model_files::Shape;
use since_gpt2::{Recipe, SwiGlu};
use sysinfo::System;

/// Bytes of a number.
const NUMBER: f64 = 4.0;
/// Bytes of a character while its text is loaded: of the text itself, and of its token.
pub(crate) const CHARACTER: f64 = 9.0;

/// # Errors
/// If training a model on batches of so many sequences of so many characters needs more memory than there is;
/// `smaller` are the flags that help.
pub(crate) fn check(shape: &Shape, batch: usize, characters: usize, smaller: &str) -> Result<()> {
    let parameters = parameters(shape);
    // Weights, their two means, what they began as; a checkpoint in the making; a gradient for each piece of the batch
    // that is worked on, and some that wait for each other.
    let cores = available_parallelism().map_or(1, usize::from);
    let gradients = batch.min(cores).max(4) as f64;
    let needed =
        NUMBER * (parameters * (4.0 + 3.0 + gradients) + activations(shape.config(), batch, characters));
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

/// # Errors
/// If the weights of the model in `dir` do not fit, with what it keeps of the tokens that it looks at.
pub(super) fn check_model(dir: &Path) -> Result<()> {
    let (shape, _) = model_files::description(dir)?;
    let (parameters, free) = (parameters(&shape), free());
    let needed = NUMBER * (parameters + kept(&shape));
    ensure!(
        needed <= free,
        "the model in {} has {} parameters and needs about {} of memory, but {} are free: close other programs, or give \
         --model a smaller one",
        dir.display(),
        count(parameters),
        size(needed),
        size(free)
    );
    Ok(())
}

/// Learnable numbers, in `f64`, which can't overflow: one table or two, the positions, and 4·C² + 2·C·hidden and a bit
/// in each block; of a Llama no positions, and in each block queries and keys of their own widths and three matrices.
fn parameters(shape: &Shape) -> f64 {
    let Config { vocab, context, layers, channels, hidden, tied, .. } = *shape.config();
    let [v, t, l, c] = [vocab, context, layers, channels].map(|size| size as f64);
    let tables = if tied { 1.0 } else { 2.0 };
    let (positions, block) = match shape {
        Shape::Gpt2(_) => {
            let h = hidden.map_or(4.0 * c, |hidden| hidden as f64);
            (t * c, c * (4.0 * c + 2.0 * h) + 9.0 * c + h)
        }
        Shape::Llama(config, recipe) => {
            let [queries, keys] = widths(config, recipe);
            let m = hidden.unwrap_or(SwiGlu::<f32>::units(channels)) as f64;
            (0.0, c * (2.0 * queries + 2.0 * keys + 3.0 * m) + 2.0 * c)
        }
    };
    tables * v * c + positions + l * block + 2.0 * c
}

/// H·D and G·D: how wide the queries and the keys of a Llama are.
fn widths(config: &Config, recipe: &Recipe) -> [f64; 2] {
    let Config { heads, channels, .. } = *config;
    let d = recipe.head_channels.unwrap_or(channels / heads) as f64;
    [heads, recipe.groups.unwrap_or(heads)].map(|heads| heads as f64 * d)
}

/// The numbers that a model keeps of the tokens that it looks at: a key and a value in each block.
fn kept(shape: &Shape) -> f64 {
    let Config { context, layers, channels, .. } = *shape.config();
    let width = match shape {
        Shape::Gpt2(_) => channels as f64,
        Shape::Llama(config, recipe) => widths(config, recipe)[1],
    };
    2.0 * layers as f64 * context as f64 * width
}

/// The numbers that are alive in a step if all pieces are worked on at once: of every token, in each block, about 20·C and two rows of
/// attention weights per head; and the logits with their gradient.
fn activations(config: &Config, batch: usize, characters: usize) -> f64 {
    let Config { vocab, layers, heads, channels, .. } = *config;
    let [b, t, l] = [batch, characters, layers].map(|size| size as f64);
    let [h, c, v] = [heads, channels, vocab].map(|size| size as f64);
    b * t * (l * (20.0 * c + 2.0 * h * t) + 10.0 * c + 3.0 * v)
}

/// Bytes that this process may still have: of the computer, of the containers and shares that it runs in, and of what
/// `ulimit -v` leaves it. Linux tells of these in files.
fn free() -> f64 {
    let mut system = System::new();
    system.refresh_memory();
    let limits = groups().into_iter().chain(address_space());
    limits.fold(system.available_memory(), u64::min) as f64
}

/// What each control group around this process leaves it: what a container, a batch system, a service may have.
fn groups() -> Vec<u64> {
    let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let line = |line: &str| {
        let (controllers, group) = line.split_once(':')?.1.split_once(':')?; // 4:memory:/batch/job7, or 0::/batch/job7
        let (root, limit, used) = match controllers {
            "" => ("/sys/fs/cgroup", "memory.max", "anon"),
            "memory" => ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "total_rss"),
            _ => return None,
        };
        let inner = Path::new(root).join(group.trim_start_matches('/'));
        // In a container the name is that of outside, and the root is the group itself.
        let around = inner.ancestors().take_while(|group| group.starts_with(root));
        let left = around.filter_map(|group| {
            let limit: u64 = fs::read_to_string(group.join(limit)).ok()?.trim().parse().ok()?; // not "max"
            Some(limit.saturating_sub(entry(&group.join("memory.stat"), used)?))
        });
        Some(left.collect::<Vec<_>>())
    };
    own.lines().filter_map(line).flatten().collect()
}

/// What `ulimit -v` leaves, if there is such a limit.
fn address_space() -> Option<u64> {
    let limit = entry(Path::new("/proc/self/limits"), "Max address space")?; // or "unlimited"
    Some(limit.saturating_sub(1024 * entry(Path::new("/proc/self/status"), "VmSize:")?))
}

/// The number behind a name at the start of a line.
fn entry(file: &Path, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
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
