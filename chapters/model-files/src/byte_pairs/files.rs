//! Byte pairs as the files that other programs read.

use serde_json::Value;
use tokenizers::Tokenizer;

/// `tokenizer.json`, which says all; and GPT-2's own two, for those who know no other.
pub(crate) fn to_files(pairs: &Tokenizer) -> [(&'static str, String); 3] {
    let json = serde_json::to_value(pairs).expect("entries, merges, numbers");
    let mut entries: Vec<(String, u32)> = pairs.get_vocab(true).into_iter().collect();
    entries.sort_by_key(|(_, token)| *token);
    let entry = |(text, token): &(String, u32)| {
        format!("  {}: {token}", Value::from(text.as_str()))
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    let half = |value: &Value| value.as_str().expect("a text").to_owned();
    let merge = |pair: &Value| match pair {
        Value::String(pair) => format!("{pair}\n"),
        pair => format!("{} {}\n", half(&pair[0]), half(&pair[1])),
    };
    let merges = json["model"]["merges"].as_array().expect("a list");
    let merges: String = merges.iter().map(merge).collect();
    [
        ("tokenizer.json", format!("{json:#}\n")),
        ("vocab.json", format!("{{\n{}\n}}\n", entries.join(",\n"))),
        ("merges.txt", format!("#version: 0.2\n{merges}")),
    ]
}
