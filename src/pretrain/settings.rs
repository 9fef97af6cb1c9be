//! The numbers and choices that decide every bit of a pre-training.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;
use decoder::{Config, PositionKind};
use feed_forward::Activation;
use model_files::Shape;
use model_files::llama::MOST_POSITIONS;
use residual_norm::NormPlace;
use serde::{Deserialize, Serialize};
use since_gpt2::Recipe;

use super::tokens::Tokens;
use crate::UsageError;
use crate::runs::choice::Architecture;
use crate::runs::{self, Choice, check_sizes, choice, learning_rate};

/// What a model that is there already says itself.
const OF_A_NEW_MODEL: [&str; 10] = [
    "tokens",
    "layers",
    "heads",
    "channels",
    "architecture",
    "groups",
    "positions",
    "activation",
    "norm",
    "tied",
];

/// The article's choices, in a size that learns Hollow Wood in a minute or two.
#[derive(Clone, Args, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The text to learn from, UTF-8 in any language; of characters, the signs of a conversation, Q: A~, join its own [default: a million characters of Hollow Wood]
    #[arg(long, value_name = "FILE")]
    #[serde(serialize_with = "runs::path")]
    pub(crate) text: Option<PathBuf>,
    /// The directory of a model to go on from, which stays as it is: its sizes, choices and vocabulary are kept. GPT-2's
    /// files too; such a model wants a small --lr, such as 0.00003
    #[arg(long, value_name = "DIR", conflicts_with_all = OF_A_NEW_MODEL)]
    #[serde(default, serialize_with = "runs::path")]
    pub(crate) model: Option<PathBuf>,
    /// What the text is cut into: characters, or bpe:N for at most N byte pairs that are learnt from it
    #[arg(long, value_name = "KIND", default_value_t = Tokens::Characters)]
    #[serde(default)]
    pub(crate) tokens: Tokens,
    /// Training steps
    #[arg(long, value_name = "N", default_value_t = 1500)]
    pub(crate) steps: usize,
    /// Sequences in a step
    #[arg(long, value_name = "B", default_value_t = 8)]
    pub(crate) batch: usize,
    /// Characters or byte pairs in a sequence: the most that the model looks back
    #[arg(long, value_name = "T", default_value_t = 96)]
    pub(crate) context: usize,
    /// Blocks in the stack
    #[arg(long, value_name = "L", default_value_t = 3)]
    pub(crate) layers: usize,
    /// Attention heads in a block
    #[arg(long, value_name = "H", default_value_t = 4)]
    pub(crate) heads: usize,
    /// Width of the residual stream
    #[arg(long, value_name = "C", default_value_t = 96)]
    pub(crate) channels: usize,
    /// The largest learning rate
    #[arg(long, value_name = "X", value_parser = learning_rate, default_value_t = 0.004)]
    pub(crate) lr: f64,
    /// Same seed, same model, bit for bit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Chapter 6's parts, as in GPT-2, or chapter 9's, as in Llama: then on disk the model is a Llama
    #[arg(long, value_parser = choice::parser::<Architecture>(), default_value = Architecture::Gpt2.name())]
    #[serde(default, with = "choice")]
    pub(crate) architecture: Architecture,
    /// Heads of keys and values in a llama, which its --heads share [default: 1]
    #[arg(long, value_name = "G")]
    #[serde(default)]
    pub(crate) groups: Option<usize>,
    /// Where positions come from: the article's sines and cosines, or a table that learns, as GPT-2's
    #[arg(long, value_parser = choice::parser::<PositionKind>(), default_value = PositionKind::Sinusoidal.name())]
    #[serde(with = "choice")]
    pub(crate) positions: PositionKind,
    /// The feed-forward network's bend: the article's, or GPT-2's
    #[arg(long, value_parser = choice::parser::<Activation>(), default_value = Activation::Relu.name())]
    #[serde(with = "choice")]
    pub(crate) activation: Activation,
    /// Normalise before each part of a block, as GPT-2, or after it, as the first Transformer
    #[arg(long, value_parser = choice::parser::<NormPlace>(), default_value = NormPlace::Pre.name())]
    #[serde(with = "choice")]
    pub(crate) norm: NormPlace,
    /// Use the embedding's table as the last layer too
    #[arg(long)]
    pub(crate) tied: bool,
}

impl runs::Settings for Settings {
    fn steps(&self) -> usize {
        self.steps
    }

    fn lr(&self) -> f64 {
        self.lr
    }

    fn check(&self) -> Result<()> {
        let Settings { steps, batch, context, layers, heads, channels, .. } = *self;
        check_sizes([
            ("steps", steps),
            ("batch", batch),
            ("context", context),
            ("layers", layers),
            ("heads", heads),
            ("channels", channels),
        ])?;
        let message = format!(
            "--channels {channels} can't be shared out among --heads {heads}: give a multiple of {heads}"
        );
        ensure!(channels % heads == 0, UsageError(message));
        self.check_parts()
    }

    fn files(&mut self) -> Vec<(&'static str, &mut Option<PathBuf>)> {
        vec![("text", &mut self.text), ("model", &mut self.model)]
    }
}

impl Settings {
    /// # Errors
    /// If a flag asks for a part that the architecture has not.
    fn check_parts(&self) -> Result<()> {
        let Settings { architecture, context, heads, channels, groups, positions, activation, norm, .. } =
            *self;
        if architecture == Architecture::Gpt2 {
            let message = "--groups are a llama's: give --architecture llama too, or leave --groups out";
            ensure!(groups.is_none(), UsageError(message.to_owned()));
            return Ok(());
        }
        let Config { positions: p, activation: a, norm: n, .. } = Config::article(1, 1, 1, 1, 1);
        let message =
            "a llama has its own positions, network and norm: leave --positions, --activation and --norm out";
        ensure!((positions, activation, norm) == (p, a, n), UsageError(message.to_owned()));
        let message =
            format!("--context {context}: a llama looks at {MOST_POSITIONS} at most; give that, or less");
        ensure!(context <= MOST_POSITIONS, UsageError(message));
        let groups = groups.unwrap_or(1);
        check_sizes([("groups", groups)])?;
        let message = format!(
            "--heads {heads} can't be shared out among --groups {groups}: give a multiple of {groups}"
        );
        ensure!(heads % groups == 0, UsageError(message));
        let message = format!(
            "--channels {channels} give each of --heads {heads} an odd number of channels, but a llama turns them in \
             pairs: give a multiple of {}",
            heads.saturating_mul(2)
        );
        ensure!(channels / heads % 2 == 0, UsageError(message));
        Ok(())
    }

    /// The model that these settings describe.
    pub(crate) fn shape(&self, vocab: usize) -> Shape {
        let Settings { context, layers, heads, channels, positions, activation, norm, tied, .. } = *self;
        let config = Config {
            positions,
            activation,
            norm,
            tied,
            ..Config::article(vocab, context, layers, heads, channels)
        };
        match self.architecture {
            Architecture::Gpt2 => Shape::Gpt2(config),
            Architecture::Llama => {
                Shape::Llama(config, Recipe { groups: self.groups.or(Recipe::NOW.groups), ..Recipe::NOW })
            }
        }
    }
}
