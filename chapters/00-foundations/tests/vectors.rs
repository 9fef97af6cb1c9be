//! The vector instructions that are chosen when the program runs: the widest there are, and
//! the same numbers with each narrower choice.

use std::process::Command;

use foundations::{Float, normal, vectors};
use ndarray::Array1;
use pulp::Arch;
use rand::{SeedableRng, rngs::StdRng};

/// The name of a choice, as `GLASSGPT_VECTORS` has it.
fn name(arch: Arch) -> &'static str {
    match arch {
        Arch::Scalar => "scalar",
        #[cfg(target_arch = "x86_64")]
        Arch::V3(_) => "avx2",
        #[cfg(target_arch = "x86_64")]
        Arch::V4(_) => "avx512",
        _ => "others",
    }
}

/// The choices that this processor has.
fn every() -> Vec<Arch> {
    #[cfg(target_arch = "x86_64")]
    {
        let avx2 = pulp::x86::V3::try_new().map(Arch::V3);
        let avx512 = pulp::x86::V4::try_new().map(Arch::V4);
        [Some(Arch::Scalar), avx2, avx512].into_iter().flatten().collect()
    }
    #[cfg(not(target_arch = "x86_64"))]
    vec![Arch::Scalar, Arch::new()]
}

/// Their names, the widest first, found without pulp's help.
fn possible() -> Vec<&'static str> {
    let mut names = vec!["scalar"];
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            names.insert(0, "avx2");
        }
        let avx512 =
            is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl");
        if avx512
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
        {
            names.insert(0, "avx512");
        }
    }
    #[cfg(target_arch = "aarch64")]
    names.insert(0, "others");
    names
}

#[test]
fn the_loops_are_as_wide_as_the_processor_or_as_was_asked_for() {
    let asked =
        std::env::var("GLASSGPT_VECTORS").unwrap_or_else(|_| possible()[0].to_owned());
    assert_eq!(name(vectors()), asked, "this processor has {:?}", possible());
}

#[test]
fn a_loop_gives_the_same_numbers_at_each_width() {
    let x: Array1<f32> = normal(1003, 20.0, &mut StdRng::seed_from_u64(1));
    let loops = |arch: Arch| arch.dispatch(|| x.iter().map(|x| x.exponential()).collect());
    let alone: Vec<f32> = x.iter().map(|x| x.exponential()).collect();
    for arch in every() {
        let wide: Vec<f32> = loops(arch);
        assert_eq!(wide, alone, "with {} instructions", name(arch));
    }
}

#[test]
fn each_narrower_choice_passes_the_same_tests() {
    if std::env::var_os("GLASSGPT_VECTORS").is_some() {
        return; // this is such a run already
    }
    for narrower in possible().into_iter().skip(1) {
        let these = std::env::current_exe().expect("the tests' own program");
        let run = Command::new(these).env("GLASSGPT_VECTORS", narrower).output();
        let run = run.expect("the tests' own program starts");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "with {narrower} instructions:\n{said}");
        assert!(!said.contains(" 0 passed"), "nothing was tried with {narrower}:\n{said}");
    }
}
