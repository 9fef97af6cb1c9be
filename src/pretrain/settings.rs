//! The numbers and choices that decide every bit of a run.

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use decoder::{Config, PositionKind};
use feed_forward::Activation;
use residual_norm::NormPlace;
use serde::{Deserialize, Serialize};

use crate::UsageError;
use crate::training::{self, check_sizes, learning_rate};

/// The flags as they were given; the others have their defaults, or the values that the run was started with.
#[derive(Args, Serialize)]
pub(crate) struct Given {
    /// The text to learn from, UTF-8 in any language; the signs of a conversation, Q: A~, join its characters [default: a million characters of Hollow Wood]
    #[arg(long, value_name = "FILE")]
    text: Option<String>,
    /// Training steps [default: 1500]
    #[arg(long, value_name = "N")]
    steps: Option<usize>,
    /// Sequences in a step [default: 16]
    #[arg(long, value_name = "B")]
    batch: Option<usize>,
    /// Characters in a sequence: the most that the model looks back [default: 96]
    #[arg(long, value_name = "T")]
    context: Option<usize>,
    /// Blocks in the stack [default: 3]
    #[arg(long, value_name = "L")]
    layers: Option<usize>,
    /// Attention heads in a block [default: 4]
    #[arg(long, value_name = "H")]
    heads: Option<usize>,
    /// Width of the residual stream [default: 96]
    #[arg(long, value_name = "C")]
    channels: Option<usize>,
    /// The largest learning rate [default: 0.003]
    #[arg(long, value_name = "X", value_parser = learning_rate)]
    lr: Option<f64>,
    /// Same seed, same model, bit for bit [default: 1]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Where positions come from [default: sinusoidal]
    #[arg(long)]
    positions: Option<Positions>,
    /// The feed-forward network's bend [default: relu]
    #[arg(long)]
    activation: Option<Bend>,
    /// Normalise before each part of a block or after it [default: pre]
    #[arg(long)]
    norm: Option<Place>,
    /// Use the embedding's table as the last layer too
    #[arg(long)]
    tied: bool,
}

/// All of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) text: Option<String>,
    pub(crate) steps: usize,
    pub(crate) batch: usize,
    pub(crate) context: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    pub(crate) channels: usize,
    pub(crate) lr: f64,
    pub(crate) seed: u64,
    positions: Positions,
    activation: Bend,
    norm: Place,
    tied: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Positions {
    /// The article's sines and cosines
    Sinusoidal,
    /// A table that learns, as GPT-2's
    Learned,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Bend {
    /// The article's
    Relu,
    /// GPT-2's
    Gelu,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    /// Before, as GPT-2
    Pre,
    /// After, as the first Transformer
    Post,
}

/// The article's choices, in a size that learns Hollow Wood in under two minutes.
impl Default for Settings {
    fn default() -> Settings {
        Settings {
            text: None,
            steps: 1500,
            batch: 16,
            context: 96,
            layers: 3,
            heads: 4,
            channels: 96,
            lr: 3e-3,
            seed: 1,
            positions: Positions::Sinusoidal,
            activation: Bend::Relu,
            norm: Place::Pre,
            tied: false,
        }
    }
}

impl training::Settings for Settings {
    const FILES: &'static [&'static str] = &["text"];

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
        Ok(())
    }
}

impl Settings {
    /// The model that these settings describe.
    pub(crate) fn config(&self, vocab: usize) -> Config {
        Config {
            positions: match self.positions {
                Positions::Sinusoidal => PositionKind::Sinusoidal,
                Positions::Learned => PositionKind::Learned,
            },
            activation: match self.activation {
                Bend::Relu => Activation::Relu,
                Bend::Gelu => Activation::Gelu,
            },
            norm: match self.norm {
                Place::Pre => NormPlace::Pre,
                Place::Post => NormPlace::Post,
            },
            tied: self.tied,
            ..Config::article(vocab, self.context, self.layers, self.heads, self.channels)
        }
    }
}
