//! Choices, spelled as in their chapters: on the command line and in the files of a run.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use decoder::PositionKind;
use feed_forward::Activation;
use fine_tuning::Method;
use residual_norm::NormPlace;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// One of a few, each with its name.
pub(crate) trait Choice: Copy + PartialEq + Send + Sync + 'static {
    const NAMED: &'static [(&'static str, Self)];

    fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, choice)| *choice == self).expect("each has a name").0
    }
}

/// Whose parts a new model has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Architecture {
    /// Those of chapter 6.
    #[default]
    Gpt2,
    /// Those of chapter 9.
    Llama,
}

impl Choice for Architecture {
    const NAMED: &'static [(&'static str, Architecture)] =
        &[("gpt2", Architecture::Gpt2), ("llama", Architecture::Llama)];
}

impl Choice for PositionKind {
    const NAMED: &'static [(&'static str, PositionKind)] = &PositionKind::NAMED;
}

impl Choice for Activation {
    const NAMED: &'static [(&'static str, Activation)] = &Activation::NAMED;
}

impl Choice for Method {
    const NAMED: &'static [(&'static str, Method)] = &Method::NAMED;
}

impl Choice for NormPlace {
    const NAMED: &'static [(&'static str, NormPlace)] = &NormPlace::NAMED;
}

fn named<C: Choice>(name: &str) -> Option<C> {
    C::NAMED.iter().find(|(own, _)| *own == name).map(|(_, choice)| *choice)
}

/// A flag's value.
pub(crate) fn parser<C: Choice>() -> impl TypedValueParser<Value = C> {
    let names = PossibleValuesParser::new(C::NAMED.iter().map(|(name, _)| *name));
    names.map(|name| named(&name).expect("one of the names"))
}

pub(crate) fn serialize<C: Choice, S: Serializer>(choice: &C, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(choice.name())
}

pub(crate) fn deserialize<'a, C: Choice, D: Deserializer<'a>>(deserializer: D) -> Result<C, D::Error> {
    let name = String::deserialize(deserializer)?;
    named(&name).ok_or_else(|| D::Error::custom(format!("there is no {name:?}")))
}
