//! Gradients measured by differences, laws over sizes, laws against mistakes, predictions,
//! and the numbers drawn for them.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::panic::catch_unwind;

use exercises::{
    chosen, differences, for_sizes, normal, predicted, same_gradient, tells_apart,
};
use ndarray::{Array1, Array2, array};
use rand::{Rng, SeedableRng, rngs::StdRng};

fn rng() -> StdRng {
    StdRng::seed_from_u64(1)
}

#[test]
fn each_difference_nudges_one_number_and_puts_it_back() {
    let x = array![[2.0, 3.0], [-5.0, 0.5]];
    let seen = RefCell::new(Vec::new());
    let slopes = differences(&x, |x| {
        seen.borrow_mut().push(x.clone());
        x.product() + x[[0, 0]].powi(3)
    });
    let right = array![[-7.5 + 12.0, -5.0], [3.0, -30.0]];
    assert!((&slopes - &right).iter().all(|off| off.abs() < 1e-7), "{slopes}");
    for nudged in seen.borrow().iter() {
        let steps: Vec<f64> = (nudged - &x)
            .iter()
            .map(|step| step.abs())
            .filter(|&step| step > 0.0)
            .collect();
        assert!(
            steps.len() <= 1 && steps.iter().all(|step| (step - 1e-5).abs() < 1e-10),
            "{nudged}"
        );
    }
}

#[test]
fn a_gradient_may_be_off_by_what_differences_cannot_know() {
    for (measured, inside, outside) in
        [(0.0, 0.9e-7, 1.1e-7), (0.5, 0.9e-7, 1.1e-7), (40.0, 3.6e-6, 4.4e-6)]
    {
        for sign in [1.0, -1.0] {
            let verdict = |got: f64| {
                same_gradient("dx", &array![got, 1.0], &array![measured, 1.0], &[])
            };
            assert_eq!(verdict(measured + sign * inside), Ok(()), "{measured}");
            assert!(verdict(measured + sign * outside).is_err(), "{measured}");
        }
    }
}

#[test]
fn a_gradient_that_is_no_number_or_has_another_shape_is_wrong() {
    let right = array![[1.0, 2.0, 3.0]];
    let said = |got: &Array2<f64>| same_gradient("dx", got, &right, &[]).unwrap_err();
    assert!(said(&array![[1.0, f64::NAN, 3.0]]).contains("1 of its 3 numbers is NaN"));
    assert!(
        said(&array![[1.0, f64::INFINITY, 3.0]]).contains("1 of its 3 numbers is infinite")
    );
    assert_eq!(
        said(&array![[1.0, 2.0]]),
        "dx has the shape (1, 2); it should have the shape (1, 3)"
    );
    assert!(said(&array![[1.0], [2.0], [3.0]]).contains("transpose"));
    assert!(
        same_gradient("dx", &array![1.0], &array![f64::INFINITY], &[]).is_err(),
        "a slope without end"
    );
    assert!(
        said(&array![[0.5, 1.0, 1.5]])
            .contains("every number is 0.5 times what it should be")
    );
}

#[test]
fn a_mistake_in_a_gradient_is_known_as_nearly_as_it_can_be_measured() {
    let mistakes =
        [("half of it is missing", array![1.0, 1.0]), ("another shape", array![1.0])];
    let said = |got: Array1<f64>| {
        same_gradient("dx", &got, &array![1.0, 2.0], &mistakes).unwrap_err()
    };
    assert_eq!(said(array![1.0 + 5e-8, 1.0 - 5e-8]), "dx is wrong: half of it is missing");
    assert!(!said(array![1.0, 1.0 + 2e-7]).contains("half"));
}

#[test]
fn a_law_is_tried_five_times_on_each_size_from_the_smallest() {
    let mut sizes = Vec::new();
    let verdict = for_sizes("n", 2..=4, &mut rng(), |n, rng| {
        sizes.push((n, rng.next_u64()));
        Ok(())
    });
    assert_eq!(verdict, Ok(()));
    let (tried, mut draws): (Vec<_>, Vec<_>) = sizes.into_iter().unzip();
    assert_eq!(tried, [[2; 5], [3; 5], [4; 5]].concat());
    draws.dedup();
    assert_eq!(draws.len(), 15, "each case draws numbers of its own");
}

#[test]
fn the_smallest_case_that_breaks_a_law_is_told_and_ends_the_search() {
    let mut tried = 0;
    let verdict = for_sizes("T", 1..=9, &mut rng(), |t, _| {
        tried += 1;
        if t * t < 9 || tried < 13 { Ok(()) } else { Err(format!("{t}² is not below 9")) }
    });
    assert_eq!(verdict, Err("already with T = 3: 3² is not below 9".to_owned()));
    assert_eq!(tried, 13, "at the third of the five cases of size 3");
}

/// What laws are tried on here.
type Code = fn(&f64) -> f64;
const RIGHT: Code = |x| x.abs();
const OTHER: Code = |x| x.max(-x);
const WRONG: Code = |x| *x;

#[test]
fn a_law_must_be_true_of_right_code_and_false_of_wrong_code_somewhere() {
    let tried = |law: fn(&Code, &f64) -> bool| {
        tells_apart(
            "an abs that keeps the sign",
            law,
            &[RIGHT, RIGHT],
            &WRONG,
            &[1.0, -2.0],
            &mut rng(),
        )
    };
    assert_eq!(tried(|abs, x| abs(x) >= 0.0), Ok(()));
    assert_eq!(
        tried(|abs, x| abs(x) > 1.0),
        Err("your law is false of right code, on this case:\n1.0".to_owned())
    );
    let of_two = |abs: &Code, x: &f64| abs(x) < 2.0 && abs(x) >= 0.0;
    assert_eq!(
        tried(of_two),
        Err("your law is false of right code, on this case:\n-2.0".to_owned())
    );
    let lenient = "your law is true of an abs that keeps the sign, on all 2 cases: it must be false on some";
    assert_eq!(tried(|_, _| true), Err(lenient.to_owned()));
    assert!(
        tells_apart("m", |_: &Code, _: &f64| false, &[RIGHT], &WRONG, &[], &mut rng())
            .is_err(),
        "no case shows nothing"
    );
}

/// How often of a hundred times a law that looks at nothing but the code gets through.
fn fooled(law: impl Fn() -> Box<dyn Fn(&Code) -> bool>) -> usize {
    let gets_through = |seed: &u64| {
        let (law, mut rng) = (law(), StdRng::seed_from_u64(*seed));
        let law = |code: &Code, _: &f64| law(code);
        let right = [RIGHT, OTHER];
        tells_apart("m", law, &right, &WRONG, &[1.0, -2.0, 3.0], &mut rng).is_ok()
    };
    (0..100).filter(gets_through).count()
}

#[test]
fn a_law_has_nothing_from_remembering() {
    let counts = || -> Box<dyn Fn(&Code) -> bool> {
        let calls = Cell::new(0);
        Box::new(move |_| {
            calls.set(calls.get() + 1);
            calls.get() <= 6
        })
    };
    assert_eq!(fooled(counts), 0);
    let takes_the_first_for_right = || -> Box<dyn Fn(&Code) -> bool> {
        let first = OnceCell::new();
        Box::new(move |code| *first.get_or_init(|| code(&-1.0)) == code(&-1.0))
    };
    let guessed = fooled(takes_the_first_for_right);
    assert!((30..70).contains(&guessed), "a guess is a guess: {guessed} of 100");
}

#[test]
fn right_and_wrong_code_lie_in_the_same_place() {
    let places = RefCell::new(BTreeSet::new());
    let law = |code: &Code, x: &f64| {
        places.borrow_mut().insert(*code as usize);
        code(x) >= 0.0
    };
    let tried = tells_apart("m", law, &[RIGHT, OTHER], &WRONG, &[-1.0], &mut rng());
    assert_eq!((tried, places.borrow().len()), (Ok(()), 1));
}

#[test]
fn a_law_has_nothing_from_where_the_code_panics() {
    let picky: Code = |x| if *x > 9.0 { panic!("too large") } else { x.abs() };
    let wrong: Code = |x| if *x > 9.0 { panic!("too large") } else { *x };
    let law = |code: &Code, x: &f64| {
        let _ = catch_unwind(|| code(&10.0)); // and a hook that looks where that was
        code(x) >= 0.0
    };
    let said = tells_apart("m", law, &[picky], &wrong, &[-1.0], &mut rng());
    assert_eq!(said, Err("your law lets the code panic, and goes on".to_owned()));
    // Where only another code panics, nothing is seen of it.
    let law = |code: &Code, x: &f64| code(x) >= 0.0 && code(&10.0) > 0.0;
    assert_eq!(tells_apart("m", law, &[RIGHT], &wrong, &[-1.0], &mut rng()), Ok(()));
}

#[test]
fn a_prediction_must_be_within_the_tolerance() {
    let mistakes = [(8.0, "counted twice"), (2.0, "counted half")];
    let said = |answer: f64| predicted(Some(answer), 4.0, 0.5, &mistakes);
    for right in [4.0, 3.5, 4.5] {
        assert_eq!(said(right), Ok(()));
    }
    assert_eq!(said(3.25), Err("3.25 is too small".to_owned()));
    assert_eq!(said(-4.0), Err("-4 is too small".to_owned()));
    assert_eq!(said(4.75), Err("4.75 is too large".to_owned()));
    assert_eq!(said(8.5), Err("not 8.5: counted twice".to_owned()));
    assert_eq!(said(1.5), Err("not 1.5: counted half".to_owned()));
    assert_eq!(said(f64::INFINITY), Err("inf is too large".to_owned()));
    assert_eq!(said(f64::NAN), Err("NaN is no prediction".to_owned()));
}

#[test]
fn a_choice_is_a_letter_in_either_case() {
    let others = [('a', "it is more"), ('c', "it is less")];
    assert_eq!(chosen(Some('b'), 'b', &others), Ok(()));
    assert_eq!(chosen(Some('B'), 'b', &others), Ok(()));
    assert_eq!(chosen(Some('A'), 'b', &others), Err("not a: it is more".to_owned()));
    assert_eq!(chosen(Some('c'), 'b', &others), Err("not c: it is less".to_owned()));
    assert_eq!(chosen(Some('d'), 'b', &others), Err("d is none of the choices".to_owned()));
}

#[test]
fn who_has_not_committed_is_asked_to() {
    let not_yet = predicted(None, 4.0, 0.5, &[]).unwrap_err();
    assert!(not_yet.contains("replace None by Some(...)"), "{not_yet}");
    assert_eq!(chosen(None, 'b', &[]), Err(not_yet));
}

#[test]
fn random_numbers_are_normal_and_the_seed_decides_them() {
    let x: Array2<f64> = normal((100, 100), &mut rng());
    assert_eq!(x.dim(), (100, 100));
    let within_one = x.iter().filter(|x| x.abs() < 1.0).count();
    assert!(
        x.mean().unwrap().abs() < 0.05 && (x.std(0.0) - 1.0).abs() < 0.05,
        "of 10 000 draws"
    );
    assert!(
        (6600..7050).contains(&within_one),
        "68.3% of a normal distribution, here {within_one}"
    );
    let again: Array2<f64> = normal((100, 100), &mut rng());
    assert_eq!(again, x);
}
