//! `glassgpt rl`: a reward for the model's own answers.

use glassgpt::hollow_wood::ALPHABET;
use model_files::Stage;

use crate::models::{kind_or_rude, model, of_wood};
use crate::program::*;

const TINY: &str = "--beta 1 --batch 8 --group-size 2 --lr 0.01";

#[test]
fn it_makes_the_rewarded_answers_likelier() {
    let (base, dir) = (kind_or_rude(), folder());
    let flags = "--beta 0 --steps 30 --batch 32 --group-size 8 --lr 1";
    let said = trains("rl", dir.path(), &format!("--model {} {flags}", base.display()));
    assert!(said.contains("On 960 new answers: reward"), "{said}");
    assert!(said.contains("gold 0.00 ± 0.00"), "no animal is named: {said}");
    assert_eq!(header(dir.path()), "step,reward,gold,kl,lr,tokens_per_s");
    let rows = rows(dir.path());
    let mean = |rows: &[Vec<String>], column: usize| {
        rows.iter().map(|row| row[column].parse::<f64>().unwrap()).sum::<f64>() / rows.len() as f64
    };
    assert_eq!(rows.len(), 30);
    assert!(mean(&rows[..3], 1) < 0.6 && mean(&rows[27..], 1) > 0.9, "the reward");
    assert!(mean(&rows[..1], 3).abs() < 1e-4 && mean(&rows[27..], 3) > 0.3, "the distance");
    assert!(rows.iter().all(|row| row[2] == "0.000000"), "none of it is gold: no animal is named");
    assert_eq!(model_files::stage(dir.path()).unwrap(), Some(Stage::Aligned));
}

/// Four steps of the optimizer are one step of the run, with one row.
#[test]
fn each_method_makes_the_rewarded_answers_likelier() {
    let base = kind_or_rude();
    for method in ["ppo", "grpo"] {
        let dir = folder();
        let flags = format!("--beta 0.5 --method {method} --steps 20 --batch 32 --group-size 8 --lr 0.5");
        let said = trains("rl", dir.path(), &format!("--model {} {flags}", base.display()));
        assert!(said.contains("The best for β = 0.5 from its own supervised model"), "{said}");
        let reward = |row: &Vec<String>| row[1].parse::<f64>().unwrap();
        let rows = rows(dir.path());
        assert_eq!(rows.len(), 20, "{method}");
        let (first, last) = (reward(&rows[0]), rows[15..].iter().map(reward).sum::<f64>() / 5.0);
        assert!(last > first + 0.4, "{method}: from {first} to {last}");
    }
}

#[test]
fn a_high_price_keeps_it_near_its_examples() {
    let (base, dir) = (kind_or_rude(), folder());
    let flags = "--beta 100 --steps 30 --batch 32 --group-size 8 --lr 0.01";
    trains("rl", dir.path(), &format!("--model {} {flags}", base.display()));
    let kl: f64 = rows(dir.path())[29][3].parse().unwrap();
    assert!(kl.abs() < 0.05, "{kl}");
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let base = kind_or_rude();
    assert_same_for_any_number_of_threads("rl", &format!("--model {} --steps 5 {TINY}", base.display()));
}

#[cfg(unix)]
#[test]
fn ctrl_c_saves_and_resume_ends_with_the_same_bits() {
    let base = kind_or_rude();
    let flags = format!("--model {} --steps 60 {TINY}", base.display());
    assert_same_after_ctrl_c("rl", &flags, 10, 60);
    assert_same_after_ctrl_c("rl", &format!("{flags} --method grpo"), 10, 60);
}

#[test]
fn impossible_flags_are_refused_before_anything_is_written() {
    let (good, completer, unknown) =
        (of_wood(Stage::Supervised), of_wood(Stage::Pretrained), model(ALPHABET, 96, None));
    let no_wood = model("QA: abc\n~", 96, Some(Stage::Supervised));
    let short = model(ALPHABET, 40, Some(Stage::Aligned));
    let with = |flags: &str| format!("--model {} {flags}", good.path().display());
    let of = |dir: &tempfile::TempDir| format!("--beta 1 --model {}", dir.path().display());
    refuses_before_anything_is_written(
        "rl",
        &[
            (with(""), "--beta <X>"),
            ("--beta 1".to_owned(), "--model <DIR>"),
            (with("--beta -0.1"), "β must be a number of at least 0"),
            (with("--beta NaN"), "β must be a number of at least 0"),
            (with("--beta inf"), "β must be a number of at least 0"),
            (with("--beta 1 --reward applause"), "[possible values: moods, gold]"),
            (with("--beta 1 --method guess"), "[possible values: reinforce, ppo, grpo]"),
            (of(&completer), "was not supervised first"),
            (of(&unknown), "was not supervised first"),
            (of(&no_wood), "a character of Hollow Wood's questions"),
            (of(&short), "looks at 40 characters at once"),
            (with("--beta 1 --steps 0"), "--steps is 0"),
            (with("--beta 1 --batch 0"), "--batch is 0"),
            (with("--beta 1 --group-size 1"), "--group-size is 1: give 2 or more"),
            (with("--beta 1 --batch 20 --group-size 16"), "--batch 20 can't be shared out"),
            (with("--beta 1 --lr 0"), "must be a number above 0"),
            (with("--beta 1 --batch 9223372036854775808"), "of memory"),
        ],
    );
}

#[test]
fn resume_says_which_flags_differ() {
    let (base, dir) = (of_wood(Stage::Supervised), folder());
    trains("rl", dir.path(), &format!("--model {} --steps 2 {TINY}", base.path().display()));
    let said = refuses("rl", dir.path(), "--resume --beta 0.5 --reward gold --method ppo");
    let all = ["--beta 1.0, not 0.5", "--reward moods, not gold", "--method reinforce, not ppo"];
    assert!(all.iter().all(|one| said.contains(one)), "{said}");
}

#[test]
fn numbers_that_are_none_stop_the_run() {
    let (base, dir) = (kind_or_rude(), folder());
    let flags = format!("--model {} --beta 1 --steps 40 --lr 1e30", base.display());
    let said = refuses("rl", dir.path(), &flags);
    assert!(said.contains("is no longer finite") && said.contains("smaller --lr"), "{said}");
}
