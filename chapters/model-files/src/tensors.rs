//! `model.safetensors`, as GPT-2 has it: its names, its shapes, its order of rows and
//! columns.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Cursor, Read, Seek, SeekFrom};

use attention::Mask;
use decoder::{Block, Config, Embedding, Gpt, PositionKind};
use feed_forward::FeedForward;
use foundations::Linear;
use half::{bf16, f16};
use multi_head::MultiHead;
use ndarray::{Array1, Array2, ArrayViewD, Dimension};
use positional_encoding::Positions;
use residual_norm::{LayerNorm, NormPlace, Residual};
use safetensors::tensor::Metadata;
use safetensors::{Dtype, View};

use crate::{Gpt2Error, in_short};

/// What stands before every name but the head's. Files of a bare GPT-2 leave it out.
const PREFIX: &str = "transformer.";
const HEAD: &str = "lm_head.weight";
/// How many bytes of a file are looked at at once.
const PIECE: usize = 1 << 16;
/// What a clone holds in the place of a large file, as long as nobody has fetched that, begins so.
const POINTER: &[u8; 8] = b"version ";

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
        file.put_as(HEAD.to_owned(), head.t().into_dyn());
    }
    file.bytes()
}

/// The tensors of a file in the making.
#[derive(Default)]
struct Written<'a>(Vec<(String, Numbers<'a>)>);

impl<'a> Written<'a> {
    fn put<D: Dimension>(&mut self, name: &str, tensor: &'a ndarray::Array<f32, D>) {
        self.put_as(format!("{PREFIX}{name}"), tensor.view().into_dyn());
    }

    fn put_as(&mut self, name: String, tensor: ArrayViewD<'a, f32>) {
        self.0.push((name, Numbers(tensor)));
    }

    fn linear(&mut self, name: &str, layer: &'a Linear<f32>) {
        self.put(&format!("{name}.weight"), &layer.w);
        self.put(&format!("{name}.bias"), &layer.b);
    }

    fn norm(&mut self, name: &str, layer: &'a LayerNorm<f32>) {
        self.put(&format!("{name}.weight"), &layer.gain);
        self.put(&format!("{name}.bias"), &layer.bias);
    }

    fn bytes(self) -> Result<Vec<u8>, Gpt2Error> {
        let is_finite = |tensor: &Numbers| tensor.0.iter().all(|number| number.is_finite());
        if let Some((name, _)) = self.0.iter().find(|(_, tensor)| !is_finite(tensor)) {
            return Err(Gpt2Error::NotFinite { tensor: name.clone() });
        }
        let metadata = [("format".to_owned(), "pt".to_owned())].into_iter().collect();
        Ok(safetensors::serialize(self.0, Some(metadata))
            .expect("a header far below 100 MB"))
    }
}

/// A tensor on its way to the file.
struct Numbers<'a>(ArrayViewD<'a, f32>);

impl View for Numbers<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.0.shape()
    }

    fn data(&self) -> Cow<'_, [u8]> {
        self.0.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn data_len(&self) -> usize {
        4 * self.0.len()
    }
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
pub fn from_safetensors(config: &Config, bytes: &[u8]) -> Result<Gpt<f32>, Gpt2Error> {
    let mut tensors = Tensors::new();
    tensors.add(Cursor::new(bytes))?;
    tensors.model(config)
}

/// The tensors of one file, or of several, that no part of the model has taken yet. They are
/// read when they are taken, a piece at a time: a model is in memory once.
pub(crate) struct Tensors<R> {
    files: Vec<R>,
    left: BTreeMap<String, Place>,
    prefix: String,
}

/// Where a tensor is.
struct Place {
    file: usize,
    start: u64,
    shape: Vec<usize>,
    dtype: Dtype,
}

impl<R: Read + Seek> Tensors<R> {
    pub(crate) fn new() -> Tensors<R> {
        Tensors { files: Vec::new(), left: BTreeMap::new(), prefix: String::new() }
    }

    /// The tensors of a further file.
    pub(crate) fn add(&mut self, mut file: R) -> Result<(), Gpt2Error> {
        let (start, header) = header(&mut file)?;
        for (name, info) in header.tensors() {
            if name.ends_with(".attn.bias") || name.ends_with(".attn.masked_bias") {
                continue;
            }
            let place = Place {
                file: self.files.len(),
                start: start + info.data_offsets.0 as u64,
                shape: info.shape.clone(),
                dtype: info.dtype,
            };
            if self.left.insert(name.clone(), place).is_some() {
                return Err(Gpt2Error::TensorTwice { tensor: in_short(name) });
            }
        }
        self.files.push(file);
        Ok(())
    }

    /// The model that all the tensors together are.
    pub(crate) fn model(mut self, config: &Config) -> Result<Gpt<f32>, Gpt2Error> {
        self.prefix = self.prefix_of_names();
        let &Config { context, layers, channels: c, .. } = config;
        // First of all: once the file is known to hold V·C numbers, 3·C and 4·C can't overflow.
        let embedding = self.embedding(config)?;
        let table = self.matrix("wpe.weight", context, c)?;
        let positions = match config.positions {
            PositionKind::Sinusoidal => Positions::Sinusoidal(table),
            PositionKind::Learned => Positions::Learned(table),
        };
        let blocks =
            (0..layers).map(|l| self.block(l, config)).collect::<Result<_, _>>()?;
        let norm = match config.norm {
            NormPlace::Pre => Some(self.norm("ln_f", config)?),
            NormPlace::Post => None,
        };
        let head = self.head(&embedding, config)?;
        self.check_empty()?;
        Ok(Gpt { config: config.clone(), embedding, positions, blocks, norm, head })
    }

    /// What stands before the first block's names, and so before all but the head's.
    fn prefix_of_names(&self) -> String {
        let first = self.left.keys().find_map(|name| name.strip_suffix("h.0.ln_1.weight"));
        let has_prefix = || self.left.keys().any(|name| name.starts_with(PREFIX));
        first.unwrap_or(if has_prefix() { PREFIX } else { "" }).to_owned()
    }

    fn name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn head_name(&self) -> String {
        let outer = self.prefix.strip_suffix(PREFIX).unwrap_or(&self.prefix);
        format!("{outer}{HEAD}")
    }

    /// The table of the tokens' vectors. Where it is the head too, some programs write it
    /// under the head's name alone.
    fn embedding(&mut self, config: &Config) -> Result<Embedding<f32>, Gpt2Error> {
        let (own, head) = (self.name("wte.weight"), self.head_name());
        let under_head = config.tied && !self.left.contains_key(&own);
        let name = if under_head && self.left.contains_key(&head) { head } else { own };
        let shape = (config.vocab, config.channels);
        let numbers = self.take(&name, &[shape.0, shape.1])?;
        Ok(Embedding {
            table: Array2::from_shape_vec(shape, numbers).expect("of that shape"),
        })
    }

    fn block(&mut self, l: usize, config: &Config) -> Result<Block<f32>, Gpt2Error> {
        let &Config { channels: c, norm: place, .. } = config;
        let hidden = config.hidden.unwrap_or(4 * c);
        let attention = MultiHead {
            qkv: self.linear(&format!("h.{l}.attn.c_attn"), c, 3 * c)?,
            out: self.linear(&format!("h.{l}.attn.c_proj"), c, c)?,
            heads: config.heads,
            mask: Mask::Causal,
        };
        let feed_forward = FeedForward {
            up: self.linear(&format!("h.{l}.mlp.c_fc"), c, hidden)?,
            down: self.linear(&format!("h.{l}.mlp.c_proj"), hidden, c)?,
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
        let name = self.head_name();
        if config.tied && !self.left.contains_key(&name) {
            return Ok(None);
        }
        let numbers = self.take(&name, &[config.vocab, config.channels])?;
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
        let numbers = self.take(&self.name(name), &[rows, columns])?;
        Ok(Array2::from_shape_vec((rows, columns), numbers).expect("of that shape"))
    }

    fn vector(&mut self, name: &str, length: usize) -> Result<Array1<f32>, Gpt2Error> {
        Ok(self.take(&self.name(name), &[length])?.into())
    }

    /// The numbers of a tensor, which then counts as taken.
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Gpt2Error> {
        let tensor = in_short(name);
        let Some(place) = self.left.remove(name) else {
            return Err(Gpt2Error::MissingTensor { tensor });
        };
        if place.shape != shape {
            let expected = shape.to_vec();
            return Err(Gpt2Error::Shape { tensor, found: place.shape, expected });
        }
        let width = match place.dtype {
            Dtype::F32 => 4,
            Dtype::F16 | Dtype::BF16 => 2,
            other => {
                let found = other.to_string();
                return Err(Gpt2Error::NumberType { tensor, found });
            }
        };
        let file = &mut self.files[place.file];
        file.seek(SeekFrom::Start(place.start)).map_err(not_whole)?;
        let count = shape.iter().product(); // the header has been seen to hold so many
        let mut numbers: Vec<f32> = Vec::with_capacity(count);
        let mut piece = vec![0; PIECE.min(count * width)];
        while numbers.len() < count {
            let bytes = &mut piece[..PIECE.min((count - numbers.len()) * width)];
            file.read_exact(bytes).map_err(not_whole)?;
            let (fours, twos) = (bytes.as_chunks().0.iter(), bytes.as_chunks().0.iter());
            match place.dtype {
                Dtype::F16 => {
                    numbers.extend(twos.map(|&two| f16::from_le_bytes(two).to_f32()));
                }
                Dtype::BF16 => {
                    numbers.extend(twos.map(|&two| bf16::from_le_bytes(two).to_f32()));
                }
                _ => numbers.extend(fours.map(|&four| f32::from_le_bytes(four))),
            }
        }
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

/// Where a file's numbers begin, and what its header says of them: it has been seen to
/// speak of exactly the bytes that are there.
fn header(file: &mut (impl Read + Seek)) -> Result<(u64, Metadata), Gpt2Error> {
    let length = file.seek(SeekFrom::End(0)).map_err(not_whole)?;
    file.rewind().map_err(not_whole)?;
    let mut size = [0; 8];
    file.read_exact(&mut size).map_err(not_whole)?;
    if &size == POINTER {
        return Err(not_whole(
            "it is Git LFS's pointer to one, which `git lfs pull` replaces",
        ));
    }
    let size = u64::from_le_bytes(size);
    let start = size.checked_add(8).filter(|&start| start <= length);
    let start = start.ok_or_else(|| not_whole("its header is longer than the file"))?;
    let mut header = vec![0; usize::try_from(size).map_err(not_whole)?];
    file.read_exact(&mut header).map_err(not_whole)?;
    let header: Metadata = serde_json::from_slice(&header).map_err(not_whole)?;
    if start.checked_add(header.data_len() as u64) != Some(length) {
        return Err(not_whole("its header speaks of more or fewer bytes than there are"));
    }
    Ok((start, header))
}

fn not_whole(reason: impl Display) -> Gpt2Error {
    Gpt2Error::NotSafetensors { reason: in_short(reason) }
}
