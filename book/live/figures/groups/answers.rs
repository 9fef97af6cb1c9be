//! Chapter 9: which heads share keys, and how much is kept then.

use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use since_gpt2::{GroupedQueries, kept_bytes};

#[path = "../../../../chapters/09-since-gpt2/examples/bytes_of_kept_keys/models.rs"]
mod models;

use models::MODELS;

/// The lengths of texts that are drawn, in tokens.
const TOKENS: std::ops::RangeInclusive<usize> = 1024..=131_072;
const GIB: f64 = (1 << 30) as f64;

#[derive(Deserialize)]
pub(crate) struct Settings {
    model: usize,
    /// How many heads of queries share one of keys.
    share: usize,
    head: usize,
    tokens: usize,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    name: &'static str,
    /// As the model is published.
    own: usize,
    groups: usize,
    /// The keys that each head of queries reads.
    reads: Vec<usize>, // (H)
    /// Kept of a token, in numbers of 16 bits.
    bytes: usize,
    /// Kept of the text.
    gib: f64,
    /// Heads of keys; tokens and GiB at both ends.
    lines: Vec<(usize, [(usize, f64); 2])>,
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { model, share, head, tokens } = *settings;
    let &(name, layers, heads, own, d) =
        MODELS.get(model).ok_or_else(|| format!("models are 0 to {}", MODELS.len() - 1))?;
    if share == 0 || heads % share != 0 {
        return Err(format!(
            "{name} has {heads} heads of queries: they can't be split into groups of {share}"
        ));
    }
    if head >= heads {
        return Err(format!("{name} has only the heads 0 to {}: choose one of them", heads - 1));
    }
    if !TOKENS.contains(&tokens) {
        return Err("texts have 1024 to 131072 tokens".to_owned());
    }
    let groups = heads / share;
    let layer = GroupedQueries::<f64>::with_head_channels(1, 1, heads, groups, &mut StdRng::seed_from_u64(1));
    let kept = |groups, tokens| kept_bytes(layers, groups, d, 2) as f64 * tokens as f64 / GIB;
    let mut drawn = vec![heads, groups, 1];
    drawn.dedup();
    let ends = [*TOKENS.start(), *TOKENS.end()];
    Ok(Answer {
        name,
        own,
        groups,
        reads: (0..heads).map(|h| layer.group(h)).collect(),
        bytes: kept_bytes(layers, groups, d, 2),
        gib: kept(groups, tokens),
        lines: drawn
            .iter()
            .map(|&groups| (groups, ends.map(|tokens| (tokens, kept(groups, tokens)))))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_and_what_cannot_be_shared_is_said() {
        let ask = |model, share| answer(&mut (), &Settings { model, share, head: 5, tokens: 131_072 });
        let llama = ask(2, 4).unwrap();
        assert_eq!((llama.groups, llama.own, llama.gib), (8, 8, 16.0));
        assert_eq!(llama.reads[..6], [0, 0, 0, 0, 1, 1]);
        assert_eq!(ask(2, 1).unwrap().gib, 64.0);
        assert_eq!(
            ask(0, 8).err().as_deref(),
            Some("GPT-2 small has 12 heads of queries: they can't be split into groups of 8")
        );
        assert!(ask(6, 1).is_err() && ask(0, 0).is_err());
    }
}
