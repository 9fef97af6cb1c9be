//! A model's weights in a file: what is written comes back bit for bit, and what is wrong
//! is said in one sentence.

use decoder::{Config, Gpt, PositionKind};
use feed_forward::Activation;
use foundations::{Params, normal};
use model_files::gpt2::{
    config_from_json, config_to_json, from_safetensors, to_safetensors,
};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::NormPlace;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

fn configs() -> Vec<Config> {
    let mut configs = Vec::new();
    for positions in [PositionKind::Sinusoidal, PositionKind::Learned] {
        for activation in [Activation::Relu, Activation::Gelu] {
            for norm in [NormPlace::Pre, NormPlace::Post] {
                for tied in [false, true] {
                    let article = Config::article(5, 3, 2, 2, 4);
                    let hidden = if tied { None } else { Some(7) };
                    configs.push(Config {
                        positions,
                        activation,
                        norm,
                        tied,
                        hidden,
                        epsilon: 1e-6,
                        ..article
                    });
                }
            }
        }
    }
    configs
}

/// A model in which no tensor is all zeros or ones.
fn model(config: Config) -> Gpt<f32> {
    let mut rng = StdRng::seed_from_u64(1);
    let mut model = Gpt::new(config, &mut rng);
    for (_, mut tensor) in model.tensors_mut() {
        let numbers = normal::<f32, _, _>(tensor.raw_dim(), 0.3, &mut rng);
        tensor.assign(&numbers);
    }
    model
}

/// A small model with the article's choices: its configuration and its bytes.
fn small() -> (Config, Vec<u8>) {
    let config = Config::article(5, 3, 1, 2, 4);
    let bytes = to_safetensors(&model(config.clone())).unwrap();
    (config, bytes)
}

/// The tensors of a file, to be tampered with.
type Parts = Vec<(String, Dtype, Vec<usize>, Vec<u8>)>;

fn tampered(bytes: &[u8], tamper: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let file = SafeTensors::deserialize(bytes).unwrap();
    let part = |(name, view): (String, TensorView)| {
        (name, view.dtype(), view.shape().to_vec(), view.data().to_vec())
    };
    let mut parts: Parts = file.tensors().into_iter().map(part).collect();
    tamper(&mut parts);
    let view = |dtype, shape: &Vec<usize>, data| {
        TensorView::new(dtype, shape.clone(), data).unwrap()
    };
    let views =
        parts.iter().map(|(name, dtype, shape, data)| (name, view(*dtype, shape, data)));
    safetensors::serialize(views, None).unwrap()
}

fn fault(config: &Config, bytes: &[u8]) -> String {
    from_safetensors(config, bytes).expect_err("a fault").to_string()
}

#[test]
fn every_kind_of_model_comes_back_bit_for_bit() {
    for config in configs() {
        let model = model(config.clone());
        let (reloaded, _) = config_from_json(&config_to_json(&config, None)).unwrap();
        assert_eq!(reloaded, config);
        assert_eq!(
            from_safetensors(&reloaded, &to_safetensors(&model).unwrap()).unwrap(),
            model,
            "{config:?}"
        );
    }
}

#[test]
fn the_names_and_shapes_are_those_of_gpt2() {
    let (_, bytes) = small();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let shape = |name: &str| file.tensor(name).unwrap().shape().to_vec();
    assert_eq!(shape("transformer.wte.weight"), [5, 4]);
    assert_eq!(shape("transformer.wpe.weight"), [3, 4]);
    assert_eq!(shape("transformer.h.0.ln_1.weight"), [4]);
    assert_eq!(shape("transformer.h.0.attn.c_attn.weight"), [4, 12]);
    assert_eq!(shape("transformer.h.0.attn.c_proj.bias"), [4]);
    assert_eq!(shape("transformer.h.0.ln_2.bias"), [4]);
    assert_eq!(shape("transformer.h.0.mlp.c_fc.weight"), [4, 16]);
    assert_eq!(shape("transformer.h.0.mlp.c_proj.weight"), [16, 4]);
    assert_eq!(shape("transformer.ln_f.bias"), [4]);
    assert_eq!(shape("lm_head.weight"), [5, 4]);
    assert_eq!(file.len(), 17);
    let (_, header) = SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!(header.metadata().as_ref().unwrap()["format"], "pt");
}

#[test]
fn the_prefix_may_be_absent_and_old_masks_are_passed_over() {
    let (config, bytes) = small();
    let bare = tampered(&bytes, |parts| {
        for (name, ..) in parts.iter_mut() {
            *name = name.replace("transformer.", "");
        }
        parts.push(("h.0.attn.bias".to_owned(), Dtype::U8, vec![1, 1, 3, 3], vec![1; 9]));
        parts.push(("h.0.attn.masked_bias".to_owned(), Dtype::F32, vec![], vec![0; 4]));
    });
    assert_eq!(
        from_safetensors(&config, &bare).unwrap(),
        from_safetensors(&config, &bytes).unwrap()
    );
}

#[test]
fn a_tied_head_may_be_written_twice_but_not_two_ways() {
    let config = Config { tied: true, ..small().0 };
    let bytes = to_safetensors(&model(config.clone())).unwrap();
    let twice = tampered(&bytes, |parts| {
        let (_, dtype, shape, data) =
            parts.iter().find(|part| part.0.ends_with("wte.weight")).unwrap().clone();
        parts.push(("lm_head.weight".to_owned(), dtype, shape, data));
    });
    assert_eq!(
        from_safetensors(&config, &twice).unwrap(),
        from_safetensors(&config, &bytes).unwrap()
    );
    let differing = tampered(&twice, |parts| {
        parts.iter_mut().find(|part| part.0 == "lm_head.weight").unwrap().3[0] ^= 1;
    });
    assert!(
        fault(&config, &differing).starts_with("lm_head.weight differs from wte.weight")
    );
}

#[test]
fn a_tied_table_may_be_written_under_the_heads_name_alone() {
    let config = Config { tied: true, ..small().0 };
    let bytes = to_safetensors(&model(config.clone())).unwrap();
    let under_head = tampered(&bytes, |parts| {
        let table = parts.iter_mut().find(|part| part.0.ends_with("wte.weight")).unwrap();
        table.0 = "lm_head.weight".to_owned();
    });
    assert_eq!(
        from_safetensors(&config, &under_head).unwrap(),
        from_safetensors(&config, &bytes).unwrap()
    );
    let untied = Config { tied: false, ..config };
    assert!(fault(&untied, &under_head).contains("transformer.wte.weight is missing"));
}

#[test]
fn names_may_have_what_other_programs_put_before_them() {
    let (config, bytes) = small();
    for before in ["_orig_mod.", "module.", "module._orig_mod."] {
        let wrapped = tampered(&bytes, |parts| {
            parts.iter_mut().for_each(|part| part.0 = format!("{before}{}", part.0));
        });
        assert_eq!(
            from_safetensors(&config, &wrapped).unwrap(),
            from_safetensors(&config, &bytes).unwrap()
        );
    }
}

#[test]
fn numbers_of_16_bits_become_exactly_what_they_stand_for() {
    let (config, bytes) = small();
    let name = "transformer.h.0.ln_1.bias";
    // 1, −2, 2⁻²⁴ (the smallest half), 65504 (the largest); 1, −2, 2⁻¹²⁶, 2¹²⁷
    let halves = [0x3c00_u16, 0xc000, 0x0001, 0x7bff];
    let brains = [0x3f80_u16, 0xc000, 0x0080, 0x7f00];
    let small_half = 2_f32.powi(-24);
    for (dtype, bits, numbers) in [
        (Dtype::F16, halves, [1.0, -2.0, small_half, 65504.0]),
        (Dtype::BF16, brains, [1.0, -2.0, 2_f32.powi(-126), 2_f32.powi(127)]),
    ] {
        let narrow = tampered(&bytes, |parts| {
            let part = parts.iter_mut().find(|part| part.0 == name).unwrap();
            (part.1, part.3) =
                (dtype, bits.iter().flat_map(|bits| bits.to_le_bytes()).collect());
        });
        let model = from_safetensors(&config, &narrow).unwrap();
        assert_eq!(model.blocks[0].attention.norm.bias.to_vec(), numbers, "{dtype:?}");
    }
    let infinite = tampered(&bytes, |parts| {
        let part = parts.iter_mut().find(|part| part.0 == name).unwrap();
        (part.1, part.3) = (Dtype::F16, [0x00, 0x7c].repeat(4));
    });
    assert!(fault(&config, &infinite).contains("is not finite"));
}

#[test]
fn a_sinusoidal_table_that_was_trained_elsewhere_stays_as_it_is() {
    let (config, bytes) = small();
    let trained = tampered(&bytes, |parts| {
        let table = parts.iter_mut().find(|part| part.0.ends_with("wpe.weight")).unwrap();
        table.3[..4].copy_from_slice(&0.25_f32.to_le_bytes());
    });
    let model = from_safetensors(&config, &trained).unwrap();
    assert_eq!(model.positions.table()[[0, 0]], 0.25);
    assert_eq!(model.positions.parameter_count(), 0);
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let (config, bytes) = small();
    for length in 0..bytes.len() {
        let sentence = fault(&config, &bytes[..length]);
        assert!(
            sentence.starts_with("it is not a whole safetensors file"),
            "cut after {length} bytes: {sentence}"
        );
    }
    assert!(
        fault(&config, &[&bytes[..], &[0]].concat())
            .starts_with("it is not a whole safetensors file")
    );
}

#[test]
fn every_fault_of_the_weights_has_its_sentence() {
    let (config, bytes) = small();
    let case = |tamper: &dyn Fn(&mut Parts)| fault(&config, &tampered(&bytes, tamper));
    let place =
        |parts: &Parts, name: &str| parts.iter().position(|part| part.0 == name).unwrap();
    let bias = "transformer.h.0.mlp.c_fc.bias";
    for number in [f32::NAN, f32::INFINITY] {
        let poisoned = case(&|parts| {
            let at = place(parts, bias);
            parts[at].3[8..12].copy_from_slice(&number.to_le_bytes());
        });
        assert!(
            poisoned.starts_with(&format!(
                "the tensor {bias} holds a number that is not finite"
            ))
        );
    }
    let missing = case(&|parts| {
        parts.remove(place(parts, bias));
    });
    assert!(missing.starts_with(&format!("the tensor {bias} is missing")));
    let extra = case(&|parts| {
        parts.push(("transformer.h.1.ln_1.bias".to_owned(), Dtype::F32, vec![0], vec![]));
    });
    assert!(extra.starts_with("the tensor transformer.h.1.ln_1.bias has no place"));
    let turned = case(&|parts| {
        let at = place(parts, "transformer.h.0.attn.c_attn.weight");
        parts[at].2 = vec![12, 4];
    });
    assert!(turned.contains("has the shape [12, 4], but the configuration says [4, 12]"));
    let doubles = case(&|parts| {
        let at = place(parts, bias);
        (parts[at].1, parts[at].3) = (Dtype::F64, vec![0; 128]);
    });
    assert!(
        doubles.contains("holds F64 numbers, but must hold F32, F16 or BF16"),
        "{doubles}"
    );
}

#[test]
fn sizes_that_the_file_does_not_hold_are_refused_before_anything_is_allocated() {
    let (config, bytes) = small();
    let huge = usize::MAX;
    for config in [
        Config { channels: huge, heads: 1, ..config },
        Config { vocab: huge, ..config },
        Config { context: huge, ..config },
    ] {
        assert!(fault(&config, &bytes).contains("but the configuration says"));
    }
    let tall = Config { layers: huge, ..config };
    assert!(fault(&tall, &bytes).contains("h.1.attn.c_attn.weight is missing"));
    // Headers that claim more than is there: of themselves, and of a tensor of a petabyte.
    let file =
        |header: &str| [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat();
    let claim = r#"{"wte.weight":{"dtype":"F32","shape":[250000000000000],"data_offsets":[0,1000000000000000]}}"#;
    for bytes in
        [u64::MAX.to_le_bytes().to_vec(), (1_u64 << 42).to_le_bytes().to_vec(), file(claim)]
    {
        assert!(fault(&config, &bytes).starts_with("it is not a whole safetensors file"));
    }
}

#[test]
fn a_model_that_is_not_finite_is_not_written() {
    let mut model = model(small().0);
    model.blocks[0].attention.inner.out.b[1] = f32::NAN;
    let error = to_safetensors(&model).unwrap_err().to_string();
    assert!(error.starts_with(
        "the tensor transformer.h.0.attn.c_proj.bias holds a number that is not finite"
    ));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = from_safetensors(&small().0, &bytes);
    }

    #[test]
    fn no_change_of_one_byte_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (config, mut bytes) = small();
        let header = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize + 8;
        bytes[at.index(header)] = byte; // what follows the header are numbers, and any four bytes are one
        let _ = from_safetensors(&config, &bytes);
    }
}
