//! What the checks call in a student's file: the heads of its public functions, and its public constants' types.

/// Every public item's head, its spaces evened out: `pub fn f(x: f64) -> f64`.
pub(crate) fn signatures(source: &str) -> Vec<String> {
    let mut found: Vec<String> = source
        .match_indices("\npub ")
        .map(|(at, _)| {
            let head = source[at..].split(['{', '=', ';']).next().unwrap_or_default();
            let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
            head.replace("( ", "(").replace(", )", ")").replace(",)", ")")
        })
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_values_do_not_count_but_types_do() {
        let one = "\npub const A: u8 = 1;\npub fn f(\n    x: f64,\n) -> f64 {\n    x\n}\n";
        let same = "//! Text\npub fn f(x: f64) -> f64 { 2.0 * x }\n\npub const A: u8 = 2;";
        assert_eq!(signatures(one), ["pub const A: u8", "pub fn f(x: f64) -> f64"]);
        assert_eq!(signatures(one), signatures(same));
        assert_ne!(signatures(one), signatures(&one.replace("u8", "u16")));
    }
}
