//! The sizes of known models, from their papers and published configurations.

/// Name, layers, heads of queries, heads of keys and values, channels of a head.
pub(crate) const MODELS: [(&str, usize, usize, usize, usize); 6] = [
    ("GPT-2 small", 12, 12, 12, 64),
    ("Llama 2 7B", 32, 32, 32, 128),
    ("Llama 3 8B", 32, 32, 8, 128),
    ("Llama 3 70B", 80, 64, 8, 128),
    ("gpt-oss-20b", 24, 64, 8, 64),
    ("gpt-oss-120b", 36, 64, 8, 64),
];
