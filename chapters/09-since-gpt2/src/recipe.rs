//! Which of the parts are those of now.

/// What a block is made of, part by part.
///
/// ```
/// use since_gpt2::Recipe;
/// assert_eq!(Recipe::NOW.rotary, Some(10_000.0));
/// assert_eq!(Recipe { rotary: None, ..Recipe::NOW }.groups, Some(1)); // one part changed
/// ```
// ANCHOR: recipe
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// The base of rotary positions; without it sinusoids are added.
    pub rotary: Option<f64>,
    /// RMSNorm in the place of layer normalisation.
    pub root_mean_square: bool,
    /// SwiGLU in the place of the network of chapter 4.
    pub gated: bool,
    /// G, how many heads of keys and values there are; without it each head has its own.
    pub groups: Option<usize>,
    /// D, the channels of a head of such attention, where they are not C/H.
    pub head_channels: Option<usize>,
}

impl Recipe {
    /// The article's parts.
    pub const THEN: Recipe = Recipe {
        rotary: None,
        root_mean_square: false,
        gated: false,
        groups: None,
        head_channels: None,
    };
    /// All four parts of this chapter, with one head of keys and values.
    pub const NOW: Recipe = Recipe {
        rotary: Some(10_000.0),
        root_mean_square: true,
        gated: true,
        groups: Some(1),
        head_channels: None,
    };
}
// ANCHOR_END: recipe
