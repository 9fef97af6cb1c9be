//! `model.safetensors`, as GPT-2 has it: its names, its shapes, its order of rows and
//! columns.

use std::collections::BTreeMap;

use attention::Mask;
use decoder::{Block, Config, Embedding, Gpt, PositionKind};
use feed_forward::FeedForward;
use foundations::Linear;
use multi_head::MultiHead;
use ndarray::{Array1, Array2};
use positional_encoding::Positions;
use residual_norm::{LayerNorm, NormPlace, Residual};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::{Gpt2Error, in_short};

/// What stands before every name but the head's. Files of a bare GPT-2 leave it out.
const PREFIX: &str = "transformer.";
const HEAD: &str = "lm_head.weight";

/// The weights of a model as the bytes of a `model.safetensors`.
///
/// GPT-2 keeps a block's weights as the book does, `(C_in, C_out)`; the head alone is
/// turned to `(V, C)`.
///
/// # Errors
/// If a weight is not finite: nobody could use the file.
pub fn to_safetensors(model: &Gpt<f32>) -> Result<Vec<u8>, Gpt2Error> {
    let mut file = Written::default();
    file.put("wte.weight", &model.embedding.table);
    file.put("wpe.weight", model.positions.table());
    for (l, block) in model.blocks.iter().enumerate() {
        let Block { attention, feed_forward } = block;
        file.norm(&format!("h.{l}.ln_1"), &attention.norm);
        file.linear(&format!("h.{l}.attn.c_attn"), &attention.inner.qkv);
        file.linear(&format!("h.{l}.attn.c_proj"), &attention.inner.out);
        file.norm(&format!("h.{l}.ln_2"), &feed_forward.norm);
        file.linear(&format!("h.{l}.mlp.c_fc"), &feed_forward.inner.up);
        file.linear(&format!("h.{l}.mlp.c_proj"), &feed_forward.inner.down);
    }
    if let Some(norm) = &model.norm {
        file.norm("ln_f", norm);
    }
    if let Some(head) = &model.head {
        file.put_as(HEAD.to_owned(), &head.t().to_owned());
    }
    file.bytes()
}

/// The tensors of a file in the making: names, shapes, numbers.
#[derive(Default)]
struct Written(Vec<(String, Vec<usize>, Vec<f32>)>);

impl Written {
    fn put<D: ndarray::Dimension>(&mut self, name: &str, tensor: &ndarray::Array<f32, D>) {
        self.put_as(format!("{PREFIX}{name}"), tensor);
    }

    fn put_as<D: ndarray::Dimension>(
        &mut self,
        name: String,
        tensor: &ndarray::Array<f32, D>,
    ) {
        self.0.push((name, tensor.shape().to_vec(), tensor.iter().copied().collect()));
    }

    fn linear(&mut self, name: &str, layer: &Linear<f32>) {
        self.put(&format!("{name}.weight"), &layer.w);
        self.put(&format!("{name}.bias"), &layer.b);
    }

    fn norm(&mut self, name: &str, layer: &LayerNorm<f32>) {
        self.put(&format!("{name}.weight"), &layer.gain);
        self.put(&format!("{name}.bias"), &layer.bias);
    }

    fn bytes(self) -> Result<Vec<u8>, Gpt2Error> {
        let mut tensors = Vec::with_capacity(self.0.len());
        for (name, shape, numbers) in self.0 {
            if !numbers.iter().all(|number| number.is_finite()) {
                return Err(Gpt2Error::NotFinite { tensor: name });
            }
            tensors.push((
                name,
                shape,
                numbers.into_iter().flat_map(f32::to_le_bytes).collect::<Vec<u8>>(),
            ));
        }
        let views = tensors.iter().map(|(name, shape, bytes)| {
            (
                name,
                TensorView::new(Dtype::F32, shape.clone(), bytes)
                    .expect("four bytes a number"),
            )
        });
        let metadata = [("format".to_owned(), "pt".to_owned())].into_iter().collect();
        Ok(safetensors::serialize(views, Some(metadata))
            .expect("a header far below 100 MB"))
    }
}

/// The model in the bytes of a `model.safetensors`. Names may stand with `transformer.`
/// before them or without; the masks that old files hold as `attn.bias` and
/// `attn.masked_bias` are passed over.
///
/// A sinusoidal model keeps the table of the file as it is: should another program have
/// trained it further, the model still computes what it computed there.
///
/// # Errors
/// If the bytes are not safetensors, or not exactly the finite numbers of a model of this
/// configuration. No memory is asked for that the bytes themselves don't fill.
pub fn from_safetensors(config: &Config, bytes: &[u8]) -> Result<Gpt<f32>, Gpt2Error> {
    let mut file = Tensors::parse(bytes)?;
    let &Config { vocab, context, layers, channels: c, .. } = config;
    // First of all: once the file is known to hold V·C numbers, 3·C and 4·C can't overflow.
    let embedding = Embedding { table: file.matrix("wte.weight", vocab, c)? };
    let table = file.matrix("wpe.weight", context, c)?;
    let positions = match config.positions {
        PositionKind::Sinusoidal => Positions::Sinusoidal(table),
        PositionKind::Learned => Positions::Learned(table),
    };
    let blocks = (0..layers).map(|l| file.block(l, config)).collect::<Result<_, _>>()?;
    let norm = match config.norm {
        NormPlace::Pre => Some(file.norm("ln_f", config)?),
        NormPlace::Post => None,
    };
    let head = file.head(&embedding, config)?;
    file.check_empty()?;
    Ok(Gpt { config: config.clone(), embedding, positions, blocks, norm, head })
}

/// The tensors of a file that no part of the model has taken yet.
struct Tensors<'a> {
    left: BTreeMap<String, TensorView<'a>>,
    prefix: &'static str,
}

impl<'a> Tensors<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Tensors<'a>, Gpt2Error> {
        let file = SafeTensors::deserialize(bytes)
            .map_err(|error| Gpt2Error::NotSafetensors { reason: in_short(error) })?;
        let mut left: BTreeMap<String, TensorView> = file.tensors().into_iter().collect();
        left.retain(|name, _| {
            !name.ends_with(".attn.bias") && !name.ends_with(".attn.masked_bias")
        });
        let prefix =
            if left.keys().any(|name| name.starts_with(PREFIX)) { PREFIX } else { "" };
        Ok(Tensors { left, prefix })
    }

    fn block(&mut self, l: usize, config: &Config) -> Result<Block<f32>, Gpt2Error> {
        let (c, place) = (config.channels, config.norm);
        let attention = MultiHead {
            qkv: self.linear(&format!("h.{l}.attn.c_attn"), c, 3 * c)?,
            out: self.linear(&format!("h.{l}.attn.c_proj"), c, c)?,
            heads: config.heads,
            mask: Mask::Causal,
        };
        let feed_forward = FeedForward {
            up: self.linear(&format!("h.{l}.mlp.c_fc"), c, 4 * c)?,
            down: self.linear(&format!("h.{l}.mlp.c_proj"), 4 * c, c)?,
            activation: config.activation,
        };
        Ok(Block {
            attention: Residual {
                norm: self.norm(&format!("h.{l}.ln_1"), config)?,
                inner: attention,
                place,
            },
            feed_forward: Residual {
                norm: self.norm(&format!("h.{l}.ln_2"), config)?,
                inner: feed_forward,
                place,
            },
        })
    }

    fn linear(
        &mut self,
        name: &str,
        c_in: usize,
        c_out: usize,
    ) -> Result<Linear<f32>, Gpt2Error> {
        let w = self.matrix(&format!("{name}.weight"), c_in, c_out)?;
        Ok(Linear { w, b: self.vector(&format!("{name}.bias"), c_out)? })
    }

    fn norm(&mut self, name: &str, config: &Config) -> Result<LayerNorm<f32>, Gpt2Error> {
        let gain = self.vector(&format!("{name}.weight"), config.channels)?;
        let bias = self.vector(&format!("{name}.bias"), config.channels)?;
        Ok(LayerNorm { gain, bias, epsilon: config.epsilon })
    }

    fn head(
        &mut self,
        embedding: &Embedding<f32>,
        config: &Config,
    ) -> Result<Option<Array2<f32>>, Gpt2Error> {
        if config.tied && !self.left.contains_key(HEAD) {
            return Ok(None);
        }
        let numbers = self.take(HEAD, &[config.vocab, config.channels])?;
        let head = Array2::from_shape_vec((config.vocab, config.channels), numbers)
            .expect("of that shape");
        match config.tied {
            true if head == embedding.table => Ok(None), // some programs write the shared table twice
            true => Err(Gpt2Error::UntiedHead),
            false => Ok(Some(head.t().as_standard_layout().into_owned())), // (C, V)
        }
    }

    fn matrix(
        &mut self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Array2<f32>, Gpt2Error> {
        let numbers = self.take(&format!("{}{name}", self.prefix), &[rows, columns])?;
        Ok(Array2::from_shape_vec((rows, columns), numbers).expect("of that shape"))
    }

    fn vector(&mut self, name: &str, length: usize) -> Result<Array1<f32>, Gpt2Error> {
        Ok(self.take(&format!("{}{name}", self.prefix), &[length])?.into())
    }

    /// The numbers of a tensor, which then counts as taken.
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Gpt2Error> {
        let tensor = name.to_owned();
        let Some(view) = self.left.remove(name) else {
            return Err(Gpt2Error::MissingTensor { tensor });
        };
        if view.shape() != shape {
            let (found, expected) = (view.shape().to_vec(), shape.to_vec());
            return Err(Gpt2Error::Shape { tensor, found, expected });
        }
        if view.dtype() != Dtype::F32 {
            return Err(Gpt2Error::NumberType { tensor, found: view.dtype().to_string() });
        }
        let numbers: Vec<f32> =
            view.data().as_chunks().0.iter().copied().map(f32::from_le_bytes).collect();
        if !numbers.iter().all(|number| number.is_finite()) {
            return Err(Gpt2Error::NotFinite { tensor });
        }
        Ok(numbers)
    }

    fn check_empty(self) -> Result<(), Gpt2Error> {
        match self.left.into_keys().next() {
            Some(tensor) => Err(Gpt2Error::ExtraTensor { tensor: in_short(tensor) }),
            None => Ok(()),
        }
    }
}
