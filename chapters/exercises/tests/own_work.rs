//! Where the chapter has the very code that is asked for, an answer that uses it is told to
//! do without.

use std::path::Path;

use exercises::{Exercise, chapters};

/// An exercise of this workspace, with another list of what it must do without.
fn without(paths: &[&str]) -> Exercise {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut exercise = chapters(&root).unwrap().swap_remove(0).exercises.swap_remove(0);
    exercise.without = paths.iter().map(|&path| path.to_owned()).collect();
    exercise
}

#[test]
fn a_crate_is_found_however_it_is_named() {
    let exercise = without(&["attention"]);
    for line in [
        "use attention::attend;",
        "use attention::{Mask, attend as a};",
        "use attention as a;",
        "extern crate attention as a;",
        "use {attention as a, ndarray::s};",
        "    ::attention::attend(q, k, v, Mask::Causal).0",
        "(attention :: attend)(q)",
        "r#attention::attend(q)",
        "let attention = attention::attend(q);",
    ] {
        let said = exercise.borrowed(&format!("// An answer\n\n{line}\n"));
        let said = said.unwrap_or_else(|| panic!("not found in {line:?}"));
        assert!(said.starts_with("line 3 uses `attention`: do without it, for "), "{said}");
    }
}

#[test]
fn a_variable_a_comment_and_another_name_are_no_crate() {
    let exercise = without(&["attention"]);
    for line in [
        "let attention = softmax(scores);",
        "attention.dot(v)",
        "    v // as attention::attend does it",
        "//! Do without `attention`: attention::attend is the answer.",
        "use self_attention::attend;",
        "use attentions::attend;",
        "my_attention as f64",
        "let attention: f64 = 0.0;",
        "Self::attention(q)",
    ] {
        assert_eq!(exercise.borrowed(line), None, "{line}");
    }
}

#[test]
fn an_item_is_found_wherever_it_stands() {
    let exercise = without(&["decoder::naive", "decoder::Writer"]);
    for (source, said) in [
        ("use decoder::{Gpt, Writer};", Some("line 1 uses `decoder::Writer`")),
        (
            "use decoder::*;\nfn f() {\n    Writer::new(model, prompt);\n}",
            Some("line 3 uses `decoder::Writer`"),
        ),
        ("use decoder::naive as n;", Some("line 1 uses `decoder::naive`")),
        ("use decoder::{Gpt, MyWriter, Writers, naive_one};", None),
        ("struct TypeWriter; // not a Writer", None),
    ] {
        let found = exercise.borrowed(source);
        assert_eq!(found.is_some(), said.is_some(), "{found:?}");
        assert!(
            found.unwrap_or_default().starts_with(said.unwrap_or_default()),
            "{source}"
        );
    }
}
