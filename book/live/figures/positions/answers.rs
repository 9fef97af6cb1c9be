//! Chapter 3: the encoding of one position, and how alike it is to all others.

use ndarray::s;
use positional_encoding::{sinusoids, wavelength};
use serde::{Deserialize, Serialize};

const CONTEXT: usize = 128;

#[derive(Deserialize)]
pub(crate) struct Settings {
    position: usize,
    channels: usize,
    base: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    encoding: Vec<f64>,    // (C)
    wavelengths: Vec<f64>, // (C/2): after how many positions each pair of channels repeats
    dots: Vec<f64>,        // (CONTEXT): PE(p)·PE(q) for every q
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { position, channels, base } = *settings;
    if position >= CONTEXT || channels == 0 || channels > 512 || channels % 2 == 1 || base <= 1.0 {
        return Err(format!("positions are 0 to {}, channels 2, 4, … 512, the base above 1", CONTEXT - 1));
    }
    let table = sinusoids::<f64>(CONTEXT, channels, base); // (CONTEXT, C)
    let encoding = table.slice(s![position, ..]);
    let wavelengths = (0..channels / 2).map(|i| wavelength(i, channels, base)).collect();
    Ok(Answer { encoding: encoding.to_vec(), wavelengths, dots: table.dot(&encoding).to_vec() })
}
