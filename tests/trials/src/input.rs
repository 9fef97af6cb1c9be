//! Inputs: anything at all, and what was right until something in it was changed.

use std::fmt::{self, Debug, Formatter};

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// An input, and where it comes from.
#[derive(Clone)]
pub struct Input {
    /// What is read.
    pub bytes: Vec<u8>,
    origin: String,
}

impl Input {
    /// These bytes, which were made from this.
    pub fn new(origin: &str, bytes: Vec<u8>) -> Input {
        Input { bytes, origin: origin.to_owned() }
    }

    /// A file of the corpus.
    pub(crate) fn kept((name, bytes): (String, Vec<u8>)) -> Input {
        Input { bytes, origin: name }
    }
}

impl Debug for Input {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let shown = &self.bytes[..self.bytes.len().min(400)];
        write!(f, "{} ({} bytes): {}", self.origin, self.bytes.len(), shown.escape_ascii())
    }
}

/// Any bytes, any text, and heaps of the signs that files of text are made of.
pub fn anything() -> impl Strategy<Value = Input> {
    let signs = prop::collection::vec(prop::sample::select(SIGNS.to_vec()), 0..60);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300).prop_map(|bytes| Input::new("any bytes", bytes)),
        any::<String>().prop_map(|text| Input::new("any text", text.into_bytes())),
        signs.prop_map(|signs| Input::new("signs", signs.concat().into_bytes())),
    ]
}

const SIGNS: [&str; 32] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\n",
    " ",
    "=",
    "'''",
    "\\",
    "0",
    "-1",
    "1e999",
    "18446744073709551616",
    "null",
    "true",
    "\"a\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "a",
    "é",
    "\u{202e}",
    "猫",
    "\u{feff}",
    "\0",
    "~",
    "Q: ",
    "#",
    ".",
    "\r\n",
];

/// A right input with one to four runs of its bytes changed.
pub fn damaged(origin: &'static str, right: Vec<u8>) -> impl Strategy<Value = Input> {
    prop::collection::vec(change(), 1..=4).prop_map(move |changes| {
        let mut bytes = right.clone();
        for change in &changes {
            change.make(&mut bytes);
        }
        Input::new(&format!("{origin}, {changes:?}"), bytes)
    })
}

/// A change: what happens to the bytes from a place on, which is a share of the whole.
#[derive(Clone, Debug)]
enum Change {
    Byte(f64, u8),
    Cut(f64),
    Delete(f64, usize),
    Double(f64, usize),
    Insert(f64, String),
    /// Eight bytes as a number, which is what a length in a file is.
    Number(f64, u64),
}

fn change() -> impl Strategy<Value = Change> {
    let place = prop_oneof![1 => Just(0.0), 6 => 0.0..1.0_f64];
    let sign = prop::sample::select(SIGNS.to_vec()).prop_map(str::to_owned);
    let number = prop_oneof![any::<u64>(), 0..200_000_u64, Just(u64::MAX), Just(100_000_000), Just(1 << 63)];
    prop_oneof![
        (place.clone(), any::<u8>()).prop_map(|(place, byte)| Change::Byte(place, byte)),
        place.clone().prop_map(Change::Cut),
        (place.clone(), 1..40_usize).prop_map(|(place, length)| Change::Delete(place, length)),
        (place.clone(), 1..200_usize).prop_map(|(place, length)| Change::Double(place, length)),
        (place.clone(), sign).prop_map(|(place, sign)| Change::Insert(place, sign)),
        (place, number).prop_map(|(place, number)| Change::Number(place, number)),
    ]
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        let at = |place: f64| (place * bytes.len() as f64) as usize;
        let run = |place: f64, length: usize| at(place)..(at(place) + length).min(bytes.len());
        match *self {
            Change::Byte(place, byte) => drop(bytes.splice(run(place, 1), [byte])),
            Change::Cut(place) => bytes.truncate(at(place)),
            Change::Delete(place, length) => drop(bytes.drain(run(place, length))),
            Change::Double(place, length) => {
                let copy = bytes[run(place, length)].to_vec();
                drop(bytes.splice(at(place)..at(place), copy));
            }
            Change::Insert(place, ref sign) => drop(bytes.splice(at(place)..at(place), sign.bytes())),
            Change::Number(place, number) => drop(bytes.splice(run(place, 8), number.to_le_bytes())),
        }
    }
}

/// A right JSON text in which some values are replaced, or keys removed or doubled; and then perhaps some bytes.
pub fn damaged_json(origin: &'static str, right: &str) -> impl Strategy<Value = Input> + use<> {
    let right: Value = serde_json::from_str(right).expect("right JSON");
    let values = prop::collection::vec((any::<Index>(), prop::sample::select(strange())), 1..=3);
    let bytes = prop::option::weighted(0.2, change());
    (values, bytes).prop_map(move |(values, bytes)| {
        let mut text = right.clone();
        for (index, new) in &values {
            let mut places = 0;
            visit(&mut text, &mut |_| places += 1);
            let (chosen, mut place) = (index.index(places), 0);
            visit(&mut text, &mut |value| {
                if place == chosen {
                    put(value, new, index);
                }
                place += 1;
            });
        }
        let text = text.to_string().replace(AGAIN, "\"");
        let mut text = text.replace(NAN, "NaN").into_bytes();
        bytes.iter().for_each(|change| change.make(&mut text));
        Input::new(origin, text)
    })
}

/// Stands in a key's text where it is to be the same as another key, and for a number that JSON has not.
const AGAIN: &str = "\\u0001\"";
const NAN: &str = "\"\\u0002\"";

/// Values that a field does not expect. "remove" and "again" are about the field itself.
fn strange() -> Vec<Value> {
    let deep = |depth| (0..depth).fold(json!(0), |inner, _| json!([inner]));
    let numbers =
        [json!(0), json!(1), json!(-1), json!(3), json!(1e308), json!(-1e308), json!(1e-320), json!(0.5)];
    let large = [1 << 31, 1 << 32, 1 << 53, 1 << 62, 1 << 63, u64::MAX].map(|number: u64| json!(number));
    let others = [
        Value::Null,
        json!(true),
        json!(""),
        json!("\u{2}"),
        json!("a b"),
        json!("猫\n\u{7}"),
        json!("x".repeat(3000)),
        json!([]),
        json!({}),
        deep(10),
        deep(120),
        deep(200),
        json!("remove"),
        json!("again"),
    ];
    numbers.into_iter().chain(large).chain(others).collect()
}

/// Every value of a JSON text.
fn visit(value: &mut Value, each: &mut impl FnMut(&mut Value)) {
    each(value);
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| visit(value, each)),
        Value::Object(fields) => fields.values_mut().for_each(|value| visit(value, each)),
        _ => {}
    }
}

fn put(value: &mut Value, new: &Value, index: &Index) {
    match (value, new.as_str()) {
        (Value::Object(fields), Some(what @ ("remove" | "again"))) if !fields.is_empty() => {
            let key = fields.keys().nth(index.index(fields.len())).expect("one of the keys").clone();
            let old = fields.remove(&key).expect("its value");
            if what == "again" {
                fields.insert(key.clone() + "\u{1}", old.clone());
                fields.insert(key, old);
            }
        }
        (value, _) => *value = new.clone(),
    }
}

/// A safetensors file whose table of contents lies: of offsets, shapes, names, types.
pub fn damaged_header(origin: &'static str, right: &[u8]) -> impl Strategy<Value = Input> + use<> {
    let (length, rest) = right.split_at(8);
    let length = u64::from_le_bytes(length.try_into().expect("eight bytes")) as usize;
    let (header, numbers) = rest.split_at(length);
    let numbers = numbers.to_vec();
    damaged_json(origin, str::from_utf8(header).expect("JSON")).prop_map(move |mut input| {
        let length = input.bytes.len() as u64;
        drop(input.bytes.splice(..0, length.to_le_bytes()));
        input.bytes.extend(&numbers);
        input
    })
}
