//! What a colour means, and how it is written into an SVG so that the page's theme decides its shade.

use plotters::style::RGBColor;

/// The colours of the book: one colour, one thing, in every formula and figure.
///
/// A colour is written as a CSS variable with a fallback that reads on white, so that the page around a figure
/// chooses the shades of the light and the dark theme.
///
/// ```
/// use figures::Colour;
/// assert_eq!(Colour::Query.css(), "var(--fig-query, #0068A8)");
/// assert_eq!(Colour::Text.css(), "currentColor");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// The text's own colour.
    Text,
    /// Less important than the text: ticks, notes.
    Muted,
    /// The lines behind a plot.
    Grid,
    /// The page behind everything.
    Background,
    /// Queries: blue.
    Query,
    /// Keys: orange.
    Key,
    /// Values: green.
    Value,
    /// Attention weights: purple.
    Weight,
    /// Gradients: vermilion.
    Gradient,
    /// Positions: sky blue.
    Position,
    /// One of six neutral colours for things that have none of their own, 1 to 6 (7 is 1 again).
    Category(u8),
    /// A level of the map from the background (0) to another colour (100), which is named by its place in the palette.
    Tint(u8, u8),
    /// A level of the signed map: blue (−100), background (0), vermilion (100).
    Signed(i8),
    /// White, or else black, for text on a level of a map: on a light page, and on a dark one.
    White([bool; 2]),
}

/// Name of the variable, its value on a light page, and on a dark one.
pub(crate) const PALETTE: [(&str, &str, &str); 17] = [
    ("muted", "#5F6368", "#A0A6AD"),
    ("grid", "#DADCE0", "#3C4043"),
    ("background", "#FEFEFC", "#17191E"),
    ("query", "#0068A8", "#5AB0E8"),
    ("key", "#A86400", "#F0B040"),
    ("value", "#00795A", "#3CC79B"),
    ("weight", "#8B4FA8", "#C990E4"),
    ("gradient", "#C04A00", "#FF8552"),
    ("position", "#1B78AA", "#8AD0F5"),
    ("1", "#2E3C52", "#B9C6D8"),
    ("2", "#767A00", "#B9BD2F"),
    ("3", "#B94A7D", "#F08DB5"),
    ("4", "#6A5ACD", "#A396FF"),
    ("5", "#7F5539", "#C99A73"),
    ("6", "#747474", "#8F9499"),
    ("black", "#000000", "#FFFFFF"),
    ("white", "#FFFFFF", "#000000"),
];

impl Colour {
    /// The neutral colour of the `index`-th of several equal things, counted from 0.
    pub fn nth(index: usize) -> Self {
        Colour::Category((index % 6) as u8 + 1)
    }

    /// A value between 0 and 1 on the map from the background to the weights' purple.
    pub fn sequential(value: f64) -> Self {
        Colour::Weight.tint(value)
    }

    /// A value between 0 and 1 on the map from the background to this colour.
    ///
    /// # Panics
    /// If this is the text's colour or a level already.
    pub fn tint(self, value: f64) -> Self {
        let place = PALETTE.iter().position(|entry| entry.0 == self.name());
        let place = place.expect("a level of a colour of the palette") as u8;
        Colour::Tint(place, (value.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// A value between −1 and 1 on the map blue, background, vermilion.
    pub fn signed(value: f64) -> Self {
        Colour::Signed((value.clamp(-1.0, 1.0) * 100.0).round() as i8)
    }

    /// The colour as CSS.
    pub fn css(self) -> String {
        match self {
            Colour::Text => "currentColor".to_owned(),
            Colour::White([false, false]) => "#000000".to_owned(),
            Colour::White([true, true]) => "#FFFFFF".to_owned(),
            Colour::White([white, _]) => variable(if white { "white" } else { "black" }),
            other => mix(other.level()),
        }
    }

    /// A colour of the palette, and how much of it is mixed with the background, in percent.
    pub(crate) fn level(self) -> (&'static str, u8) {
        match self {
            Colour::Tint(place, percent) => (PALETTE[place as usize].0, percent),
            Colour::Signed(s) => (if s < 0 { "query" } else { "gradient" }, s.unsigned_abs()),
            other => (other.name(), 100),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Colour::Muted => "muted",
            Colour::Grid => "grid",
            Colour::Background => "background",
            Colour::Query => "query",
            Colour::Key => "key",
            Colour::Value => "value",
            Colour::Weight => "weight",
            Colour::Gradient | Colour::Signed(_) => "gradient",
            Colour::Position => "position",
            Colour::Category(n) => ["1", "2", "3", "4", "5", "6"][(n as usize + 5) % 6],
            Colour::Tint(..) => "tint",
            Colour::Text => "text",
            Colour::White(_) => "white",
        }
    }
}

/// A colour of the palette.
pub(crate) fn entry(name: &str) -> &'static (&'static str, &'static str, &'static str) {
    PALETTE.iter().find(|entry| entry.0 == name).expect("every colour is in the palette")
}

fn variable(name: &str) -> String {
    format!("var(--fig-{name}, {})", entry(name).1)
}

/// So many percent of a colour on the background.
fn mix((name, percent): (&str, u8)) -> String {
    match percent {
        0 => variable("background"),
        100.. => variable(name),
        _ => format!("color-mix(in oklab, {} {percent}%, {})", variable(name), variable("background")),
    }
}

/// How a line is broken, so that two lines differ without their colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    Theory,
    Mixed,
    Dots,
    Long,
    Short,
}

impl Dash {
    const ALL: [Dash; 6] = [Dash::Solid, Dash::Theory, Dash::Mixed, Dash::Dots, Dash::Long, Dash::Short];

    /// The dash of the `index`-th measured line; theory's is never among them.
    pub(crate) fn nth(index: usize) -> Self {
        [Dash::Solid, Dash::Mixed, Dash::Dots, Dash::Long, Dash::Short][index % 5]
    }

    pub(crate) fn pattern(self) -> Option<&'static str> {
        match self {
            Dash::Solid => None,
            Dash::Theory => Some("7 4"),
            Dash::Mixed => Some("10 3 2 3"),
            Dash::Dots => Some("2 3"),
            Dash::Long => Some("14 4"),
            Dash::Short => Some("4 2"),
        }
    }
}

/// A colour and a dash, hidden in the three bytes that plotters hands from a series to the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ink(pub(crate) Colour, pub(crate) Dash);

const PLAIN: [Colour; 10] = [
    Colour::Text,
    Colour::Muted,
    Colour::Grid,
    Colour::Background,
    Colour::Query,
    Colour::Key,
    Colour::Value,
    Colour::Weight,
    Colour::Gradient,
    Colour::Position,
];

impl From<Ink> for RGBColor {
    fn from(Ink(colour, dash): Ink) -> RGBColor {
        let (kind, level) = match colour {
            Colour::Category(n) => (100, n),
            Colour::Tint(place, p) => (110 + place, p),
            Colour::Signed(s) => (102, s as u8),
            Colour::White([light, dark]) => (103, u8::from(light) + 2 * u8::from(dark)),
            plain => (PLAIN.iter().position(|&p| p == plain).expect("a plain colour") as u8, 0),
        };
        RGBColor(kind, level, dash as u8)
    }
}

impl From<(u8, u8, u8)> for Ink {
    fn from((kind, level, dash): (u8, u8, u8)) -> Ink {
        let colour = match kind {
            100 => Colour::Category(level),
            110.. => Colour::Tint(kind - 110, level),
            102 => Colour::Signed(level as i8),
            103 => Colour::White([level % 2 == 1, level > 1]),
            plain => PLAIN[plain as usize],
        };
        Ink(colour, Dash::ALL[dash as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_survives_its_way_through_plotters() {
        let levels = [
            Colour::Category(3),
            Colour::Weight.tint(0.4),
            Colour::Signed(-70),
            Colour::Signed(100),
            Colour::Key.ink(),
        ];
        for colour in PLAIN.into_iter().chain(levels) {
            for dash in Dash::ALL {
                let RGBColor(r, g, b) = Ink(colour, dash).into();
                assert_eq!(Ink::from((r, g, b)), Ink(colour, dash));
            }
        }
    }

    #[test]
    fn a_value_between_is_a_mixture_with_the_background() {
        assert_eq!(Colour::sequential(0.0).css(), Colour::Background.css());
        assert_eq!(Colour::sequential(1.0).css(), Colour::Weight.css());
        assert!(Colour::Value.tint(0.3).css().contains("var(--fig-value, #00795A) 30%"));
        assert_eq!(Colour::signed(-1.0).css(), Colour::Query.css());
        assert!(
            Colour::signed(0.3).css().starts_with("color-mix(in oklab, var(--fig-gradient, #C04A00) 30%")
        );
    }
}
