//! Settings: what flags say, and what a run was started with.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use serde::{Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::Options;
use crate::UsageError;

/// The numbers and choices that decide every bit of a run. Each is the flag of its name, and has its default there.
pub(crate) trait Settings: Args + Clone + Serialize + DeserializeOwned {
    /// How many steps the run has.
    fn steps(&self) -> usize;
    /// The largest learning rate.
    fn lr(&self) -> f64;
    /// # Errors
    /// One sentence that names the flag that asks for the impossible.
    fn check(&self) -> Result<()>;
    /// Those that name files: a run goes on when they have moved, so they are compared by what they hold.
    fn files(&mut self) -> Vec<(&'static str, &mut Option<PathBuf>)>;
}

/// What the flags of a command say.
#[derive(Clone)]
pub(crate) struct Flags<S> {
    /// The flags that were not given have their defaults.
    pub(crate) settings: S,
    /// The names of those that were given.
    pub(crate) given: Vec<String>,
}

impl<S: Args> FromArgMatches for Flags<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Flags<S>, clap::Error> {
        let command = S::augment_args(Command::new("all"));
        let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        let flags = command.get_arguments().filter(|flag| is_given(flag.get_id().as_str()));
        let given = flags.filter_map(|flag| flag.get_long()).map(str::to_owned).collect();
        Ok(Flags { settings: S::from_arg_matches(matches)?, given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Flags::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<S: Args> Args for Flags<S> {
    fn augment_args(command: Command) -> Command {
        S::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        S::augment_args_for_update(command)
    }
}

impl<S: Serialize> Flags<S> {
    /// As if every flag had been given.
    pub(crate) fn all(settings: S) -> Flags<S> {
        Flags { given: fields(&settings).into_iter().map(|(name, _)| name).collect(), settings }
    }

    /// # Errors
    /// If flags were given, but for some, that say otherwise than the settings that the run was started with: each is
    /// named, with both values.
    pub(crate) fn check_same(&self, started_with: &S, but_for: &[&str]) -> Result<()> {
        let (now, was) = (fields(&self.settings), fields(started_with));
        let differs = |flag: &&String| !but_for.contains(&&flag[..]) && now[&flag[..]] != was[&flag[..]];
        let differing: Vec<String> = (self.given.iter().filter(differs))
            .map(|flag| match &was[flag] {
                Value::Bool(_) => format!("without --{flag}"),
                was => format!("with --{flag} {}, not {}", plain(was), plain(&now[flag])),
            })
            .collect();
        ensure!(
            differing.is_empty(),
            "the run was started {}: leave such flags out to go on with it, or start another in another --out",
            differing.join(" and ")
        );
        Ok(())
    }
}

impl<S: Settings> Flags<S> {
    /// Those of a run that goes on: as it was started, with its files where they are now.
    ///
    /// # Errors
    /// If flags were given that say otherwise.
    pub(crate) fn go_on(mut self, mut started_with: S) -> Result<S> {
        let files = self.settings.files().into_iter().zip(started_with.files());
        let mut names = Vec::new();
        for ((name, now), (_, was)) in files {
            *was = now.take().or(was.take());
            names.push(name);
        }
        self.check_same(&started_with, &names)?;
        Ok(started_with)
    }
}

/// The settings of a command line without flags.
pub(crate) fn defaults<S: Args>() -> S {
    let command = Options::<S>::augment_args(Command::new("all"));
    let matches = command.get_matches_from(["all", "--out", ".", "--resume"]); // which asks for no other flag
    S::from_arg_matches(&matches).expect("a default or none, each of them")
}

/// A struct's fields by name: each is named as its flag.
fn fields(settings: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => fields,
        other => panic!("settings are a struct: {other:?}"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A path as a text. One that is no text is not found again by it, but by its flag.
pub(crate) fn path<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_ref().map(|path| path.to_string_lossy()).serialize(serializer)
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
