//! Text without system fonts: how wide it will be, and how a number is written.

/// Size of the text in a figure, in its own units (a figure is [`WIDTH`](crate::canvas::WIDTH) of them wide).
pub(crate) const SIZE: f64 = 15.0;

/// About how wide `text` is at `size`: the widths of a common sans-serif face, rounded up.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| size * em(c)).sum()
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' | '·' => 0.29,
        'f' | 't' | 'r' | 'I' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' => 0.37,
        '⁰'..='⁹' | '⁻' | '¹' | '²' | '³' | '₀'..='₉' => 0.40,
        '0'..='9' => 0.64,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '∑' | 'Σ' => 0.88,
        'A'..='Z' | '→' | '←' | '√' | '≈' | '×' | '+' | '=' | '−' => 0.68,
        '\u{2E80}'..='\u{FFFF}' => 1.02,
        _ => 0.60,
    }
}

/// A number with as many decimals as a step of `step` needs, a real minus sign, and no "−0".
pub(crate) fn number(value: f64, step: f64) -> String {
    let decimals = (-(step * 1.000_001).log10().floor()).clamp(0.0, 6.0) as usize;
    fixed(value, decimals)
}

/// A number with exactly `decimals` decimals, a real minus sign, and no "−0".
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A number with the decimals it has, six at most.
pub(crate) fn plain(value: f64) -> String {
    let decimals = (0..6).find(|&d| (value * 10f64.powi(d) - (value * 10f64.powi(d)).round()).abs() < 1e-6);
    fixed(value, decimals.unwrap_or(6) as usize)
}

/// Powers of ten and how they are written, all in one form: as 0.01, or, where that would be long, as 10⁻⁶.
pub(crate) fn powers_of_ten(exponents: impl IntoIterator<Item = i32>) -> Vec<(f64, String)> {
    let exponents: Vec<i32> = exponents.into_iter().collect();
    let short = exponents.iter().all(|e| (-3..=4).contains(e));
    let write = |e: i32, value| if short { plain(value) } else { format!("10{}", superscript(e)) };
    exponents.into_iter().map(|e| (10f64.powi(e), write(e, 10f64.powi(e)))).collect()
}

fn superscript(exponent: i32) -> String {
    let digit = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        c => char::from_u32('⁰' as u32 + c as u32 - '0' as u32).expect("a digit has a superscript"),
    };
    exponent.to_string().chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_real_minus_and_no_negative_zero() {
        assert_eq!(number(-0.5, 0.5), "−0.5");
        assert_eq!(number(-1e-12, 0.1), "0.0");
        assert_eq!(number(250.0, 50.0), "250");
        assert_eq!(number(0.25, 0.05), "0.25");
    }

    #[test]
    fn powers_of_ten_have_one_form() {
        let labels = |exponents: &[i32]| {
            powers_of_ten(exponents.to_vec()).into_iter().map(|p| p.1).collect::<Vec<_>>()
        };
        assert_eq!(labels(&[-3, -1, 0, 2, 4]), ["0.001", "0.1", "1", "100", "10000"]);
        assert_eq!(labels(&[-10, 0, 4]), ["10⁻¹⁰", "10⁰", "10⁴"]);
    }
}
