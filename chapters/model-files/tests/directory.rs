//! A model's directory: saved whole or not at all, loaded whole or refused in one sentence.

use std::fs;
use std::path::Path;

use decoder::{Config, Gpt, LanguageModel, PositionKind, Vocabulary};
use feed_forward::Activation;
use foundations::{Params, normal};
use model_files::{Model, Tokenizer};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::NormPlace;
use since_gpt2::Choice;

const TEXT: &str = "the cat drank the milk because it was thirsty";

/// A model of the sentence's characters, all its parameters drawn at random.
fn model(change: impl FnOnce(&mut Config)) -> (Model, Vocabulary) {
    let vocabulary = Vocabulary::of(TEXT);
    let mut config = Config::article(vocabulary.len(), 16, 2, 2, 8);
    change(&mut config);
    let mut rng = StdRng::seed_from_u64(3);
    let mut model = Gpt::new(config, &mut rng);
    for (_, mut tensor) in model.tensors_mut() {
        let numbers = normal::<f32, _, _>(tensor.raw_dim(), 0.3, &mut rng);
        tensor.assign(&numbers);
    }
    (Choice::Then(model), vocabulary)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn fault(dir: &Path) -> String {
    format!("{:#}", model_files::load(dir).expect_err("a fault"))
}

#[test]
fn a_saved_model_comes_back_bit_for_bit() {
    // They stay under target/: transformers_round_trip.py loads them too.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("models");
    let _ = fs::remove_dir_all(&folder);
    for (positions, kind) in
        [("sinusoidal", PositionKind::Sinusoidal), ("learned", PositionKind::Learned)]
    {
        for (activation, function) in
            [("relu", Activation::Relu), ("gelu", Activation::Gelu)]
        {
            for (norm, place) in [("pre", NormPlace::Pre), ("post", NormPlace::Post)] {
                for (head, tied) in [("tied", true), ("untied", false)] {
                    let (model, vocabulary) = model(|config| {
                        *config = Config {
                            positions: kind,
                            activation: function,
                            norm: place,
                            tied,
                            ..config.clone()
                        };
                    });
                    let dir =
                        folder.join(format!("{positions}-{activation}-{norm}-{head}"));
                    model_files::save(&dir, &model, &vocabulary.clone().into(), None)
                        .unwrap();
                    assert_eq!(
                        names(&dir),
                        ["config.json", "model.safetensors", "vocab.json"]
                    );
                    let (reloaded, tokenizer) = model_files::load(&dir).unwrap();
                    assert_eq!(reloaded, model);
                    assert!(
                        matches!(tokenizer, Tokenizer::Characters(characters) if characters == vocabulary)
                    );
                    let tokens = ndarray::Array2::from_shape_fn((1, 16), |(_, t)| {
                        t % vocabulary.len()
                    });
                    let logits: Vec<f32> =
                        model.forward(&tokens).0.iter().copied().collect();
                    fs::write(
                        dir.join("logits.json"),
                        serde_json::to_string(&logits).unwrap(),
                    )
                    .unwrap();
                }
            }
        }
    }
}

#[test]
fn the_same_run_saves_again_and_another_model_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let (mut first, vocabulary) = model(|_| ());
    model_files::save(dir.path(), &first, &vocabulary.clone().into(), None).unwrap();
    first.scale(0.5); // a few steps later
    model_files::save(dir.path(), &first, &vocabulary.clone().into(), None).unwrap();
    let (wider, _) = model(|config| config.channels = 16);
    let error = model_files::save(dir.path(), &wider, &vocabulary.into(), None)
        .unwrap_err()
        .to_string();
    assert!(error.ends_with(
        "config.json is not a file of this model: move it away, or choose another directory"
    ));
    assert_eq!(model_files::load(dir.path()).unwrap().0, first);
    assert_eq!(names(dir.path()), ["config.json", "model.safetensors", "vocab.json"]);
}

#[test]
fn a_model_that_is_not_finite_leaves_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let (mut model, vocabulary) = model(|_| ());
    model_files::save(dir.path(), &model, &vocabulary.clone().into(), None).unwrap();
    let old = model.clone();
    let Choice::Then(gpt) = &mut model else { panic!("a GPT-2") };
    gpt.blocks[1].feed_forward.inner.up.w[[0, 0]] = f32::INFINITY;
    let error = format!(
        "{:#}",
        model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap_err()
    );
    assert!(
        error.contains("transformer.h.1.mlp.c_fc.weight holds a number that is not finite"),
        "{error}"
    );
    assert_eq!(model_files::load(dir.path()).unwrap().0, old);
}

#[test]
fn wherever_a_save_is_cut_off_there_is_no_model_or_a_whole_one() {
    let (model, vocabulary) = model(|_| ());
    let whole = tempfile::tempdir().unwrap();
    model_files::save(whole.path(), &model, &vocabulary.clone().into(), None).unwrap();
    // The files appear in this order; the weights last.
    let dir = tempfile::tempdir().unwrap();
    for name in ["config.json", "vocab.json"] {
        fs::copy(whole.path().join(name), dir.path().join(name)).unwrap();
        assert!(fault(dir.path()).contains("can't be read"));
    }
    // What is left of a file that never got its name disturbs nobody.
    for name in ["config.json", "model.safetensors", "vocab.json"] {
        fs::write(dir.path().join(format!(".{name}.part")), "half").unwrap();
    }
    model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
    assert_eq!(model_files::load(dir.path()).unwrap().0, model);
}

#[test]
fn every_fault_names_its_file() {
    let (model, vocabulary) = model(|_| ());
    let fresh = || {
        let dir = tempfile::tempdir().unwrap();
        model_files::save(dir.path(), &model, &vocabulary.clone().into(), None).unwrap();
        dir
    };
    for name in ["config.json", "model.safetensors", "vocab.json"] {
        let dir = fresh();
        let file = dir.path().join(name);
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        assert!(
            fault(dir.path()).starts_with(&format!("{}: it is not", file.display())),
            "half a {name}"
        );
        fs::write(&file, b"").unwrap();
        assert!(
            fault(dir.path()).starts_with(&format!("{}: it is not", file.display())),
            "an empty {name}"
        );
        fs::remove_file(&file).unwrap();
        assert!(
            fault(dir.path()).starts_with(&format!("{} can't be read", file.display())),
            "no {name}"
        );
    }
    let dir = fresh();
    let weights = dir.path().join("model.safetensors");
    fs::write(&weights, "version https://git-lfs.github.com/spec/v1\nsize 548105171\n")
        .unwrap();
    assert!(fault(dir.path()).contains("`git lfs pull`"), "{}", fault(dir.path()));
    fs::remove_file(&weights).unwrap();
    for name in ["pytorch_model.bin", "model-00001-of-00002.safetensors", "ckpt.pt"] {
        let file = dir.path().join(name);
        fs::write(&file, "PK").unwrap();
        let fault = fault(dir.path());
        let begins = format!("{} can't be read here: in the program", file.display());
        assert!(fault.starts_with(&begins), "{fault}");
        fs::remove_file(&file).unwrap();
    }
    let dir = fresh();
    fs::write(dir.path().join("vocab.json"), [0xff, 0xfe]).unwrap();
    assert!(fault(dir.path()).contains("vocab.json is not UTF-8 text"));
    let nowhere = dir.path().join("nowhere");
    assert!(
        fault(&nowhere)
            .ends_with("nowhere is not a directory: give the directory of a model")
    );
    let file = dir.path().join("config.json");
    let error = format!(
        "{:#}",
        model_files::save(&file, &model, &vocabulary.clone().into(), None).unwrap_err()
    );
    assert!(error.contains("config.json can't be made"), "{error}");
}

#[test]
fn a_post_ln_model_loads_here_and_says_that_it_is_no_gpt2() {
    let dir = tempfile::tempdir().unwrap();
    let (model, vocabulary) = model(|config| config.norm = NormPlace::Post);
    model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
    assert!(
        fs::read_to_string(dir.path().join("config.json"))
            .unwrap()
            .contains("only GlassGPT can load")
    );
    assert_eq!(model_files::load(dir.path()).unwrap().0, model);
}

#[test]
fn weights_may_lie_in_several_files_with_a_list_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let (model, vocabulary) = model(|_| ());
    model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
    let whole = fs::read(dir.path().join("model.safetensors")).unwrap();
    fs::remove_file(dir.path().join("model.safetensors")).unwrap();
    let file = safetensors::SafeTensors::deserialize(&whole).unwrap();
    let mut places = serde_json::Map::new();
    for (name, view) in file.tensors() {
        let shard = format!("model-{}-of-2.safetensors", 1 + places.len() % 2);
        places.insert(name, shard.into());
        drop(view);
    }
    for shard in ["model-1-of-2.safetensors", "model-2-of-2.safetensors"] {
        let own = file.tensors().into_iter().filter(|(name, _)| places[name] == shard);
        fs::write(dir.path().join(shard), safetensors::serialize(own, None).unwrap())
            .unwrap();
    }
    let index = |places: serde_json::Value| {
        let text = serde_json::json!({ "weight_map": places }).to_string();
        fs::write(dir.path().join("model.safetensors.index.json"), text).unwrap();
    };
    index(places.into());
    assert_eq!(model_files::load(dir.path()).unwrap().0, model);

    fs::remove_file(dir.path().join("model-2-of-2.safetensors")).unwrap();
    assert!(fault(dir.path()).contains("model-2-of-2.safetensors can't be read"));
    for (places, said) in [
        (serde_json::json!({}), "names no file"),
        (serde_json::json!({ "a": "../secret" }), "which is no file beside it"),
        (serde_json::json!({ "a": 7 }), "names 7, which is no file beside it"),
    ] {
        index(places);
        let fault = fault(dir.path());
        assert!(fault.contains("index.json") && fault.contains(said), "{fault}");
    }
}
