//! The fields of a `config.json`, whoever's it is.

use serde_json::{Map, Value};

use crate::{FileError, Stage, in_short};

pub(crate) const STAGES: [(&str, Stage); 3] = [
    ("pretrained", Stage::Pretrained),
    ("supervised", Stage::Supervised),
    ("aligned", Stage::Aligned),
];

/// The fields, each of which may be absent.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    pub(crate) fn parse(text: &str) -> Result<Fields, FileError> {
        let not_json =
            |error: serde_json::Error| FileError::NotJson { reason: in_short(error) };
        serde_json::from_str(text).map(Fields).map_err(not_json)
    }

    /// A field, if there is one and it holds something.
    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }

    /// Whether the field is there, if only as null.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// A size, or `default` if the field is not there.
    pub(crate) fn size(
        &self,
        field: &'static str,
        default: usize,
    ) -> Result<usize, FileError> {
        let Some(value) = self.0.get(field) else { return Ok(default) };
        let size = value.as_u64().and_then(|size| usize::try_from(size).ok());
        let size = size.filter(|&size| size > 0);
        size.ok_or_else(|| wrong(field, value, "a whole number above 0"))
    }

    /// A size that need not be said: null is as good as no field.
    pub(crate) fn size_if_said(
        &self,
        field: &'static str,
    ) -> Result<Option<usize>, FileError> {
        self.get(field).map(|_| self.size(field, 0)).transpose()
    }

    pub(crate) fn flag(
        &self,
        field: &'static str,
        default: bool,
    ) -> Result<bool, FileError> {
        let Some(value) = self.0.get(field) else { return Ok(default) };
        value.as_bool().ok_or_else(|| wrong(field, value, "true or false"))
    }

    /// A field that may hold one value alone, the one of a model that can be computed.
    pub(crate) fn only(
        &self,
        field: &'static str,
        value: impl Into<Value>,
    ) -> Result<(), FileError> {
        let value = value.into();
        match self.0.get(field) {
            Some(other) if *other != value => Err(wrong(field, other, &value.to_string())),
            _ => Ok(()),
        }
    }

    pub(crate) fn choice<T: Copy>(
        &self,
        field: &'static str,
        default: &str,
        choices: &[(&str, T)],
    ) -> Result<T, FileError> {
        choose(field, self.0.get(field).unwrap_or(&default.into()), choices)
    }

    /// The ε of the normalisations.
    pub(crate) fn epsilon(
        &self,
        field: &'static str,
        default: f64,
    ) -> Result<f64, FileError> {
        let Some(value) = self.0.get(field) else { return Ok(default) };
        let epsilon = value.as_f64().filter(|epsilon| *epsilon >= 0.0);
        epsilon.ok_or_else(|| wrong(field, value, "a number of at least 0"))
    }

    /// A field among those that other programs pass over.
    pub(crate) fn ours(&self, field: &str) -> Option<&Value> {
        self.0.get("glassgpt")?.get(field)
    }

    /// What the model has been through, if that is known.
    pub(crate) fn stage(&self) -> Result<Option<Stage>, FileError> {
        let stage = self.ours("stage").filter(|stage| !stage.is_null());
        stage.map(|value| choose("glassgpt.stage", value, &STAGES)).transpose()
    }
}

/// The choice that a field's value names.
pub(crate) fn choose<T: Copy>(
    field: &'static str,
    value: &Value,
    choices: &[(&str, T)],
) -> Result<T, FileError> {
    let named = choices.iter().find(|(name, _)| value.as_str() == Some(name));
    let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" or ");
    named.map(|(_, choice)| *choice).ok_or_else(|| wrong(field, value, &names()))
}

/// The first name that `choices` give to a value.
pub(crate) fn name_of<T: PartialEq>(
    value: T,
    choices: &[(&'static str, T)],
) -> &'static str {
    choices.iter().find(|(_, choice)| *choice == value).expect("every value has a name").0
}

pub(crate) fn wrong(field: &'static str, value: &Value, expected: &str) -> FileError {
    FileError::Field { field, found: in_short(value), expected: expected.to_owned() }
}
