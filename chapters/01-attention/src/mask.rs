//! Who may look at whom.

/// Which keys a query may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// Every query sees every key.
    Full,
    /// A query sees the keys up to its own position: no token looks into its future.
    Causal,
}

impl Mask {
    /// How many of the `s` keys query number `t` of `queries` may see: always the first
    /// ones.
    ///
    /// The queries are the *last* tokens of the sequence. With `past = s − queries` keys
    /// from before, query `t` stands at position `past + t` and, under the causal mask,
    /// sees the keys `0 ..= past + t`.
    ///
    /// # Panics
    /// If the mask is causal and there are fewer keys than queries.
    ///
    /// ```
    /// use attention::Mask;
    /// assert_eq!(Mask::Causal.visible(0, 3, 3), 1); // the first token sees itself
    /// // a third token, after two kept ones, sees all three
    /// assert_eq!(Mask::Causal.visible(0, 1, 3), 3);
    /// assert_eq!(Mask::Full.visible(0, 3, 3), 3);
    /// ```
    // ANCHOR: visible
    pub fn visible(self, t: usize, queries: usize, s: usize) -> usize {
        match self {
            Mask::Full => s,
            Mask::Causal => {
                assert!(
                    s >= queries,
                    "a causal mask needs a key for each query: {queries} queries, {s} keys"
                );
                s - queries + t + 1
            }
        }
    }
    // ANCHOR_END: visible
}
