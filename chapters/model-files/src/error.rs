//! What can be wrong with a model's files, each in one sentence.

use thiserror::Error;

use crate::in_short;

/// Why a text or some bytes are not a model that this crate can compute.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// The text can't be parsed at all, or is not a JSON object.
    #[error("it is not a JSON object ({reason}): get the file again from where it came")]
    NotJson {
        /// What the parser said.
        reason: String,
    },
    /// A field of the configuration holds what this crate can't compute.
    #[error("the field {field} is {found}, but must be {expected}")]
    Field {
        /// The field.
        field: &'static str,
        /// What it holds.
        found: String,
        /// What it may hold.
        expected: String,
    },
    /// The bytes are cut off, or no safetensors.
    #[error(
        "it is not a whole safetensors file ({reason}): get the file again from where it came"
    )]
    NotSafetensors {
        /// What the parser said.
        reason: String,
    },
    /// A tensor that the configuration calls for is not there.
    #[error(
        "the tensor {tensor} is missing: the weights and the configuration are of different models"
    )]
    MissingTensor {
        /// The tensor.
        tensor: String,
    },
    /// A tensor that the configuration has no place for.
    #[error("the tensor {tensor} has no place in a model of this configuration")]
    ExtraTensor {
        /// The tensor.
        tensor: String,
    },
    /// A tensor that two files hold.
    #[error("the tensor {tensor} is in two of the files: only one of them can be right")]
    TensorTwice {
        /// The tensor.
        tensor: String,
    },
    /// A tensor of another shape than the configuration says.
    #[error("the tensor {tensor} has the shape {}, but the configuration says {expected:?}", in_short(format_args!("{found:?}")))]
    Shape {
        /// The tensor.
        tensor: String,
        /// Its shape in the file.
        found: Vec<usize>,
        /// Its shape by the configuration.
        expected: Vec<usize>,
    },
    /// A tensor of other numbers than floats of 32 or 16 bits.
    #[error(
        "the tensor {tensor} holds {found} numbers, but must hold F32, F16 or BF16: convert the file to float32"
    )]
    NumberType {
        /// The tensor.
        tensor: String,
        /// The type of its numbers.
        found: String,
    },
    /// A weight is infinite or not a number.
    #[error(
        "the tensor {tensor} holds a number that is not finite: the training that made it has failed"
    )]
    NotFinite {
        /// The tensor.
        tensor: String,
    },
    /// The head is tied to the embedding, yet differs from it.
    #[error(
        "lm_head.weight differs from {table}, but tie_word_embeddings says that they are the same"
    )]
    UntiedHead {
        /// What the embedding's table is called.
        table: &'static str,
    },
    /// The index of several files of weights names none, or one that is not beside it.
    #[error(
        "the list of the weights' files {fault}: get the file again from where it came"
    )]
    Index {
        /// What is wrong with it.
        fault: String,
    },
    /// An entry of the vocabulary is not a character with a token of its own.
    #[error("the vocabulary's entry {entry:?} {fault}")]
    Entry {
        /// The entry's text.
        entry: String,
        /// What is wrong with it.
        fault: String,
    },
    /// The vocabulary has not as many entries as the model has tokens.
    #[error("the vocabulary has {found} entries, but the model has {expected} tokens")]
    VocabularySize {
        /// Entries of the vocabulary.
        found: usize,
        /// `vocab_size` of the configuration.
        expected: usize,
    },
}
