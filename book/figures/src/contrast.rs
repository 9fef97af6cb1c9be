//! Text that reads on every shade.

use crate::Colour;
use crate::colour::entry;

/// As light as this, a colour bears black and white equally well: 4.58 : 1.
const MIDDLE: f64 = 0.179;

impl Colour {
    /// For text on this colour: black or white, whichever reads better on each page.
    ///
    /// # Panics
    /// On [`Colour::Text`] and on an ink: these are no shades.
    pub fn ink(self) -> Self {
        Colour::White(self.luminance().map(|light| light < MIDDLE))
    }

    /// How light it is, from 0 to 1 as WCAG measures it, on a light page and on a dark one.
    fn luminance(self) -> [f64; 2] {
        let (name, percent) = self.level();
        let (share, (colour, background)) = (f64::from(percent) / 100.0, (entry(name), entry("background")));
        [(colour.1, background.1), (colour.2, background.2)].map(|(colour, background)| {
            let (colour, background) = (roots(colour), roots(background));
            let cone = |i: usize| (share * colour[i] + (1.0 - share) * background[i]).powi(3);
            -0.0408 * cone(0) + 1.1125 * cone(1) - 0.0717 * cone(2)
        })
    }
}

/// The cube roots of what the eye's three cones see, in which a browser mixes colours: Oklab (Ottosson 2020) is
/// linear in them.
fn roots(hex: &str) -> [f64; 3] {
    let linear = |i: usize| {
        let byte = u8::from_str_radix(&hex[2 * i + 1..2 * i + 3], 16).expect("two hexadecimal digits");
        let value = f64::from(byte) / 255.0;
        if value > 0.04045 { ((value + 0.055) / 1.055).powf(2.4) } else { value / 12.92 }
    };
    let (r, g, b) = (linear(0), linear(1), linear(2));
    [(0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.6300)]
        .map(|cone| (cone.0 * r + cone.1 * g + cone.2 * b).cbrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_on_every_level_of_every_map() {
        let maps =
            [Colour::Query, Colour::Key, Colour::Value, Colour::Weight, Colour::Gradient, Colour::Position];
        let levels = (0..=100).flat_map(|percent| maps.map(|map| map.tint(f64::from(percent) / 100.0)));
        for level in levels.chain((-100..=100).map(Colour::Signed)) {
            let Colour::White(white) = level.ink() else { panic!("{level:?}") };
            for (light, white) in level.luminance().into_iter().zip(white) {
                let contrast = if white { 1.05 / (light + 0.05) } else { (light + 0.05) / 0.05 };
                assert!(contrast >= 4.5, "{level:?}: {contrast}");
            }
        }
        for (measured, exact) in Colour::sequential(1.0).luminance().into_iter().zip([0.13908, 0.37965]) {
            assert!((measured - exact).abs() < 1e-3, "{measured} for {exact}, by WCAG's formula");
        }
    }
}
