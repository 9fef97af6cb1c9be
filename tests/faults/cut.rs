//! A model's files, which other programs write too and which have no checksum: cut at every byte, every byte changed.

use std::fs;
use std::panic::catch_unwind;

use glassgpt::decoder::{Config, PositionKind, Vocabulary};
use model_files::{Model, Shape};
use rand::{SeedableRng, rngs::StdRng};
use tempfile::TempDir;

use trials::{row, thin};

const FILES: [&str; 3] = ["config.json", "model.safetensors", "vocab.json"];

fn tiny() -> (Model, TempDir) {
    let vocabulary = Vocabulary::of("the cat");
    let config = Config { positions: PositionKind::Learned, ..Config::article(vocabulary.len(), 2, 1, 1, 2) };
    let model = Shape::Gpt2(config).new_model(&mut StdRng::seed_from_u64(1));
    let dir = tempfile::tempdir().unwrap();
    model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
    (model, dir)
}

#[test]
fn cut_anywhere_it_is_refused_or_the_same_model() {
    let (model, dir) = tiny();
    let (mut refused, mut same) = (0, 0);
    for name in FILES {
        let file = dir.path().join(name);
        let bytes = fs::read(&file).unwrap();
        for length in 0..bytes.len() {
            fs::write(&file, &bytes[..length]).unwrap();
            match catch_unwind(|| model_files::load(dir.path())).expect("no panic") {
                Err(error) => {
                    assert!(format!("{error:#}").starts_with(&file.display().to_string()), "{error:#}");
                    refused += 1;
                }
                Ok((loaded, _)) => {
                    assert!(loaded == model, "the first {length} bytes of {name} are another model");
                    same += 1;
                }
            }
        }
        fs::write(&file, &bytes).unwrap();
    }
    assert!(same <= 2, "only what ends the last line may be missing: {same}");
    let happened = format!(
        "{} refused in a sentence; {same} without their last line's end, the same model",
        thin(refused)
    );
    row("a model's files cut at every byte", refused + same, &happened);
}

#[test]
fn with_any_byte_changed_it_is_refused_or_finite() {
    let (_, dir) = tiny();
    let (mut refused, mut loaded) = (0, 0);
    for name in FILES {
        let file = dir.path().join(name);
        let bytes = fs::read(&file).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            fs::write(&file, changed).unwrap();
            match catch_unwind(|| model_files::load(dir.path())).expect("no panic") {
                Err(_) => refused += 1,
                Ok(_) => loaded += 1, // a weight, a character: nothing says what they should be
            }
        }
        fs::write(&file, &bytes).unwrap();
    }
    assert!(refused > 0 && loaded > 0);
    let happened = format!("{} refused in a sentence, {} another model", thin(refused), thin(loaded));
    row("a model's files with a bit changed in every byte", refused + loaded, &happened);
}
