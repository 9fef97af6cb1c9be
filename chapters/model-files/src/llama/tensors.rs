//! `model.safetensors`, as Llama has it: its names, its shapes, its order of rows and
//! columns.

use std::io::{Cursor, Read, Seek};

use decoder::Config;
use ndarray::{Array2, Axis};
use since_gpt2::{
    Block, Choice, Decoder, GroupedQueries, Norm, Recipe, RmsNorm, Rotary, SwiGlu,
};

use crate::FileError;
use crate::tensors::{Names, Tensors, Written};

pub(crate) const NAMES: Names = Names {
    prefix: "model.",
    first: "layers.0.input_layernorm.weight",
    table: "embed_tokens.weight",
};

/// The weights of a model as the bytes of a `model.safetensors`.
///
/// Llama keeps every matrix as `(C_out, C_in)`. And where the book turns a channel with its
/// neighbour, Llama turns channel i with channel i + D/2: the columns of W_Q and W_K stand in
/// another order.
///
/// # Errors
/// If a weight is not finite: nobody could use the file.
///
/// # Panics
/// If one of the parts is not of now, or distances have a price: then it is no Llama.
pub fn to_safetensors(model: &Decoder<f32>) -> Result<Vec<u8>, FileError> {
    let mut file = Written::new(&NAMES);
    file.put(NAMES.table, &model.embedding.table);
    for (l, block) in model.blocks.iter().enumerate() {
        let Block { attention_norm, attention, network_norm, network } = block;
        let (attention, network) = (now(attention), now(network));
        assert!(attention.slopes.is_none(), "a Llama has no price of distance");
        let d = attention.query.ncols() / attention.heads;
        let [query, key] = [&attention.query, &attention.key].map(|w| to_halves(w, d));
        let name = |name: &str| format!("layers.{l}.{name}.weight");
        file.put(&name("input_layernorm"), &now(attention_norm).gain);
        file.put_turned(&name("self_attn.q_proj"), query);
        file.put_turned(&name("self_attn.k_proj"), key);
        file.put_turned(&name("self_attn.v_proj"), &attention.value);
        file.put_turned(&name("self_attn.o_proj"), &attention.out);
        file.put(&name("post_attention_layernorm"), &now(network_norm).gain);
        file.put_turned(&name("mlp.gate_proj"), &network.gate);
        file.put_turned(&name("mlp.up_proj"), &network.up);
        file.put_turned(&name("mlp.down_proj"), &network.down);
    }
    file.put("norm.weight", &now(&model.norm).gain);
    file.put_head(model.head.as_ref());
    file.bytes()
}

fn now<Then, Now>(part: &Choice<Then, Now>) -> &Now {
    match part {
        Choice::Now(part) => part,
        Choice::Then(_) => panic!("a Llama has all parts of now"),
    }
}

/// The model in the bytes of a `model.safetensors`.
///
/// Names may stand with `model.` before them or without, or with what other programs put
/// there. F16 and BF16 numbers become f32, exactly.
///
/// # Errors
/// If the bytes are not safetensors, or not exactly the finite numbers of a model of these
/// sizes and parts.
pub fn from_safetensors(
    config: &Config,
    recipe: &Recipe,
    bytes: &[u8],
) -> Result<Decoder<f32>, FileError> {
    let mut tensors = Tensors::new(&NAMES);
    tensors.add(Cursor::new(bytes))?;
    from_tensors(tensors, config, recipe)
}

/// The model that all the tensors together are.
pub(crate) fn from_tensors<R: Read + Seek>(
    mut file: Tensors<R>,
    config: &Config,
    recipe: &Recipe,
) -> Result<Decoder<f32>, FileError> {
    file.find_prefix();
    let layers = config.layers;
    // First of all: once the file is known to hold V·C numbers, 8·C can't overflow.
    let embedding = file.embedding(config)?;
    let mut blocks: Vec<Block<f32>> = Vec::new();
    for l in 0..layers {
        let turns = blocks.first().and_then(|block| now(&block.attention).rotary.clone());
        blocks.push(block(&mut file, l, config, recipe, turns)?);
    }
    let norm = norm(&mut file, "norm", config)?;
    let head = file.head(&embedding, config)?;
    file.check_empty()?;
    let (config, recipe) = (config.clone(), *recipe);
    Ok(Decoder { config, recipe, embedding, positions: None, blocks, norm, head })
}

/// A block; `turns` are those of the blocks before, which all blocks share.
fn block<R: Read + Seek>(
    file: &mut Tensors<R>,
    l: usize,
    config: &Config,
    recipe: &Recipe,
    turns: Option<Rotary<f32>>,
) -> Result<Block<f32>, FileError> {
    let &Config { context, heads, channels: c, hidden, .. } = config;
    let m = hidden.unwrap_or(SwiGlu::<f32>::units(c));
    let (d, groups) =
        (recipe.head_channels.unwrap_or(c / heads), recipe.groups.unwrap_or(heads));
    // A product that is too large for a number is no tensor's size.
    let [queries, keys] = [heads, groups].map(|heads| heads.saturating_mul(d));
    let mut matrix = |name: &str, c_in, c_out| {
        file.turned(&format!("layers.{l}.{name}.weight"), c_in, c_out)
    };
    let attention = GroupedQueries {
        query: from_halves(&matrix("self_attn.q_proj", c, queries)?, d),
        key: from_halves(&matrix("self_attn.k_proj", c, keys)?, d),
        value: matrix("self_attn.v_proj", c, keys)?,
        out: matrix("self_attn.o_proj", queries, c)?,
        heads,
        groups,
        rotary: turns.or_else(|| Some(Rotary::new(context, d, recipe.rotary?))),
        slopes: None,
    };
    let network = SwiGlu {
        gate: matrix("mlp.gate_proj", c, m)?,
        up: matrix("mlp.up_proj", c, m)?,
        down: matrix("mlp.down_proj", m, c)?,
    };
    Ok(Block {
        attention_norm: norm(file, &format!("layers.{l}.input_layernorm"), config)?,
        attention: Choice::Now(attention),
        network_norm: norm(file, &format!("layers.{l}.post_attention_layernorm"), config)?,
        network: Choice::Now(network),
    })
}

fn norm<R: Read + Seek>(
    file: &mut Tensors<R>,
    name: &str,
    config: &Config,
) -> Result<Norm<f32>, FileError> {
    let gain = file.vector(&format!("{name}.weight"), config.channels)?;
    Ok(Choice::Now(RmsNorm { gain, epsilon: config.epsilon }))
}

/// For each column of Llama's, heads of `d` channels, the book's column: the first half of a
/// head holds the first channel of each pair, the second half the second one.
fn columns(count: usize, d: usize) -> Vec<usize> {
    let column = |c: usize| {
        let (head, i) = (c / d, c % d);
        head * d + if i < d / 2 { 2 * i } else { 2 * i + 1 - d }
    };
    (0..count).map(column).collect()
}

/// The book's columns in Llama's order.
fn to_halves(w: &Array2<f32>, d: usize) -> Array2<f32> {
    w.select(Axis(1), &columns(w.ncols(), d))
}

/// Llama's columns in the book's order.
fn from_halves(w: &Array2<f32>, d: usize) -> Array2<f32> {
    let mut ours = w.clone();
    for (theirs, c) in w.columns().into_iter().zip(columns(w.ncols(), d)) {
        ours.column_mut(c).assign(&theirs);
    }
    ours
}
