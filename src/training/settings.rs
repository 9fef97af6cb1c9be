//! Flags and settings by name: what is said now, over what was said before.

use anyhow::{Result, ensure};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::UsageError;

/// The numbers and choices that decide every bit of a run.
pub(crate) trait Settings: Default + Serialize + DeserializeOwned {
    /// The flags that name files: a run goes on when they have moved, so they are compared by what they hold.
    const FILES: &'static [&'static str];
    /// How many steps the run has.
    fn steps(&self) -> usize;
    /// The largest learning rate.
    fn lr(&self) -> f64;
    /// # Errors
    /// One sentence that names the flag that asks for the impossible.
    fn check(&self) -> Result<()>;
}

/// `settings`, with the flags that were given in their places.
pub(crate) fn over<S: Serialize + DeserializeOwned>(given: &impl Serialize, settings: &S) -> S {
    let mut all = fields(settings);
    all.extend(flags(given));
    serde_json::from_value(all.into()).expect("a flag has its setting's type")
}

/// # Errors
/// If flags say otherwise than the settings that the run was started with: each is named, with both values.
pub(crate) fn differences(given: &impl Serialize, settings: &impl Serialize, files: &[&str]) -> Result<()> {
    let was = fields(settings);
    let differs = |(flag, value): &(String, Value)| !files.contains(&&flag[..]) && was[flag] != *value;
    let differing: Vec<String> = (flags(given).into_iter().filter(differs))
        .map(|(flag, value)| match &was[&flag] {
            Value::Bool(_) => format!("without --{flag}"),
            was => format!("with --{flag} {}, not {}", plain(was), plain(&value)),
        })
        .collect();
    ensure!(
        differing.is_empty(),
        "the run was started {}: leave such flags out to go on with it, or start another in another --out",
        differing.join(" and ")
    );
    Ok(())
}

/// The flags that were given; the others have their defaults, or the values that the run was started with.
fn flags(given: &impl Serialize) -> Map<String, Value> {
    let is_given = |(_, value): &(String, Value)| !value.is_null() && *value != Value::Bool(false);
    fields(given).into_iter().filter(is_given).collect()
}

/// A struct's fields by name: each is named as its flag.
pub(crate) fn fields(of: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        other => panic!("flags are a struct with names that are text: {other:?}"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// # Errors
/// If one of the sizes that the flags ask for is 0.
pub(crate) fn check_sizes<const N: usize>(sizes: [(&str, usize); N]) -> Result<()> {
    for (flag, size) in sizes {
        ensure!(size > 0, UsageError(format!("--{flag} is 0: give a whole number above 0")));
    }
    Ok(())
}

pub(crate) fn learning_rate(text: &str) -> Result<f64, &'static str> {
    let rate = text.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate > 0.0);
    rate.ok_or("the learning rate must be a number above 0, such as 0.003")
}
