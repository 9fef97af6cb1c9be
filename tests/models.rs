//! Models to begin with: small, and made in no time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use glassgpt::decoder::{Config, Vocabulary};
use glassgpt::hollow_wood::ALPHABET;
use model_files::{Shape, Stage};
use rand::{SeedableRng, rngs::StdRng};
use tempfile::TempDir;

use crate::program::{folder, trains};

/// A model of these characters that knows nothing, whatever its directory says it has been through.
pub(crate) fn model(characters: &str, context: usize, stage: Option<Stage>) -> TempDir {
    let dir = folder();
    let vocabulary = Vocabulary::new(characters.chars().collect());
    let config = Config::article(vocabulary.len(), context, 1, 2, 16);
    let model = Shape::Gpt2(config).new_model(&mut StdRng::seed_from_u64(1));
    model_files::save(dir.path(), &model, &vocabulary.into(), stage).unwrap();
    dir
}

/// One that could learn about Hollow Wood.
pub(crate) fn of_wood(stage: Stage) -> TempDir {
    model(ALPHABET, 96, Some(stage))
}

/// A model of byte pairs.
pub(crate) fn of_byte_pairs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/byte-pairs")
}

/// A file of lines.
pub(crate) fn file(dir: &Path, name: &str, lines: &[&str]) -> PathBuf {
    fs::write(dir.join(name), lines.join("\n")).unwrap();
    dir.join(name)
}

/// A model that has learnt to answer every question with "kind" as often as with "rude": once, for all that begin with it.
pub(crate) fn kind_or_rude() -> &'static Path {
    static MODEL: OnceLock<PathBuf> = OnceLock::new();
    MODEL.get_or_init(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kind-or-rude");
        let _ = fs::remove_dir_all(&dir);
        teach_kind_or_rude(&dir);
        dir
    })
}

fn teach_kind_or_rude(dir: &Path) {
    let base = of_wood(Stage::Pretrained);
    let line = |answer: &str| format!(r#"{{"prompt": "who is the red fox?", "answer": "{answer}"}}"#);
    let pairs = file(base.path(), "pairs.jsonl", &[&line("kind"), &line("rude")]);
    let flags = format!(
        "--model {} --pairs {} --steps 120 --batch 8 --lr 0.01",
        base.path().display(),
        pairs.display()
    );
    trains("sft", dir, &flags);
}
