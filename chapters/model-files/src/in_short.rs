//! Strangers' words in our sentences.

use std::fmt::Display;

/// What stands in a file, or what a library says of it, as a part of one sentence: cut
/// where it gets long, and with the signs that would break the line written out.
///
/// ```
/// use model_files::in_short;
/// assert_eq!(in_short("two\nlines"), r"two\nlines");
/// assert_eq!(in_short("x".repeat(500)).chars().count(), 101);
/// ```
pub fn in_short(said: impl Display) -> String {
    let said = said.to_string();
    let shown = |sign| match sign {
        '"' | '\'' | '\\' => String::from(sign),
        _ => sign.escape_debug().to_string(),
    };
    let rest = if said.chars().nth(100).is_some() { "…" } else { "" };
    said.chars().take(100).map(shown).collect::<String>() + rest
}
