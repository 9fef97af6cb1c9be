//! One's own work: where the chapter has the very code that an exercise asks for, an answer
//! does without it.

use crate::Exercise;

/// Why that is.
const WHY: &str = "with the chapter's own code there is nothing left to find out";

impl Exercise {
    /// What is said of an answer that uses what it must do without; its comments don't
    /// count.
    pub fn borrowed(&self, source: &str) -> Option<String> {
        let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
        let lines: Vec<String> = source.lines().map(code).collect();
        self.without.iter().find_map(|path| {
            let line = 1 + lines.iter().position(|line| uses(line, path))?;
            Some(format!("line {line} uses `{path}`: do without it, for {WHY}"))
        })
    }
}

/// Whether a line has the last name of a path in it. The name of a crate alone may be a
/// variable's too: it counts where `::` or `as` comes after it.
fn uses(line: &str, path: &str) -> bool {
    let in_a_name = |c: char| c.is_alphanumeric() || c == '_';
    let (is_crate, name) =
        path.rsplit_once("::").map_or((true, path), |(_, item)| (false, item));
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let whole = !before.ends_with(in_a_name) && !after.starts_with(in_a_name);
        let after = after.trim_start();
        whole && (!is_crate || after.starts_with("::") || after.starts_with("as "))
    })
}
