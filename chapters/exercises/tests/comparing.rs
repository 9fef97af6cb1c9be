//! What is said of an answer that is compared with ours: the verdict, and every sentence of
//! the tutor.

use exercises::{same, same_number, same_number_or, same_or};
use ndarray::{Array, Array1, Array3, Dimension, arr0, array};

/// What is said of a wrong array.
#[track_caller]
fn said<D: Dimension>(got: &Array<f64, D>, expected: &Array<f64, D>) -> String {
    same("y", got, expected).expect_err("a wrong answer")
}

/// What is said of a wrong number.
#[track_caller]
fn said_of(got: f64, expected: f64) -> String {
    same_number("y", got, expected).expect_err("a wrong answer")
}

#[test]
fn a_number_may_be_off_by_a_billionth_of_its_size_or_of_one() {
    for (expected, inside, outside) in
        [(0.0, 0.9e-9, 1.1e-9), (0.5, 0.9e-9, 1.1e-9), (4e6, 0.0036, 0.0044)]
    {
        for (side, sign) in [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)] {
            let (near, far) =
                (sign * expected + side * inside, sign * expected + side * outside);
            assert_eq!(
                same_number("y", near, sign * expected),
                Ok(()),
                "{near} for {expected}"
            );
            assert_eq!(
                same("y", &array![near, 1.0], &array![sign * expected, 1.0]),
                Ok(())
            );
            assert!(
                same_number("y", far, sign * expected).is_err(),
                "{far} for {expected}"
            );
            assert!(same("y", &array![far, 1.0], &array![sign * expected, 1.0]).is_err());
        }
    }
}

#[test]
fn infinity_is_near_to_itself_alone() {
    for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(same_number("y", infinite, infinite), Ok(()));
        assert_eq!(same("y", &array![infinite, 1.0], &array![infinite, 1.0]), Ok(()));
        for got in [0.0, f64::MAX, f64::MIN, -infinite, f64::NAN] {
            assert!(same_number("y", got, infinite).is_err(), "{got} for {infinite}");
            assert!(
                same("y", &array![got, 1.0], &array![infinite, 1.0]).is_err(),
                "{got} for {infinite}"
            );
        }
    }
    assert_eq!(said_of(3.0, f64::NEG_INFINITY), "y is 3 and should be -inf");
    assert_eq!(said_of(f64::INFINITY, 3.0), "y is inf and should be 3");
}

#[test]
fn numbers_are_printed_with_five_digits_or_with_their_power_of_ten() {
    for (number, text) in [
        (2.0, "2"),
        (-0.25, "-0.25"),
        (1.0 / 3.0, "0.33333"),
        (100.0 / 3.0, "33.333"),
        (0.001, "0.001"),
        (0.02 / 3.0, "0.0066667"),
        (-98765.4, "-98765"),
        (30000.0, "30000"),
        (1e5, "1.000e5"),
        (-1234567.0, "-1.235e6"),
        (0.00099, "9.900e-4"),
    ] {
        assert_eq!(said_of(number, 7.0), format!("y is {text} and should be 7"));
    }
    assert_eq!(said_of(7.0, 0.0), "y is 7 and should be 0");
}

#[test]
fn two_numbers_that_print_alike_are_told_apart_by_their_distance() {
    assert_eq!(said_of(0.300_000_1, 0.3), "y is 0.3 and should be 0.3, off by 1.000e-7");
    assert_eq!(
        said(&array![1.0, 2.000_001, 3.0], &array![1.0, 2.0, 3.0]),
        "y: 1 of its 3 numbers is wrong; the furthest off is at [1]: it is 2 and should be 2, off by 1.000e-6"
    );
}

#[test]
fn a_single_number_that_is_nan_or_has_the_wrong_sign_is_told_so() {
    assert_eq!(said_of(f64::NAN, 0.5), "y is NaN (not a number) and should be 0.5");
    assert_eq!(said_of(2.0, -2.0), "y has the wrong sign: it is 2 and should be -2");
    assert_eq!(said_of(-3.0, 2.0), "y is -3 and should be 2");
}

#[test]
fn a_known_mistake_in_a_number_is_named() {
    let mistakes = [("you forgot to halve", 8.0), ("you halved twice", 2.0)];
    let said = |got| same_number_or("y", got, 4.0, &mistakes);
    assert_eq!(said(4.0), Ok(()));
    assert_eq!(said(8.0), Err("y is 8 and should be 4: you forgot to halve".to_owned()));
    assert_eq!(
        said(2.0 + 1e-10),
        Err("y is 2 and should be 4: you halved twice".to_owned())
    );
    assert_eq!(said(5.0), Err("y is 5 and should be 4".to_owned()));
    assert_eq!(said(f64::NAN), Err("y is NaN (not a number) and should be 4".to_owned()));
}

#[test]
fn a_known_mistake_in_an_array_is_named() {
    let mistakes = [
        ("it is the sum", array![3.0, 3.0]),
        ("it is upside down", array![2.0, 1.0]),
        ("never", array![]),
    ];
    let said = |got: Array1<f64>| same_or("y", &got, &array![1.0, 2.0], &mistakes);
    assert_eq!(said(array![1.0, 2.0]), Ok(()));
    assert_eq!(said(array![2.0, 1.0]), Err("y is wrong: it is upside down".to_owned()));
    assert_eq!(said(array![3.0, 3.0]), Err("y is wrong: it is the sum".to_owned()));
    assert!(said(array![2.0, 4.0]).unwrap_err().starts_with("y: every number is 2 times"));
}

#[test]
fn the_shape_comes_before_the_numbers() {
    assert_eq!(
        said(&array![[1.0, f64::NAN]], &array![[1.0], [2.0]]),
        "y has the shape (1, 2); it should have the shape (2, 1)"
    );
    assert_eq!(
        said(&array![1.0, 2.0], &array![1.0]),
        "y has the shape (2); it should have the shape (1)"
    );
    let (got, expected) = (Array3::zeros((1, 2, 3)), Array3::zeros((1, 2, 4)));
    assert_eq!(
        said(&got, &expected),
        "y has the shape (1, 2, 3); it should have the shape (1, 2, 4)"
    );
    assert!(
        said(&array![], &array![1.0]).contains("(0)"),
        "an empty answer has a shape too"
    );
}

#[test]
fn a_transpose_is_recognised_whatever_its_shape() {
    let transposed =
        "y is the transpose of what it should be: rows and columns are exchanged";
    assert_eq!(said(&array![[1.0, 2.0, 3.0]], &array![[1.0], [2.0], [3.0]]), transposed);
    assert_eq!(
        said(&array![[1.0, 2.0], [3.0, 4.0]], &array![[1.0, 3.0], [2.0, 4.0]]),
        transposed
    );
    let nearly = said(&array![[1.0, 2.0], [3.5, 4.0]], &array![[1.0, 3.0], [2.0, 4.0]]);
    assert!(!nearly.contains("transpose"), "{nearly}");
}

#[test]
fn nan_and_infinite_numbers_are_counted_and_the_first_is_found() {
    let (nan, infinite, right) = (f64::NAN, f64::INFINITY, array![[1.0, 2.0], [3.0, 4.0]]);
    let one = said(&array![[1.0, 2.0], [nan, 4.0]], &right);
    assert_eq!(
        one,
        "y: 1 of its 4 numbers is NaN (not a number), the first of them at [1, 0]"
    );
    let two = said(&array![[infinite, nan], [3.0, nan]], &right);
    assert_eq!(
        two,
        "y: 2 of its 4 numbers are NaN (not a number), the first of them at [0, 1]"
    );
    let both = said(&array![[1.0, infinite], [3.0, -infinite]], &right);
    assert_eq!(both, "y: 2 of its 4 numbers are infinite, the first of them at [0, 1]");
    let asked_for = said(&array![infinite, 1.0, 2.0], &array![infinite, 1.0, 3.0]);
    assert_eq!(
        asked_for,
        "y: 1 of its 3 numbers is wrong; the furthest off is at [2]: it is 2 and should be 3"
    );
}

#[test]
fn a_factor_is_recognised_but_not_one_that_tells_nothing() {
    let right = array![1.0, -2.0, 3.0];
    assert_eq!(
        said(&(&right * 0.5), &right),
        "y: every number is 0.5 times what it should be; the furthest off is at [2]: it is 1.5 and should be 3"
    );
    assert_eq!(
        said(&-&right, &right),
        "y: every number has the wrong sign; the furthest off is at [2]: it is -3 and should be 3"
    );
    assert_eq!(
        said(&array![0.0, 0.0], &array![1.0, -2.0]),
        "y holds nothing but zeros; the furthest off is at [1]: it is 0 and should be -2"
    );
    assert!(
        said(&array![2.0, 4.0], &array![1.0, 2.0]).contains("2 times"),
        "two numbers are enough"
    );
    let telling_nothing = [
        said(&array![2.0], &array![1.0]), // one number: any factor would do
        said(&(&right * (1.0 + 1e-6)), &right), // 1, as it is printed
        said(&array![1e-10, -1e-10], &array![1.0, 1.0]), // 0
        said(&array![2.0, 4.1], &array![1.0, 2.0]), // not the same for all
        said(&array![1.0, 2.0], &array![0.0, 0.0]), // none
    ];
    for said in telling_nothing {
        assert!(said.contains("wrong; the furthest off"), "{said}");
    }
}

#[test]
fn the_wrong_numbers_are_counted_and_the_worst_is_shown() {
    let right = array![[1.0, 2.0], [3.0, 4.0]];
    assert_eq!(
        said(&array![[1.0, 2.5], [3.0, 3.0]], &right),
        "y: 2 of its 4 numbers are wrong; the furthest off is at [1, 1]: it is 3 and should be 4"
    );
    assert_eq!(
        said(&array![[-1.0, 2.0], [3.0, 4.0]], &right),
        "y: 1 of its 4 numbers is wrong; the furthest off is at [0, 0]: it is -1 and should be 1"
    );
    let a_small_number = said(&array![10.5, 3.0], &array![10.0, 1.0]);
    assert!(
        a_small_number.ends_with("the furthest off is at [1]: it is 3 and should be 1"),
        "{a_small_number}"
    );
    assert_eq!(
        said(&arr0(2.0), &arr0(1.0)),
        "y: 1 of its 1 numbers is wrong; the furthest off is at []: it is 2 and should be 1"
    );
}

#[test]
fn single_precision_is_recognised() {
    let right = array![0.1_f64, 1.0 / 3.0, -2.7];
    let single = right.mapv(|x| f64::from(x as f32));
    let said = exercises::same("y", &single, &right).unwrap_err();
    assert!(said.contains("single precision"), "{said}");
    let near = &right + 1e-8;
    assert!(!exercises::same("y", &near, &right).unwrap_err().contains("single"));
}
