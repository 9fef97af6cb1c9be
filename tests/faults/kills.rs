//! kill -9 at random moments.

use std::path::Path;
use std::process::Child;
use std::time::Instant;

use model_files::Stage;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{TINY, files, parts};
use crate::models::{kind_or_rude, of_wood};
use crate::program::{assert_same_result, command, folder, succeeds, trains};
use trials::{ENDLESS, row, thin, times};

/// Kills in one run, at most; the next run is another one.
const A_RUN: usize = 5;

#[derive(Default)]
struct Counted {
    kills: usize,
    in_saves: usize,
    before_the_first_checkpoint: usize,
    runs: usize,
}

fn kills() -> usize {
    times(3, 100)
}

/// However often a run is killed and resumed, it ends with the same bits as one that never was.
#[track_caller]
fn survives(name: &str, flags: &str) {
    let begun = Instant::now();
    let whole = folder();
    trains(name, whole.path(), flags);
    let longest = begun.elapsed().div_f64(A_RUN as f64 / 2.0);
    let mut rng = StdRng::seed_from_u64(7);
    let mut counted = Counted::default();
    while counted.kills < kills() || counted.in_saves == 0 {
        assert!(counted.runs < 20 + kills(), "in {} kills none fell into a save", counted.kills);
        let killed = folder();
        for _ in 0..A_RUN {
            let mut run = begins_or_resumes(name, killed.path(), flags);
            std::thread::sleep(longest.mul_f64(rng.random()));
            if rng.random() {
                wait_for_a_save(&mut run, killed.path());
            }
            if run.try_wait().unwrap().is_some() {
                break; // it has come to its end
            }
            run.kill().unwrap();
            run.wait().unwrap();
            counted.kills += 1;
            counted.in_saves += usize::from(!parts(killed.path()).is_empty());
            counted.before_the_first_checkpoint += usize::from(!is_begun(killed.path()));
        }
        let run = begins_or_resumes(name, killed.path(), flags);
        succeeds(&run.wait_with_output().unwrap());
        assert_same_result(whole.path(), killed.path());
        let names = |dir: &Path| -> Vec<_> {
            files(dir).into_keys().map(|path| path.file_name().unwrap().to_owned()).collect()
        };
        assert_eq!(names(killed.path()), names(whole.path()), "nothing is left beside");
        counted.runs += 1;
    }
    let Counted { kills, in_saves, before_the_first_checkpoint, runs } = counted;
    row(
        &format!("kill -9 during `glassgpt {name}`"),
        kills,
        &format!(
            "{} in the middle of a save, {} before there was a checkpoint; runs that ended with the bits of one that \
             was never stopped: {} of {}",
            thin(in_saves),
            thin(before_the_first_checkpoint),
            thin(runs),
            thin(runs)
        ),
    );
}

fn is_begun(dir: &Path) -> bool {
    dir.join("training.safetensors").exists()
}

fn begins_or_resumes(name: &str, dir: &Path, flags: &str) -> Child {
    let flags = if is_begun(dir) { "--resume" } else { flags };
    command(name, dir, flags).spawn().unwrap()
}

/// Until a file is being written, or the run ends.
fn wait_for_a_save(run: &mut Child, dir: &Path) {
    let begun = Instant::now();
    while parts(dir).is_empty() && run.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < ENDLESS, "no save");
    }
}

#[test]
fn pretraining_survives() {
    survives("pretrain", &format!("--steps 400 {TINY}"));
}

#[test]
fn supervised_fine_tuning_survives() {
    let base = of_wood(Stage::Pretrained);
    survives("sft", &format!("--model {} --steps 60 --batch 4 --lr 0.01", base.path().display()));
}

#[test]
fn reinforcement_learning_survives() {
    let base = kind_or_rude();
    let flags = "--beta 1 --steps 60 --batch 8 --group-size 2 --lr 0.01";
    survives("rl", &format!("--model {} {flags}", base.display()));
}
