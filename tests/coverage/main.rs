//! Nothing that has a gradient goes unchecked: each layer and each op with a backward is named in its chapter's
//! gradient checks and among its golden values, and each naive twin in a test. What is counted stands in the book.

mod evidence;
mod source;

use source::{chapters, layers_and_ops, names, sources, tests, twins};

/// Whose golden values are those of the whole model: they hold every gradient of these parts.
const PARTS_OF_GPT: [&str; 2] = ["Block", "Embedding"];

#[test]
fn every_layer_and_op_has_a_gradient_check_and_golden_values() {
    let mut checked = 0;
    let mut missing = Vec::new();
    for chapter in chapters() {
        let (gradients, golden) = (tests(&chapter, "gradients.rs"), tests(&chapter, "golden.rs"));
        for (file, name) in layers_and_ops(&chapter) {
            checked += 1;
            if !names(&gradients, &name) {
                missing.push(format!("{}: no gradient check of {name}", file.display()));
            }
            if !names(&golden, &name) && !PARTS_OF_GPT.contains(&&name[..]) {
                missing.push(format!("{}: no golden values of {name}", file.display()));
            }
        }
    }
    assert!(checked >= 14, "only {checked} layers and ops were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_naive_twin_is_held_against_something() {
    let mut checked = 0;
    let mut missing = Vec::new();
    for chapter in chapters() {
        let tests: String = sources(&chapter.join("tests")).into_iter().map(|(_, text)| text).collect();
        for twin in twins(&chapter) {
            checked += 1;
            if !names(&tests, &twin) {
                missing.push(format!("{}: no test of naive::{twin}", chapter.display()));
            }
        }
    }
    assert!(checked >= 20, "only {checked} naive twins were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
