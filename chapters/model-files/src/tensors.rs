//! `model.safetensors`: tensors by their names, written and read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Read, Seek, SeekFrom};

use decoder::{Config, Embedding};
use models::{Kind, is_finite, turned};
use ndarray::{Array, Array1, Array2, CowArray, Dimension, Ix2, IxDyn, aview1};
use safetensors::tensor::Metadata;
use safetensors::{Dtype, View};

use crate::{FileError, in_short};

const HEAD: &str = "lm_head.weight";
/// What old files hold beside the weights: masks, and the speeds of the turns.
const OF_OLD_FILES: [&str; 3] = [".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"];
/// How many bytes of a file are looked at at once.
const PIECE: usize = 1 << 16;
/// How a file begins that a clone holds as long as nobody has fetched the large one.
const POINTER: &[u8; 8] = b"version ";

/// What a kind of model calls its tensors.
pub(crate) struct Names {
    /// What stands before every name but the head's. Files of a bare model leave it out.
    pub(crate) prefix: &'static str,
    /// A tensor that every model has.
    pub(crate) first: &'static str,
    /// The table of the tokens' vectors.
    pub(crate) table: &'static str,
}

/// The tensors of a file in the making.
pub(crate) struct Written<'a> {
    names: &'static Names,
    tensors: Vec<(String, Numbers<'a>)>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(names: &'static Names) -> Written<'a> {
        Written { names, tensors: Vec::new() }
    }

    pub(crate) fn put<D: Dimension>(&mut self, name: &str, tensor: &'a Array<f32, D>) {
        self.put_as(format!("{}{name}", self.names.prefix), tensor.view().into_dyn());
    }

    /// A matrix `(C_in, C_out)` as files hold it that turn theirs: `(C_out, C_in)`.
    pub(crate) fn put_turned(&mut self, name: &str, w: impl Into<CowArray<'a, f32, Ix2>>) {
        let turned = w.into().reversed_axes().into_dyn();
        self.put_as(format!("{}{name}", self.names.prefix), turned);
    }

    /// The head, unless it is tied: in every file `(V, C)`.
    pub(crate) fn put_head(&mut self, head: Option<&'a Array2<f32>>) {
        if let Some(head) = head {
            self.put_as(HEAD.to_owned(), head.t().into_dyn());
        }
    }

    fn put_as(&mut self, name: String, tensor: impl Into<CowArray<'a, f32, IxDyn>>) {
        self.tensors.push((name, Numbers(tensor.into())));
    }

    /// # Errors
    /// If a weight is not finite: nobody could use the file.
    pub(crate) fn bytes(self) -> Result<Vec<u8>, FileError> {
        let is_fault = |(_, tensor): &&(_, Numbers)| !is_finite(&tensor.0.view());
        if let Some((name, _)) = self.tensors.iter().find(is_fault) {
            return Err(FileError::NotFinite { tensor: name.clone() });
        }
        let metadata = [("format".to_owned(), "pt".to_owned())].into_iter().collect();
        Ok(safetensors::serialize(self.tensors, Some(metadata))
            .expect("a header far below 100 MB"))
    }
}

/// A tensor on its way to a file.
pub struct Numbers<'a>(pub CowArray<'a, f32, IxDyn>);

impl View for Numbers<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.0.shape()
    }

    fn data(&self) -> Cow<'_, [u8]> {
        models::bytes(&self.0.view()).into()
    }

    fn data_len(&self) -> usize {
        4 * self.0.len()
    }
}

/// The tensors of one file, or of several, that no part of the model has taken yet. They are
/// read when they are taken, a piece at a time: a model is in memory once.
pub(crate) struct Tensors<R> {
    files: Vec<R>,
    left: BTreeMap<String, Place>,
    names: &'static Names,
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
    pub(crate) fn new(names: &'static Names) -> Tensors<R> {
        Tensors { files: Vec::new(), left: BTreeMap::new(), names, prefix: String::new() }
    }

    /// The tensors of a further file.
    pub(crate) fn add(&mut self, mut file: R) -> Result<(), FileError> {
        let (start, header) = header(&mut file)?;
        for (name, info) in header.tensors() {
            if OF_OLD_FILES.iter().any(|end| name.ends_with(end)) {
                continue;
            }
            let place = Place {
                file: self.files.len(),
                start: start + info.data_offsets.0 as u64,
                shape: info.shape.clone(),
                dtype: info.dtype,
            };
            if self.left.insert(name.clone(), place).is_some() {
                return Err(FileError::TensorTwice { tensor: in_short(name) });
            }
        }
        self.files.push(file);
        Ok(())
    }

    /// Finds what stands before the names, now that all files are there.
    pub(crate) fn find_prefix(&mut self) {
        let Names { prefix, first, .. } = *self.names;
        let before = self.left.keys().find_map(|name| name.strip_suffix(first));
        let has_prefix = || self.left.keys().any(|name| name.starts_with(prefix));
        self.prefix = before.unwrap_or(if has_prefix() { prefix } else { "" }).to_owned();
    }

    fn name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn head_name(&self) -> String {
        let outer = self.prefix.strip_suffix(self.names.prefix).unwrap_or(&self.prefix);
        format!("{outer}{HEAD}")
    }

    /// The table of the tokens' vectors. Where it is the head too, some programs write it
    /// under the head's name alone.
    pub(crate) fn embedding(
        &mut self,
        config: &Config,
    ) -> Result<Embedding<f32>, FileError> {
        let (own, head) = (self.name(self.names.table), self.head_name());
        let under_head = config.tied && !self.left.contains_key(&own);
        let name = if under_head && self.left.contains_key(&head) { head } else { own };
        let shape = (config.vocab, config.channels);
        let numbers = self.take(&name, &[shape.0, shape.1])?;
        Ok(Embedding {
            table: Array2::from_shape_vec(shape, numbers).expect("of that shape"),
        })
    }

    /// The last linear layer `(C, V)`; none if it is tied to the embedding.
    pub(crate) fn head(
        &mut self,
        embedding: &Embedding<f32>,
        config: &Config,
    ) -> Result<Option<Array2<f32>>, FileError> {
        let name = self.head_name();
        if config.tied && !self.left.contains_key(&name) {
            return Ok(None);
        }
        let numbers = self.take(&name, &[config.vocab, config.channels])?;
        let head = Array2::from_shape_vec((config.vocab, config.channels), numbers)
            .expect("of that shape");
        match config.tied {
            true if head == embedding.table => Ok(None), // some programs write the shared table twice
            true => Err(FileError::UntiedHead { table: self.names.table }),
            false => Ok(Some(turned(&head))), // (C, V)
        }
    }

    pub(crate) fn matrix(
        &mut self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Array2<f32>, FileError> {
        let numbers = self.take(&self.name(name), &[rows, columns])?;
        Ok(Array2::from_shape_vec((rows, columns), numbers).expect("of that shape"))
    }

    /// A matrix `(C_in, C_out)` that the file holds as `(C_out, C_in)`.
    pub(crate) fn turned(
        &mut self,
        name: &str,
        c_in: usize,
        c_out: usize,
    ) -> Result<Array2<f32>, FileError> {
        Ok(turned(&self.matrix(name, c_out, c_in)?))
    }

    pub(crate) fn vector(
        &mut self,
        name: &str,
        length: usize,
    ) -> Result<Array1<f32>, FileError> {
        Ok(self.take(&self.name(name), &[length])?.into())
    }

    /// The numbers of a tensor, which then counts as taken.
    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, FileError> {
        let tensor = in_short(name);
        let Some(place) = self.left.remove(name) else {
            return Err(FileError::MissingTensor { tensor });
        };
        if place.shape != shape {
            let expected = shape.to_vec();
            return Err(FileError::Shape { tensor, found: place.shape, expected });
        }
        let kind = match place.dtype {
            Dtype::F32 => Kind::F32,
            Dtype::F16 => Kind::F16,
            Dtype::BF16 => Kind::Bf16,
            other => {
                let found = other.to_string();
                return Err(FileError::NumberType { tensor, found });
            }
        };
        let file = &mut self.files[place.file];
        file.seek(SeekFrom::Start(place.start)).map_err(not_whole)?;
        let count = shape.iter().product(); // the header has been seen to hold so many
        let mut numbers: Vec<f32> = Vec::with_capacity(count);
        let mut piece = vec![0; PIECE.min(count * kind.width())];
        while numbers.len() < count {
            let bytes = &mut piece[..PIECE.min((count - numbers.len()) * kind.width())];
            file.read_exact(bytes).map_err(not_whole)?;
            kind.read(bytes, &mut numbers);
        }
        if !is_finite(&aview1(&numbers).into_dyn()) {
            return Err(FileError::NotFinite { tensor });
        }
        Ok(numbers)
    }

    pub(crate) fn check_empty(self) -> Result<(), FileError> {
        match self.left.into_keys().next() {
            Some(tensor) => Err(FileError::ExtraTensor { tensor: in_short(tensor) }),
            None => Ok(()),
        }
    }
}

/// Where a file's numbers begin, and what its header says of them: it has been seen to
/// speak of exactly the bytes that are there.
fn header(file: &mut (impl Read + Seek)) -> Result<(u64, Metadata), FileError> {
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

fn not_whole(reason: impl Display) -> FileError {
    FileError::NotSafetensors { reason: in_short(reason) }
}
