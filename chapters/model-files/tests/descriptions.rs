//! What stands beside a model's weights, its configuration and its vocabulary: both come
//! back, and each fault has its sentence.

use decoder::{Config, PositionKind, Vocabulary};
use feed_forward::Activation;
use model_files::gpt2::{config_from_json, config_to_json};
use model_files::{Stage, vocabulary_from_json, vocabulary_to_json};
use proptest::prelude::*;
use residual_norm::NormPlace;

#[test]
fn a_configuration_may_say_what_changes_nothing() {
    let text = r#"{"model_type": "gpt2", "n_embd": 8, "n_head": 4, "n_inner": 32, "resid_pdrop": 0.1, "n_ctx": 7,
        "activation_function": "gelu_pytorch_tanh", "scale_attn_weights": true, "reorder_and_upcast_attn": true,
        "torch_dtype": "float32", "task_specific_params": {"text-generation": {"max_length": 50}}}"#;
    let (config, stage) = config_from_json(text).unwrap();
    assert_eq!(stage, None);
    assert_eq!(
        (config.channels, config.heads, config.context, config.vocab),
        (8, 4, 1024, 50257)
    );
    assert_eq!(
        (config.activation, config.positions),
        (Activation::Gelu, PositionKind::Learned)
    );
    assert_eq!((config.norm, config.tied, config.epsilon), (NormPlace::Pre, true, 1e-5));
}

#[test]
fn sizes_may_have_the_names_that_transformers_reads_for_all_models() {
    let text = r#"{"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 4,
        "max_position_embeddings": 32}"#;
    let (config, _) = config_from_json(text).unwrap();
    assert_eq!(
        (config.channels, config.layers, config.heads, config.context),
        (8, 2, 4, 32)
    );
    let error = config_from_json(r#"{"hidden_size": 0}"#).unwrap_err().to_string();
    assert_eq!(error, "the field hidden_size is 0, but must be a whole number above 0");
}

#[test]
fn what_a_model_has_been_through_comes_back() {
    let config = Config::article(5, 3, 1, 2, 4);
    for stage in
        [None, Some(Stage::Pretrained), Some(Stage::Supervised), Some(Stage::Aligned)]
    {
        let json = config_to_json(&config, stage);
        assert_eq!(config_from_json(&json), Ok((config.clone(), stage)));
    }
}

#[test]
fn a_post_ln_model_is_no_gpt2_and_says_so() {
    let config = Config { norm: NormPlace::Post, ..Config::article(5, 3, 1, 2, 4) };
    let json = config_to_json(&config, None);
    assert!(json.contains(r#""model_type": "glassgpt-post-ln""#));
    assert!(json.contains("only GlassGPT can load this model"));
    assert!(!json.contains("GPT2LMHeadModel"));
}

#[test]
fn every_fault_of_a_configuration_has_its_sentence() {
    for (text, field, found, expected) in [
        (r#"{"n_embd": 0}"#, "n_embd", "0", "a whole number above 0"),
        (r#"{"n_layer": 0}"#, "n_layer", "0", "a whole number above 0"),
        (r#"{"vocab_size": -1}"#, "vocab_size", "-1", "a whole number above 0"),
        (r#"{"n_positions": 2.5}"#, "n_positions", "2.5", "a whole number above 0"),
        (r#"{"n_head": "two"}"#, "n_head", r#""two""#, "a whole number above 0"),
        (
            r#"{"n_embd": 10, "n_head": 3}"#,
            "n_head",
            "3",
            "a divisor of n_embd, which is 10",
        ),
        (r#"{"n_inner": 0}"#, "n_inner", "0", "a whole number above 0"),
        (r#"{"n_inner": "wide"}"#, "n_inner", "\"wide\"", "a whole number above 0"),
        (r#"{"scale_attn_weights": false}"#, "scale_attn_weights", "false", "true"),
        (
            r#"{"scale_attn_by_inverse_layer_idx": true}"#,
            "scale_attn_by_inverse_layer_idx",
            "true",
            "false",
        ),
        (r#"{"add_cross_attention": true}"#, "add_cross_attention", "true", "false"),
        (r#"{"tie_word_embeddings": 1}"#, "tie_word_embeddings", "1", "true or false"),
        (
            r#"{"layer_norm_epsilon": -1}"#,
            "layer_norm_epsilon",
            "-1",
            "a number of at least 0",
        ),
        (
            r#"{"model_type": "llama"}"#,
            "model_type",
            r#""llama""#,
            "gpt2 or glassgpt-post-ln",
        ),
        (
            r#"{"glassgpt": {"positions": 1}}"#,
            "glassgpt.positions",
            "1",
            "sinusoidal or learned",
        ),
        (
            r#"{"glassgpt": {"stage": "expelled"}}"#,
            "glassgpt.stage",
            r#""expelled""#,
            "pretrained or supervised or aligned",
        ),
    ] {
        let sentence = format!("the field {field} is {found}, but must be {expected}");
        assert_eq!(config_from_json(text).unwrap_err().to_string(), sentence);
    }
    let error =
        config_from_json(r#"{"activation_function": "gelu"}"#).unwrap_err().to_string();
    assert!(error.starts_with(
        r#"the field activation_function is "gelu", but must be gelu_new or relu"#
    ));
    for text in ["", "[]", "7", r#"{"n_embd": 8"#] {
        assert!(
            config_from_json(text)
                .unwrap_err()
                .to_string()
                .starts_with("it is not a JSON object")
        );
    }
}

#[test]
fn a_vocabulary_comes_back() {
    for text in ["a", "the quick brown fox.\n~", "\"\\\u{0}\t", "žluťoučký 猫 🐈"] {
        let vocabulary = Vocabulary::of(text);
        let json = vocabulary_to_json(&vocabulary);
        assert_eq!(vocabulary_from_json(&json, vocabulary.len()).unwrap(), vocabulary);
    }
}

#[test]
fn every_fault_of_a_vocabulary_has_its_sentence() {
    for (text, sentence) in [
        (r#"{"a": 0}"#, "the vocabulary has 1 entries, but the model has 2 tokens"),
        (
            r#"{"a": 0, "ab": 1}"#,
            r#"the vocabulary's entry "ab" is not a single character"#,
        ),
        (r#"{"a": 0, "": 1}"#, r#"the vocabulary's entry "" is not a single character"#),
        (r#"{"a": 0, "b": 2}"#, r#"the vocabulary's entry "b" has the token 2, above 1"#),
        (
            r#"{"a": 0, "b": 0}"#,
            r#"the vocabulary's entry "b" has the token 0, as 'a' has"#,
        ),
        (r#"{"a": 0, "a": 1}"#, r#"the vocabulary's entry "a" stands there twice"#),
    ] {
        assert_eq!(vocabulary_from_json(text, 2).unwrap_err().to_string(), sentence);
    }
    for text in [
        r#"{"a": 0.5, "b": 1}"#,
        r#"["a", "b"]"#,
        r#"{"a": -1, "b": 1}"#,
        r#"{"a": "0", "b": 1}"#,
        "",
    ] {
        assert!(
            vocabulary_from_json(text, 2)
                .unwrap_err()
                .to_string()
                .starts_with("it is not a JSON object")
        );
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = (config_from_json(&text), vocabulary_from_json(&text, 3));
    }

    #[test]
    fn no_change_of_a_text_makes_it_panic(at in any::<prop::sample::Index>(), with in "[0-9a-z{}\\[\\]\",:.\\-]{0,3}") {
        let config = config_to_json(&Config::article(5, 3, 1, 2, 4), Some(Stage::Aligned));
        for text in [config, vocabulary_to_json(&Vocabulary::of("abcé"))] {
            let mut text: Vec<char> = text.chars().collect();
            let i = at.index(text.len());
            text.splice(i..=i, with.chars());
            let text: String = text.into_iter().collect();
            let _ = (config_from_json(&text), vocabulary_from_json(&text, 4));
        }
    }
}
