//! `model.safetensors`, as GPT-2 has it: its names, its shapes, its order of rows and
//! columns.

use std::io::{Cursor, Read, Seek};

use attention::Mask;
use decoder::{Block, Config, Gpt, PositionKind};
use feed_forward::FeedForward;
use foundations::Linear;
use multi_head::MultiHead;
use positional_encoding::Positions;
use residual_norm::{LayerNorm, NormPlace, Residual};

use crate::FileError;
use crate::tensors::{Names, Tensors, Written};

pub(crate) const NAMES: Names =
    Names { prefix: "transformer.", first: "h.0.ln_1.weight", table: "wte.weight" };

/// The weights of a model as the bytes of a `model.safetensors`.
///
/// GPT-2 keeps a block's weights as the book does, `(C_in, C_out)`; the head alone is
/// turned to `(V, C)`.
///
/// # Errors
/// If a weight is not finite: nobody could use the file.
pub fn to_safetensors(model: &Gpt<f32>) -> Result<Vec<u8>, FileError> {
    let mut file = Written::new(&NAMES);
    file.put(NAMES.table, &model.embedding.table);
    file.put("wpe.weight", model.positions.table());
    for (l, block) in model.blocks.iter().enumerate() {
        let Block { attention, feed_forward } = block;
        put_norm(&mut file, &format!("h.{l}.ln_1"), &attention.norm);
        put_linear(&mut file, &format!("h.{l}.attn.c_attn"), &attention.inner.qkv);
        put_linear(&mut file, &format!("h.{l}.attn.c_proj"), &attention.inner.out);
        put_norm(&mut file, &format!("h.{l}.ln_2"), &feed_forward.norm);
        put_linear(&mut file, &format!("h.{l}.mlp.c_fc"), &feed_forward.inner.up);
        put_linear(&mut file, &format!("h.{l}.mlp.c_proj"), &feed_forward.inner.down);
    }
    if let Some(norm) = &model.norm {
        put_norm(&mut file, "ln_f", norm);
    }
    file.put_head(model.head.as_ref());
    file.bytes()
}

fn put_linear<'a>(file: &mut Written<'a>, name: &str, layer: &'a Linear<f32>) {
    file.put(&format!("{name}.weight"), &layer.w);
    file.put(&format!("{name}.bias"), &layer.b);
}

fn put_norm<'a>(file: &mut Written<'a>, name: &str, layer: &'a LayerNorm<f32>) {
    file.put(&format!("{name}.weight"), &layer.gain);
    file.put(&format!("{name}.bias"), &layer.bias);
}

/// The model in the bytes of a `model.safetensors`.
///
/// Names may stand with `transformer.` before them or without, or with what other programs
/// put there (`_orig_mod.` of a compiled model, `module.` of a distributed one); the masks
/// that old files hold as `attn.bias` and `attn.masked_bias` are passed over. F16 and BF16
/// numbers become f32, exactly.
///
/// A sinusoidal model keeps the table of the file as it is: should another program have
/// trained it further, the model still computes what it computed there.
///
/// # Errors
/// If the bytes are not safetensors, or not exactly the finite numbers of a model of this
/// configuration. No memory is asked for that the bytes themselves don't fill.
pub fn from_safetensors(config: &Config, bytes: &[u8]) -> Result<Gpt<f32>, FileError> {
    let mut tensors = Tensors::new(&NAMES);
    tensors.add(Cursor::new(bytes))?;
    from_tensors(tensors, config)
}

/// The model that all the tensors together are.
pub(crate) fn from_tensors<R: Read + Seek>(
    mut file: Tensors<R>,
    config: &Config,
) -> Result<Gpt<f32>, FileError> {
    file.find_prefix();
    let &Config { context, layers, channels: c, .. } = config;
    // First of all: once the file is known to hold V·C numbers, 3·C and 4·C can't overflow.
    let embedding = file.embedding(config)?;
    let table = file.matrix("wpe.weight", context, c)?;
    let positions = match config.positions {
        PositionKind::Sinusoidal => Positions::Sinusoidal(table),
        PositionKind::Learned => Positions::Learned(table),
    };
    let blocks =
        (0..layers).map(|l| block(&mut file, l, config)).collect::<Result<_, _>>()?;
    let norm = match config.norm {
        NormPlace::Pre => Some(norm(&mut file, "ln_f", config)?),
        NormPlace::Post => None,
    };
    let head = file.head(&embedding, config)?;
    file.check_empty()?;
    Ok(Gpt { config: config.clone(), embedding, positions, blocks, norm, head })
}

fn block<R: Read + Seek>(
    file: &mut Tensors<R>,
    l: usize,
    config: &Config,
) -> Result<Block<f32>, FileError> {
    let &Config { channels: c, norm: place, .. } = config;
    let hidden = config.hidden.unwrap_or(4 * c);
    let attention = MultiHead {
        qkv: linear(file, &format!("h.{l}.attn.c_attn"), c, 3 * c)?,
        out: linear(file, &format!("h.{l}.attn.c_proj"), c, c)?,
        heads: config.heads,
        mask: Mask::Causal,
    };
    let feed_forward = FeedForward {
        up: linear(file, &format!("h.{l}.mlp.c_fc"), c, hidden)?,
        down: linear(file, &format!("h.{l}.mlp.c_proj"), hidden, c)?,
        activation: config.activation,
    };
    Ok(Block {
        attention: Residual {
            norm: norm(file, &format!("h.{l}.ln_1"), config)?,
            inner: attention,
            place,
        },
        feed_forward: Residual {
            norm: norm(file, &format!("h.{l}.ln_2"), config)?,
            inner: feed_forward,
            place,
        },
    })
}

fn linear<R: Read + Seek>(
    file: &mut Tensors<R>,
    name: &str,
    c_in: usize,
    c_out: usize,
) -> Result<Linear<f32>, FileError> {
    let w = file.matrix(&format!("{name}.weight"), c_in, c_out)?;
    Ok(Linear { w, b: file.vector(&format!("{name}.bias"), c_out)? })
}

fn norm<R: Read + Seek>(
    file: &mut Tensors<R>,
    name: &str,
    config: &Config,
) -> Result<LayerNorm<f32>, FileError> {
    let gain = file.vector(&format!("{name}.weight"), config.channels)?;
    let bias = file.vector(&format!("{name}.bias"), config.channels)?;
    Ok(LayerNorm { gain, bias, epsilon: config.epsilon })
}
