//! A file in the place of another: refused in a sentence, and nothing is overwritten.

use std::fs;
use std::path::Path;

use glassgpt::since_gpt2::Choice;
use model_files::{Stage, Tokenizer};

use crate::models::of_wood;
use crate::program::{folder, refuses, trains};
use trials::row;

use super::{TINY, files};

#[test]
fn a_swapped_file_is_refused_and_nothing_is_overwritten() {
    let [run, seed, wide, text, sft] = [(); 5].map(|()| folder());
    let steps = "--steps 6";
    trains("pretrain", run.path(), &format!("{steps} {TINY}"));
    trains("pretrain", seed.path(), &format!("{steps} {TINY} --seed 2"));
    trains("pretrain", wide.path(), &format!("{steps} {}", TINY.replace("--channels 8", "--channels 16")));
    let file = text.path().join("text.txt");
    fs::write(&file, "été — 猫 ".repeat(50)).unwrap();
    trains("pretrain", text.path(), &format!("{steps} {TINY} --text {}", file.display()));
    let base = of_wood(Stage::Pretrained);
    trains("sft", sft.path(), &format!("--model {} {steps} --batch 4", base.path().display()));

    let not_this_model = "is not a file of this model: move it away, or choose another directory";
    let not_this_run = "metrics.csv does not hold the rows that this run wrote";
    let not_whole = "training.safetensors is not a whole checkpoint";
    let cases: [(&str, &Path, &str); 16] = [
        ("training.safetensors", seed.path(), not_this_run),
        ("training.safetensors", wide.path(), not_this_model),
        ("training.safetensors", sft.path(), "holds a run of glassgpt sft: go on with that command"),
        ("model.safetensors", wide.path(), not_this_model),
        ("config.json", wide.path(), not_this_model),
        ("config.json", sft.path(), not_this_model),
        ("vocab.json", text.path(), not_this_model),
        ("metrics.csv", seed.path(), not_this_run),
        ("metrics.csv", sft.path(), not_this_run),
        ("model.safetensors as training.safetensors", run.path(), not_whole),
        ("training.safetensors as model.safetensors", run.path(), not_this_model),
        ("a folder as training.safetensors", run.path(), not_whole),
        ("a folder as model.safetensors", run.path(), not_this_model),
        ("a folder as config.json", run.path(), not_this_model),
        ("a folder as vocab.json", run.path(), not_this_model),
        ("a folder as metrics.csv", run.path(), not_this_run),
    ];
    for (what, from, said) in &cases {
        let dir = folder();
        for (path, bytes) in files(run.path()) {
            fs::write(dir.path().join(path.file_name().unwrap()), bytes).unwrap();
        }
        let (source, target) = what.split_once(" as ").unwrap_or((what, what));
        let target = dir.path().join(target);
        if source == "a folder" {
            fs::remove_file(&target).unwrap();
            fs::create_dir(&target).unwrap();
        } else {
            fs::copy(from.join(source), &target).unwrap();
        }
        let before = files(dir.path());
        let error = refuses("pretrain", dir.path(), "--resume");
        assert!(error.contains(said) && error.lines().count() == 1, "{what}: {error}");
        assert!(files(dir.path()) == before, "{what}: something was written");
    }
    row("a file swapped for another's, or for a folder", cases.len(), "all refused in a sentence");
}

/// Rows are worth less than a run: it goes on without them, and says so.
#[test]
fn without_its_metrics_a_run_goes_on() {
    let dir = folder();
    trains("pretrain", dir.path(), &format!("--steps 6 {TINY}"));
    let file = dir.path().join("metrics.csv");
    fs::remove_file(&file).unwrap();
    trains("pretrain", dir.path(), "--resume");
    assert_eq!(fs::read_to_string(&file).unwrap(), "step,loss,val_loss,lr,tokens_per_s\n");
}

/// Every weight of it is finite, yet it computes no numbers: named before anything is written.
#[test]
fn a_model_that_computes_no_numbers_is_not_begun_with() {
    let (base, out) = (of_wood(Stage::Supervised), folder());
    let (Choice::Then(mut model), tokenizer) = model_files::load(base.path()).unwrap() else {
        panic!("a GPT-2")
    };
    let Tokenizer::Characters(vocabulary) = tokenizer else { panic!("a model of characters") };
    model.blocks[0].feed_forward.inner.up.b.fill(9.0);
    model.blocks[0].feed_forward.inner.down.w.fill(f32::MAX);
    let model = Choice::Then(model);
    model_files::save(base.path(), &model, &vocabulary.into(), Some(Stage::Supervised)).unwrap();
    for (command, flags) in [("sft", ""), ("rl", "--beta 1")] {
        let flags = format!("{flags} --model {}", base.path().display());
        let said = refuses(command, &out.path().join("model"), &flags);
        assert!(said.contains("the output of blocks.0.feed_forward is not finite"), "{said}");
        assert!(!out.path().join("model").exists(), "something was written");
    }
}
