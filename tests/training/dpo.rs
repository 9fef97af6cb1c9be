//! `glassgpt dpo`: which of two answers is better.

use glassgpt::hollow_wood::ALPHABET;
use model_files::Stage;

use crate::models::{kind_or_rude, model, of_wood};
use crate::program::*;

const TINY: &str = "--beta 1 --batch 8 --lr 0.01";

#[test]
fn it_makes_the_answers_likelier_that_are_chosen() {
    let (base, dir) = (kind_or_rude(), folder());
    let flags = "--beta 0.5 --steps 80 --batch 32 --lr 0.001";
    let said = trains("dpo", dir.path(), &format!("--model {} {flags}", base.display()));
    assert_eq!(header(dir.path()), "step,loss,right,lr,tokens_per_s");
    let first: f64 = rows(dir.path())[0][1].parse().unwrap();
    assert!((first - 2_f64.ln()).abs() < 1e-4, "at first every choice is a tossed coin: {first}");
    // Kind and rude are as likely at first. It ended at 0.65, of the 0.96 that is the most at this price.
    let reward = said.split("new answers: reward ").nth(1).and_then(|rest| rest.split(" ±").next());
    assert!(reward.unwrap().parse::<f64>().unwrap() > 0.4, "{said}");
    assert!(said.contains("The best from a perfect supervised model: reward"), "{said}");
    assert_eq!(model_files::stage(dir.path()).unwrap(), Some(Stage::Aligned));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let base = kind_or_rude();
    let flags = format!("--model {} --steps 5 {TINY}", base.display());
    assert_same_for_any_number_of_threads("dpo", &flags);
}

#[cfg(unix)]
#[test]
fn ctrl_c_saves_and_resume_ends_with_the_same_bits() {
    let base = kind_or_rude();
    let flags = format!("--model {} --steps 60 {TINY}", base.display());
    assert_same_after_ctrl_c("dpo", &flags, 10, 60);
}

#[test]
fn impossible_flags_are_refused_before_anything_is_written() {
    let (good, completer) = (of_wood(Stage::Supervised), of_wood(Stage::Pretrained));
    let no_wood = model("QA: abc\n~", 96, Some(Stage::Supervised));
    let short = model(ALPHABET, 40, Some(Stage::Aligned));
    let with = |flags: &str| format!("--model {} {flags}", good.path().display());
    let of = |dir: &tempfile::TempDir| format!("--beta 1 --model {}", dir.path().display());
    refuses_before_anything_is_written(
        "dpo",
        &[
            (with(""), "--beta <X>"),
            ("--beta 1".to_owned(), "--model <DIR>"),
            (with("--beta 0"), "β must be a number above 0"),
            (with("--beta NaN"), "β must be a number above 0"),
            (with("--beta 1 --reward applause"), "[possible values: moods, gold]"),
            (of(&completer), "was not supervised first"),
            (of(&no_wood), "a character of Hollow Wood's questions"),
            (of(&short), "looks at 40 characters at once"),
            (with("--beta 1 --steps 0"), "--steps is 0"),
            (with("--beta 1 --batch 0"), "--batch is 0"),
            (with("--beta 1 --batch 7"), "--batch 7 is odd"),
            (with("--beta 1 --lr 0"), "must be a number above 0"),
            (with("--beta 1 --batch 9223372036854775808"), "of memory"),
        ],
    );
}

#[test]
fn numbers_that_are_none_stop_the_run() {
    let (base, dir) = (kind_or_rude(), folder());
    let flags = format!("--model {} --beta 1 --steps 40 --lr 1e30", base.display());
    let said = refuses("dpo", dir.path(), &flags);
    assert!(said.contains("is no longer finite") && said.contains("smaller --lr"), "{said}");
}
