//! A drawing of the book as a picture of its own, which no style of a page colours.

/// What the book's text has, where a drawing takes its colour.
const TEXT: &str = "#22262C";

/// A picture in a file, from what stands between `<svg` and `</svg>` in a page.
pub(super) fn still(svg: &str) -> String {
    let named = if svg.contains("xmlns=") { "" } else { " xmlns=\"http://www.w3.org/2000/svg\"" };
    // Markdown knows no capitals in the names of attributes; and a picture leads nowhere.
    let drawn = without_links(svg).replace(" viewbox=", " viewBox=").replace("currentColor", TEXT);
    format!("<svg{named}{}</svg>\n", mixed(&coloured(&drawn)))
}

/// Each colour as the value that stands beside its variable: `var(--fig-key, #A86400)`.
pub(super) fn coloured(css: &str) -> String {
    each_call(css, "var(", |inside| {
        inside.split_once(',').map_or("inherit", |(_, value)| value.trim()).to_owned()
    })
}

/// A part of a colour on the background as that colour, partly seen through.
fn mixed(svg: &str) -> String {
    ["fill", "stroke"].into_iter().fold(svg.to_owned(), |svg, name| {
        each_call(&svg, &format!("{name}=\"color-mix("), |inside| {
            let colour = inside.split(", ").nth(1).unwrap_or_default();
            let (colour, percent) = colour.split_once(' ').unwrap_or((colour, "100%"));
            let part = percent.trim_end_matches('%').parse().unwrap_or(100.0) / 100.0;
            format!("{name}=\"{colour}\" {name}-opacity=\"{part}")
        })
    })
}

/// Replaces each call of a function, given what is inside.
fn each_call(text: &str, function: &str, new: impl Fn(&str) -> String) -> String {
    let mut pieces = text.split(function);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (inside, rest) = piece.split_once(')').unwrap_or((piece, ""));
        out += &new(inside);
        out += rest;
    }
    out
}

fn without_links(svg: &str) -> String {
    let mut pieces = svg.split("<a ");
    let first = pieces.next().unwrap_or_default().to_owned();
    let inside = pieces.map(|piece| piece.split_once('>').map_or("", |(_, inside)| inside));
    inside.fold(first, |out, inside| out + inside).replace("</a>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_colours_in_itself() {
        let mix = "color-mix(in oklab, var(--fig-weight, #8B4FA8) 62%, var(--fig-background, #FEFEFC))";
        let svg = still(&format!(
            " viewbox=\"0 0 1 1\"><a href=\"x\"><text fill=\"currentColor\">a</text></a><rect fill=\"{mix}\"/><g stroke=\"{mix}\"/>"
        ));
        assert_eq!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><text fill=\"#22262C\">a</text>\
             <rect fill=\"#8B4FA8\" fill-opacity=\"0.62\"/><g stroke=\"#8B4FA8\" stroke-opacity=\"0.62\"/></svg>\n"
        );
    }
}
