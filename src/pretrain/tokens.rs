//! What a text is cut into.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Characters, or byte pairs that are learnt from the text itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum Tokens {
    #[default]
    Characters,
    /// So many at most.
    BytePairs(usize),
}

/// The end of a text, the 256 bytes, and one pair; and more than GPT-4 has.
const MANY: std::ops::RangeInclusive<usize> = 258..=200_000;

impl FromStr for Tokens {
    type Err = String;

    fn from_str(text: &str) -> Result<Tokens, String> {
        if text == "characters" {
            return Ok(Tokens::Characters);
        }
        let many = text.strip_prefix("bpe:").and_then(|many| many.parse().ok());
        let many = many.filter(|many| MANY.contains(many)).map(Tokens::BytePairs);
        many.ok_or_else(|| {
            format!("give characters, or bpe:N with N from {} to {}", MANY.start(), MANY.end())
        })
    }
}

impl TryFrom<String> for Tokens {
    type Error = String;

    fn try_from(text: String) -> Result<Tokens, String> {
        text.parse()
    }
}

impl fmt::Display for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Tokens::Characters => f.write_str("characters"),
            Tokens::BytePairs(many) => write!(f, "bpe:{many}"),
        }
    }
}

impl From<Tokens> for String {
    fn from(tokens: Tokens) -> String {
        tokens.to_string()
    }
}
