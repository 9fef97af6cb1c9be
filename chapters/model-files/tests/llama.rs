//! Llamas that Hugging Face transformers made: each loads, says what it said there, and writes the same tokens; ours
//! come back bit for bit; what can't be computed is refused by its name.

use std::fs;
use std::path::{Path, PathBuf};

use decoder::{Config, LanguageModel, Sampling, Vocabulary, Writer};
use foundations::{Params, normal};
use model_files::llama::{
    config_from_json, config_to_json, from_safetensors, to_safetensors,
};
use model_files::{Model, Shape, Stage};
use ndarray::Array2;
use rand::{SeedableRng, rngs::StdRng};
use safetensors::SafeTensors;
use serde_json::{Value, json};
use since_gpt2::{Choice, Decoder, Recipe};

const VARIANTS: [&str; 5] =
    ["grouped", "one-group-tied", "wide-heads", "as-version-4", "bfloat16"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/llama-tiny").join(name)
}

fn golden(name: &str) -> Value {
    let text = fs::read_to_string(fixture(name).join("golden.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn tokens(value: &Value) -> Vec<usize> {
    serde_json::from_value(value.clone()).unwrap()
}

/// What follows, always the likeliest token.
fn written(model: &Model, prompt: &[usize], count: usize) -> Vec<usize> {
    let mut writer = Writer::new(model, prompt);
    let mut rng = StdRng::seed_from_u64(1); // nothing is drawn
    (0..count).map(|_| writer.write(&Sampling::GREEDY, &mut rng)).collect()
}

#[test]
fn logits_and_what_is_written_are_those_of_transformers() {
    for name in VARIANTS {
        let golden = golden(name);
        let (model, _) = model_files::load(&fixture(name)).unwrap();
        assert!(matches!(model, Choice::Now(_)), "{name}");
        let rows = golden["tokens"].as_array().unwrap();
        let prompts: Vec<Vec<usize>> = rows.iter().map(tokens).collect();
        let batch = Array2::from_shape_fn((prompts.len(), prompts[0].len()), |(b, t)| {
            prompts[b][t]
        });
        let theirs: Vec<f64> = serde_json::from_value(golden["logits"].clone()).unwrap();
        let (logits, _) = model.forward(&batch);
        assert_eq!(logits.len(), theirs.len());
        let largest = theirs.iter().fold(1.0, |largest: f64, x| largest.max(x.abs()));
        for (ours, theirs) in logits.iter().zip(&theirs) {
            let difference = (f64::from(*ours) - theirs).abs();
            assert!(difference < 1e-5 * largest, "{name}: {ours}, but {theirs} there");
        }
        let lines = golden["written"].as_array().unwrap();
        for (prompt, theirs) in prompts.iter().zip(lines.iter().map(tokens)) {
            assert_eq!(written(&model, prompt, theirs.len()), theirs, "{name}");
        }
    }
}

#[test]
fn its_byte_pairs_are_those_of_transformers_and_it_writes_the_same_text() {
    let golden = golden("byte-pairs");
    let (model, tokenizer) = model_files::load(&fixture("byte-pairs")).unwrap();
    let (prompt, theirs) = (tokens(&golden["tokens"]), tokens(&golden["written"]));
    assert_eq!(tokenizer.encode(golden["prompt"].as_str().unwrap()).unwrap(), prompt);
    let ours = written(&model, &prompt, theirs.len());
    assert_eq!(ours, theirs);
    assert_eq!(tokenizer.decode(&ours), golden["text"].as_str().unwrap());
}

/// Groups, the head's width, the tied head, and the units, each as usual and otherwise.
fn shapes() -> Vec<(Config, Recipe)> {
    let usual = || Config::article(5, 6, 2, 2, 8);
    let wide = Recipe { groups: Some(2), head_channels: Some(6), ..Recipe::NOW };
    vec![
        (usual(), Recipe::NOW),
        (Config { tied: true, epsilon: 0.1, ..usual() }, wide),
        (
            Config { hidden: Some(7), ..usual() },
            Recipe { rotary: Some(50.0), ..Recipe::NOW },
        ),
    ]
}

/// A model in which no tensor is all zeros or ones.
fn model(config: &Config, recipe: &Recipe) -> Decoder<f32> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut model = Decoder::new(config, recipe, &mut rng);
    for (_, mut tensor) in model.tensors_mut() {
        let numbers = normal::<f32, _, _>(tensor.raw_dim(), 0.3, &mut rng);
        tensor.assign(&numbers);
    }
    model
}

#[test]
fn every_kind_of_model_comes_back_bit_for_bit() {
    for (config, recipe) in shapes() {
        for stage in [None, Some(Stage::Supervised)] {
            let json = config_to_json(&config, &recipe, stage);
            let read = config_from_json(&json).unwrap();
            assert_eq!(read, (config.clone(), recipe, stage));
            let shape = Shape::Llama(config.clone(), recipe);
            assert_eq!(Shape::from_json(&json).unwrap(), (shape, stage));
        }
        let model = model(&config, &recipe);
        let bytes = to_safetensors(&model).unwrap();
        assert_eq!(from_safetensors(&config, &recipe, &bytes).unwrap(), model);
    }
}

#[test]
#[should_panic(expected = "a Llama has no price of distance")]
fn a_model_whose_distances_have_a_price_is_no_llama() {
    let (config, recipe) = shapes().swap_remove(0);
    let mut model = model(&config, &recipe);
    if let Choice::Now(attention) = &mut model.blocks[0].attention {
        attention.slopes = Some(vec![0.5; attention.heads]);
    }
    let _ = to_safetensors(&model);
}

#[test]
fn a_saved_llama_comes_back_bit_for_bit() {
    // They stay under target/: transformers_round_trip.py loads them too.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("llamas");
    let _ = fs::remove_dir_all(&folder);
    let vocabulary = Vocabulary::of("the cat");
    for (number, (config, recipe)) in shapes().into_iter().enumerate() {
        let config = Config { vocab: vocabulary.len(), ..config };
        let (dir, model) =
            (folder.join(number.to_string()), Choice::Now(model(&config, &recipe)));
        model_files::save(&dir, &model, &vocabulary.clone().into(), None).unwrap();
        assert_eq!(model_files::load(&dir).unwrap().0, model);
        let tokens = Array2::from_shape_fn((1, config.context), |(_, t)| t % config.vocab);
        let logits: Vec<f32> = model.forward(&tokens).0.into_iter().collect();
        let logits = serde_json::to_string(&logits).unwrap();
        fs::write(dir.join("logits.json"), logits).unwrap();
    }
}

#[test]
fn the_names_and_shapes_are_those_of_llama() {
    let (config, recipe) = shapes().swap_remove(2);
    let bytes = to_safetensors(&model(&config, &recipe)).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let shape = |name: &str| file.tensor(name).unwrap().shape().to_vec();
    assert_eq!(shape("model.embed_tokens.weight"), [5, 8]);
    assert_eq!(shape("model.layers.0.input_layernorm.weight"), [8]);
    assert_eq!(shape("model.layers.0.self_attn.q_proj.weight"), [8, 8]);
    assert_eq!(shape("model.layers.0.self_attn.k_proj.weight"), [4, 8]);
    assert_eq!(shape("model.layers.1.self_attn.v_proj.weight"), [4, 8]);
    assert_eq!(shape("model.layers.0.self_attn.o_proj.weight"), [8, 8]);
    assert_eq!(shape("model.layers.0.post_attention_layernorm.weight"), [8]);
    assert_eq!(shape("model.layers.0.mlp.gate_proj.weight"), [7, 8]);
    assert_eq!(shape("model.layers.0.mlp.up_proj.weight"), [7, 8]);
    assert_eq!(shape("model.layers.0.mlp.down_proj.weight"), [8, 7]);
    assert_eq!(shape("model.norm.weight"), [8]);
    assert_eq!(shape("lm_head.weight"), [5, 8]);
    assert_eq!(file.len(), 1 + 2 * 9 + 2);
}

/// A change of a field, what is said of it, and that nothing else was wrong.
#[test]
fn what_can_not_be_computed_is_refused_by_its_name() {
    let (config, recipe) = shapes().swap_remove(0);
    let right: Value =
        serde_json::from_str(&config_to_json(&config, &recipe, None)).unwrap();
    let said = |field: &str, value: Value| {
        let mut fields = right.clone();
        fields[field] = value;
        config_from_json(&fields.to_string()).map(drop).map_err(|fault| fault.to_string())
    };
    let scaled = |kind: &str| json!({ "rope_type": kind, "factor": 8.0 });
    for (field, value, expected) in [
        ("rope_scaling", scaled("llama3"), "but must be absent, or of the rope_type"),
        ("rope_scaling", json!({ "type": "linear", "factor": 2.0 }), "but must be absent"),
        ("rope_parameters", scaled("yarn"), "but must be absent, or of the rope_type"),
        ("rope_parameters", json!({ "partial_rotary_factor": 0.5 }), "must be absent"),
        ("rope_parameters", json!("default"), "but must be absent"),
        ("sliding_window", json!(128), "is 128, but must be null"),
        ("attention_bias", json!(true), "is true, but must be false"),
        ("mlp_bias", json!(true), "is true, but must be false"),
        ("hidden_act", json!("gelu"), "is \"gelu\", but must be \"silu\""),
        ("quantization_config", json!({ "bits": 4 }), "but must be null"),
        ("num_key_value_heads", json!(3), "a divisor of num_attention_heads, which is 2"),
        ("head_dim", json!(5), "is 5, but must be an even number"),
        ("max_position_embeddings", json!(131_073), "but must be at most 131072"),
        ("rms_norm_eps", json!(-1e-6), "but must be a number of at least 0"),
        ("hidden_size", json!(0), "is 0, but must be a whole number above 0"),
    ] {
        let fault = said(field, value).expect_err(field);
        assert!(fault.starts_with(&format!("the field {field} is ")), "{fault}");
        assert!(fault.contains(expected), "{fault}");
    }
    for base in [json!(0.5), json!("large"), json!(-1)] {
        let fault = said("rope_parameters", json!({ "rope_theta": base })).unwrap_err();
        assert!(fault.contains("rope_theta") && fault.contains("at least 1"), "{fault}");
    }
    // What changes nothing is passed over.
    for (field, value) in [
        ("rope_scaling", json!(null)),
        (
            "rope_parameters",
            json!({ "rope_type": "default", "partial_rotary_factor": 1.0 }),
        ),
        ("attention_dropout", json!(0.1)),
        ("pretraining_tp", json!(1)),
        ("torch_dtype", json!("bfloat16")),
        ("head_dim", json!(null)),
    ] {
        assert_eq!(said(field, value), Ok(()), "{field}");
    }
    let fault = Shape::from_json(r#"{"model_type": "qwen3"}"#).unwrap_err().to_string();
    assert!(fault.contains("gpt2 or llama or"), "{fault}");
}

#[test]
fn the_base_stands_where_either_version_of_transformers_writes_it() {
    let base = |text: &str| config_from_json(text).unwrap().1.rotary;
    assert_eq!(base("{}"), Some(10_000.0));
    assert_eq!(base(r#"{"rope_theta": 500000.0}"#), Some(500_000.0));
    assert_eq!(base(r#"{"rope_parameters": {"rope_theta": 7}}"#), Some(7.0));
    let both = r#"{"rope_theta": 5, "rope_parameters": {"rope_theta": 7}}"#;
    assert_eq!(base(both), Some(7.0), "the newer one counts");
}

#[test]
fn names_may_stand_without_their_prefix_and_old_files_hold_the_speeds() {
    let (config, recipe) = shapes().swap_remove(0);
    let bytes = to_safetensors(&model(&config, &recipe)).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let renamed = |rename: &dyn Fn(&str) -> String| {
        let mut tensors: Vec<_> =
            file.tensors().into_iter().map(|(name, view)| (rename(&name), view)).collect();
        let (_, any) = tensors[0].clone();
        tensors.push((rename("model.layers.0.self_attn.rotary_emb.inv_freq"), any));
        safetensors::serialize(tensors, None).unwrap()
    };
    let right = from_safetensors(&config, &recipe, &bytes).unwrap();
    let bare = renamed(&|name| name.replace("model.", ""));
    assert_eq!(from_safetensors(&config, &recipe, &bare).unwrap(), right);
    let compiled = renamed(&|name| format!("_orig_mod.{name}"));
    assert_eq!(from_safetensors(&config, &recipe, &compiled).unwrap(), right);
}

#[test]
fn weights_of_another_shape_are_refused() {
    let (config, recipe) = shapes().swap_remove(0);
    let bytes = to_safetensors(&model(&config, &recipe)).unwrap();
    let fault = |config: &Config, recipe: &Recipe| {
        from_safetensors(config, recipe, &bytes).unwrap_err().to_string()
    };
    let grouped = Recipe { groups: Some(2), ..recipe };
    assert!(fault(&config, &grouped).contains("k_proj.weight has the shape [4, 8]"));
    let wide = Recipe { head_channels: Some(usize::MAX), ..recipe };
    assert!(fault(&config, &wide).contains("q_proj.weight has the shape"));
    let deeper = Config { layers: 3, ..config };
    assert!(
        fault(&deeper, &recipe).contains("layers.2.self_attn.q_proj.weight is missing")
    );
    let tied = Config { tied: true, ..config };
    assert!(fault(&tied, &recipe).starts_with("lm_head.weight differs from embed_tokens"));
}
