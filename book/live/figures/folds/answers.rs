//! Chapter 4: three units fold a plane along three lines, and cut it into regions.

use std::collections::BTreeMap;

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear};
use ndarray::{Array1, Array2, Array3};
use serde::{Deserialize, Serialize};

/// The plane is looked at from −1 to 1 both ways, at so many places each way.
const PLACES: usize = 81;
/// A place on the line itself is not beyond it, whichever way its distance was rounded.
const ON_THE_LINE: f64 = 1e-12;

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// A place of each line, the nearest to the middle; its unit is on beyond it.
    folds: Vec<(f64, f64)>,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    /// How high the sheet is, row by row from the top.
    heights: Vec<Vec<f64>>, // (PLACES, PLACES)
    /// Which units are on there, as a number in binary, the first unit's digit first.
    patterns: Vec<Vec<usize>>, // (PLACES, PLACES)
    /// Each pattern that occurs, and the middle of its region.
    regions: Vec<(String, f64, f64)>,
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let n = settings.folds.len();
    if !(1..=4).contains(&n) || settings.folds.iter().any(|&(x, y)| !(1e-3..=2.0).contains(&x.hypot(y))) {
        return Err("a sheet here has one to four folds, none of them through its middle".into());
    }
    let network = network(&settings.folds);
    let places = (0..PLACES * PLACES).map(place);
    let x: Vec<f64> = places.clone().flat_map(|(x, y)| [x, y]).collect();
    let x = Array3::from_shape_vec((1, PLACES * PLACES, 2), x).expect("two channels each");
    let (hidden, _) = network.up.forward(&x); // (1, places, n)
    let (heights, _) = network.forward(&x); // (1, places, 1)

    let on = hidden
        .rows()
        .into_iter()
        .map(|units| units.fold(0, |bits, &unit| 2 * bits + usize::from(unit > ON_THE_LINE)));
    let patterns: Vec<usize> = on.collect();
    let mut regions: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for (&pattern, place) in patterns.iter().zip(places) {
        regions.entry(pattern).or_default().push(place);
    }
    let regions = regions.into_iter().map(|(pattern, places)| {
        let mean =
            |which: fn(&(f64, f64)) -> f64| places.iter().map(which).sum::<f64>() / places.len() as f64;
        (format!("{pattern:0n$b}"), mean(|place| place.0), mean(|place| place.1))
    });
    Ok(Answer {
        heights: heights.into_iter().collect::<Vec<_>>().chunks(PLACES).map(<[f64]>::to_vec).collect(),
        patterns: patterns.chunks(PLACES).map(<[usize]>::to_vec).collect(),
        regions: regions.collect(),
    })
}

/// A unit for each fold, which rises by 1 for each 1 that one goes on beyond its line; and their sum.
fn network(folds: &[(f64, f64)]) -> FeedForward<f64> {
    let length = |&(x, y): &(f64, f64)| x.hypot(y);
    let columns: Vec<f64> =
        folds.iter().flat_map(|fold| [fold.0 / length(fold), fold.1 / length(fold)]).collect();
    let w = Array2::from_shape_vec((folds.len(), 2), columns).expect("two numbers each").reversed_axes();
    let b = folds.iter().map(|fold| -length(fold)).collect();
    FeedForward {
        up: Linear { w: w.as_standard_layout().into_owned(), b },
        down: Linear { w: Array2::ones((folds.len(), 1)), b: Array1::zeros(1) },
        activation: Activation::Relu,
    }
}

/// A place of the plane, counted row by row from the top left.
fn place(number: usize) -> (f64, f64) {
    let along = |i: usize| -1.0 + 2.0 * i as f64 / (PLACES - 1) as f64;
    (along(number % PLACES), -along(number / PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_lines_make_seven_regions_and_the_middle_is_flat() {
        let folds = vec![(0.0, 0.2), (0.2, -0.15), (-0.2, -0.15)];
        let Answer { heights, patterns, regions } = answer(&mut (), &Settings { folds }).unwrap();
        assert_eq!(regions.len(), 7, "{regions:?}");
        assert!(!regions.iter().any(|(pattern, ..)| pattern == "111"), "no place is beyond all three");
        let middle = PLACES / 2;
        assert_eq!((patterns[middle][middle], heights[middle][middle]), (0, 0.0));
        assert!(
            (heights[0][middle] - 0.8).abs() < 1e-12,
            "1 − 0.2 above the first line: {}",
            heights[0][middle]
        );
    }

    #[test]
    fn a_fold_through_the_middle_is_refused() {
        assert!(answer(&mut (), &Settings { folds: vec![(0.0, 0.0)] }).is_err());
    }
}
