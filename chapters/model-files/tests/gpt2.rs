//! GPT-2s that Hugging Face transformers made: each loads, computes what it computed there, and has its gradients.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use decoder::Gpt;
use foundations::{Layer, Params, rows, softmax};
use model_files::{TextStream, Tokenizer};
use ndarray::{Array2, Array3, ArrayD};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use since_gpt2::Choice;

const VARIANTS: [&str; 4] =
    ["gelu-tied", "relu-untied", "gelu-untied-bare", "relu-tied-bare"];
const TOLERANCE: f64 = 1e-10;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gpt2-tiny").join(name)
}

fn golden(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(fixture(name).join("golden.json")).unwrap())
        .unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn table(value: &Value) -> Array2<usize> {
    let rows: Vec<Vec<usize>> = serde_json::from_value(value.clone()).unwrap();
    Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).unwrap()
}

/// The model with the same numbers in f64.
fn in_f64(model: &Gpt<f32>) -> Gpt<f64> {
    let mut wide = Gpt::new(model.config.clone(), &mut StdRng::seed_from_u64(0));
    for ((name, mut wide), (narrow_name, narrow)) in
        wide.tensors_mut().into_iter().zip(model.tensors())
    {
        assert_eq!(name, narrow_name);
        wide.assign(&narrow.mapv(f64::from));
    }
    wide
}

fn assert_close<'a>(what: &str, ours: impl IntoIterator<Item = &'a f64>, theirs: &[f64]) {
    let ours: Vec<f64> = ours.into_iter().copied().collect();
    assert_eq!(ours.len(), theirs.len(), "{what}: how many numbers");
    let scale = theirs.iter().fold(1.0_f64, |scale, x| scale.max(x.abs()));
    for (i, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (ours - theirs).abs() <= TOLERANCE * scale,
            "{what}, number {i}: {ours}, but {theirs} in PyTorch"
        );
    }
}

/// The mean cross-entropy and its gradient `(softmax − one-hot)/N`.
fn loss(logits: &Array3<f64>, targets: &Array2<usize>) -> (f64, Array3<f64>) {
    let n = targets.len() as f64;
    let mut dlogits = softmax(&rows(logits)); // (B·T, V)
    let mut loss = 0.0;
    for (mut p, &target) in dlogits.rows_mut().into_iter().zip(targets) {
        loss -= p[target].ln() / n;
        p[target] -= 1.0;
    }
    (loss, (dlogits / n).into_shape_with_order(logits.raw_dim()).unwrap())
}

/// Our name of a tensor of GPT-2's.
fn ours(name: &str) -> String {
    let mut ours = name.trim_start_matches("transformer.").to_owned();
    for (theirs, here) in [
        ("wte.weight", "embedding.table"),
        ("wpe.weight", "positions"),
        ("lm_head.weight", "head"),
        ("ln_f.", "norm."),
        ("h.", "blocks."),
        ("ln_1.", "attention.norm."),
        ("ln_2.", "feed_forward.norm."),
        ("attn.c_attn", "attention.qkv"),
        ("attn.c_proj", "attention.out"),
        ("mlp.c_fc", "feed_forward.up"),
        ("mlp.c_proj", "feed_forward.down"),
        ("norm.weight", "norm.gain"),
    ] {
        ours = ours.replace(theirs, here);
    }
    if ours.contains("norm.") {
        ours
    } else {
        ours.replace(".weight", ".w").replace(".bias", ".b")
    }
}

#[test]
fn logits_loss_hidden_states_and_every_gradient_are_those_of_transformers() {
    for name in VARIANTS {
        let golden = golden(name);
        let (Choice::Then(model), _) = model_files::load(&fixture(name)).unwrap() else {
            panic!("a GPT-2")
        };
        let model = in_f64(&model);
        let (tokens, targets) = (table(&golden["tokens"]), table(&golden["targets"]));

        let hidden = golden["hidden"].as_array().unwrap();
        let (mut x, _) = model.positions.forward(&model.embedding.forward(&tokens));
        assert_close(&format!("{name}: embedding"), &x, &numbers(&hidden[0]));
        x = model.blocks[0].forward(&x).0;
        assert_close(&format!("{name}: first block"), &x, &numbers(&hidden[1]));
        x = model.norm.as_ref().unwrap().forward(&model.blocks[1].forward(&x).0).0;
        assert_close(&format!("{name}: last block, normalised"), &x, &numbers(&hidden[2]));

        let (logits, cache) = model.forward(&tokens);
        assert_close(&format!("{name}: logits"), &logits, &numbers(&golden["logits"]));
        let (loss, dlogits) = loss(&logits, &targets);
        assert_close(
            &format!("{name}: loss"),
            [&loss],
            &[golden["loss"].as_f64().unwrap()],
        );

        let gradient = model.backward(cache, &dlogits);
        let mut gradients: BTreeMap<String, ArrayD<f64>> = gradient
            .tensors()
            .into_iter()
            .map(|(name, tensor)| (name, tensor.to_owned()))
            .collect();
        for (theirs, expected) in golden["gradients"].as_object().unwrap() {
            let gradient = gradients
                .remove(&ours(theirs))
                .unwrap_or_else(|| panic!("{theirs} is nowhere here"));
            let gradient = if theirs == "lm_head.weight" {
                gradient.reversed_axes()
            } else {
                gradient
            };
            assert_close(
                &format!("{name}: the gradient of {theirs}"),
                &gradient,
                &numbers(expected),
            );
        }
        assert!(
            gradients.is_empty(),
            "{name}: {:?} have no gradient in PyTorch",
            gradients.keys()
        );
    }
}

/// The fixture of byte pairs with one of its two forms of the tokenizer alone.
fn byte_pairs(without: &[&str]) -> (tempfile::TempDir, Tokenizer) {
    let dir = tempfile::tempdir().unwrap();
    for name in
        ["config.json", "model.safetensors", "tokenizer.json", "vocab.json", "merges.txt"]
    {
        if !without.contains(&name) {
            fs::copy(fixture("byte-pairs").join(name), dir.path().join(name)).unwrap();
        }
    }
    let (_, tokenizer) = model_files::load(dir.path()).unwrap();
    (dir, tokenizer)
}

#[test]
fn both_forms_of_the_tokenizer_give_the_tokens_of_transformers() {
    for without in [&["tokenizer.json"][..], &["vocab.json", "merges.txt"]] {
        let (_dir, tokenizer) = byte_pairs(without);
        for (text, tokens) in golden("byte-pairs").as_object().unwrap() {
            let tokens: Vec<usize> = serde_json::from_value(tokens.clone()).unwrap();
            assert_eq!(tokenizer.encode(text).unwrap(), tokens, "without {without:?}");
            assert_eq!(tokenizer.decode(&tokens), *text);
        }
        assert_eq!(tokenizer.start(), Some(0), "the token between two texts");
    }
}

#[test]
fn a_stream_of_tokens_gives_whole_characters_and_in_the_end_the_whole_text() {
    let (_dir, tokenizer) = byte_pairs(&[]);
    let encode = |text: &str| tokenizer.encode(text).unwrap();
    let texts = ["the cat", "’…猫🐈é", "a<|endoftext|>b", "\u{fffd}x\u{fffd}"];
    let mut cases: Vec<Vec<usize>> = texts.iter().map(|text| encode(text)).collect();
    cases.push(encode("🐈")[..3].to_vec()); // never finished
    cases.push([&encode("🐈")[1..], &encode("ab🐈")[..3], &encode("猫")].concat()); // broken at both ends
    for tokens in cases {
        let mut stream = TextStream::new(&tokenizer);
        let mut text = String::new();
        for &token in &tokens {
            text += &stream.push(token);
            assert!(
                tokenizer.decode(&tokens).starts_with(&text),
                "{text:?} was taken back"
            );
        }
        text += &stream.finish();
        assert_eq!(text, tokenizer.decode(&tokens));
    }
    let mut stream = TextStream::new(&tokenizer);
    let pieces: Vec<String> =
        encode("é!").into_iter().map(|token| stream.push(token)).collect();
    assert_eq!(pieces, ["", "é", "!"]);
}

#[test]
fn every_fault_of_a_tokenizer_has_its_sentence() {
    let fault = |without: &[&str], name: &str, text: &str| {
        let (dir, _) = byte_pairs(without);
        fs::write(dir.path().join(name), text).unwrap();
        format!("{:#}", model_files::load(dir.path()).unwrap_err())
    };
    let two = ["tokenizer.json"];
    assert!(
        fault(&two, "merges.txt", "th\n")
            .contains("merges.txt: the line \"th\" is not a pair")
    );
    assert!(
        fault(&two, "merges.txt", "x y\n")
            .contains("the merge of \"x\" and \"y\" is not in the vocabulary")
    );
    assert!(
        fault(&two, "vocab.json", "[]")
            .contains("is not an object of tokens and their numbers")
    );
    assert!(fault(&two, "vocab.json", "{").contains("is not JSON"));
    assert!(
        fault(&two, "vocab.json", r#"{"a": 270}"#)
            .contains("the entry \"a\" has the token 270")
    );
    assert!(
        fault(&two, "vocab.json", r#"{"a": 1, "b": 1}"#).contains("as another entry has")
    );
    assert!(
        fault(&two, "vocab.json", r#"{"a": 1}"#).contains("no entry stands for the byte")
    );
    let whole = fs::read_to_string(fixture("byte-pairs").join("tokenizer.json")).unwrap();
    let change = |from: &str, to: &str| {
        assert!(whole.contains(from));
        fault(&[], "tokenizer.json", &whole.replace(from, to))
    };
    assert!(
        change("\"!\": 1,", "\"!\": 270,")
            .contains("the entry \"!\" has the token 270, but the model has 270")
    );
    assert!(
        change(
            "\"continuing_subword_prefix\": \"\"",
            "\"continuing_subword_prefix\": \"##\""
        )
        .contains("\"##\"")
    );
    for (from, to, said) in [
        (
            "\"type\": \"BPE\"",
            "\"type\": \"Magic\"",
            "model.type is \"Magic\", not \"BPE\"",
        ),
        (
            "\"normalizer\": null",
            "\"normalizer\": {\"type\": \"NFC\"}",
            "normalizer is {\"type\":\"NFC\"}, not null",
        ),
        ("\"dropout\": null", "\"dropout\": 0.5", "model.dropout is 0.5, not null"),
        (
            "\"lstrip\": false",
            "\"lstrip\": true",
            "the added token \"<|endoftext|>\" has lstrip",
        ),
    ] {
        let fault = change(from, to);
        assert!(fault.contains("tokenizer.json: ") && fault.contains(said), "{fault}");
    }
    assert!(fault(&[], "tokenizer.json", "{}").contains("it holds no list of merges"));
    assert!(fault(&[], "tokenizer.json", "").contains("it is not JSON"));
}

#[test]
fn a_token_that_was_added_later_is_one_token() {
    let whole = fs::read_to_string(fixture("byte-pairs").join("tokenizer.json")).unwrap();
    let mut json: Value = serde_json::from_str(&whole).unwrap();
    let entries = json["model"]["vocab"].as_object_mut().unwrap();
    let end = entries.remove("<|endoftext|>").unwrap(); // only added, as some programs do it
    let (_, last) = entries.iter().max_by_key(|(_, token)| token.as_u64()).unwrap();
    let (name, last) = ("[PAD]", last.clone());
    entries.retain(|_, token| *token != last);
    json["model"]["merges"].as_array_mut().unwrap().pop();
    json["added_tokens"] = serde_json::json!([
        { "id": end, "content": "<|endoftext|>" },
        { "id": last, "content": name },
    ]);
    let (dir, _) = byte_pairs(&[]);
    fs::write(dir.path().join("tokenizer.json"), json.to_string()).unwrap();
    let (_, tokenizer) = model_files::load(dir.path()).unwrap();
    let tokens = tokenizer.encode("a[PAD]<|endoftext|>").unwrap();
    let [end, last] = [&end, &last].map(|token| token.as_u64().unwrap() as usize);
    assert_eq!(tokens[1..], [last, end]);
    assert_eq!(tokenizer.decode(&tokens), "a[PAD]<|endoftext|>");
    assert_eq!(tokenizer.stop(), Some(end));
}
