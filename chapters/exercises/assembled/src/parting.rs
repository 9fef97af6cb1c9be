//! Where two assistants part: the first call that returns something else, and whose it is.

use exercises::caught;
use serde::{Deserialize, Serialize};

use crate::{BOOK, Call, Hands, Parts};

/// How far a number may be off, for each unit of the largest beside it.
const TOLERANCE: f64 = 1e-6;

/// Where a part first does something else than the book's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parting {
    /// The part.
    pub part: String,
    /// Where in the assistant.
    pub place: String,
    /// What it returned, and what it should have; or how it panicked.
    pub said: String,
}

/// Does the same work with these parts and with the book's, and finds the first call that
/// returns something else: up to there all was the same, so it is this part's doing. Then
/// the book's takes its place, and the work begins again, until nothing differs.
pub fn partings(yours: &Parts, work: impl Fn(&Hands)) -> Vec<Parting> {
    let (books, _) = recorded(&BOOK, &work);
    let (mut parts, mut found) = (*yours, Vec::<Parting>::new());
    while let Some(parting) = first_parting(&parts, &books, &work) {
        if found.iter().any(|known| known.part == parting.part) {
            break; // it is the book's already: what differs comes from elsewhere
        }
        parts.take(&parting.part, &BOOK);
        found.push(parting);
    }
    found
}

fn first_parting(parts: &Parts, books: &[Call], work: &impl Fn(&Hands)) -> Option<Parting> {
    let (calls, panicked) = recorded(parts, work);
    let differ = calls.iter().zip(books).find_map(|(call, book)| {
        let said = difference(call, book)?;
        Some(Parting { part: call.part.to_owned(), place: call.place.clone(), said })
    });
    differ.or(panicked)
}

/// What every part returned; and if one panicked, which, and what it said.
fn recorded(parts: &Parts, work: &impl Fn(&Hands)) -> (Vec<Call>, Option<Parting>) {
    let hands = Hands::remembering(parts);
    let panicked = caught(|| work(&hands)).err().map(|said| Parting {
        part: hands.part().to_owned(),
        place: hands.place(),
        said: format!("it panicked at {said}"),
    });
    (hands.calls(), panicked)
}

/// How a call's result differs from the book's, if it does.
fn difference(call: &Call, book: &Call) -> Option<String> {
    if call.shape != book.shape || call.numbers.len() != book.numbers.len() {
        return Some(format!(
            "it has the shape {:?}; the book's has {:?}",
            call.shape, book.shape
        ));
    }
    let largest = book.numbers.iter().fold(1e-6_f64, |most, x| most.max(x.abs()));
    let pairs = || call.numbers.iter().zip(&book.numbers);
    let wrong = |&(x, right): &(&f64, &f64)| {
        let is_near = (x - right).abs() <= TOLERANCE * largest; // no NaN is
        x != right && !is_near
    };
    let (x, right) = pairs().find(wrong)?;
    let (wrong, all) = (pairs().filter(wrong).count(), call.numbers.len());
    Some(format!(
        "it differs from the book's in {wrong} of {all} numbers; the first is {x:.6} and \
         should be {right:.6}"
    ))
}
