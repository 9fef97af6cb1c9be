//! Rotary positions: queries and keys are turned by their places, and nothing is added.

use foundations::Float;
use ndarray::{ArcArray2, Array2, ArrayRef2};
use positional_encoding::frequency;

/// The turns of the first `context` positions.
///
/// ```text
/// y[2i]   = x[2i]·cos φ − x[2i+1]·sin φ        φ = position · base^(−2i/D)
/// y[2i+1] = x[2i]·sin φ + x[2i+1]·cos φ
/// ```
///
/// Su et al. 2021, equation 34, with a `base` of 10 000. Each pair of channels is a point
/// of the plane, turned about the origin. Applied to queries and to keys, it makes their
/// dot product a function of the distance.
///
/// ```
/// use ndarray::array;
/// use since_gpt2::Rotary;
/// // At position 0 nothing turns; at position 1 the fastest pair turns by one radian.
/// let mut x = array![[1.0, 0.0], [1.0, 0.0]];
/// Rotary::new(2, 2, 10_000.0).turn(0, &mut x);
/// assert_eq!(x, array![[1.0, 0.0], [1_f64.cos(), 1_f64.sin()]]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rotary<F> {
    cos: ArcArray2<F>, // (context, D/2), shared by all copies
    sin: ArcArray2<F>, // (context, D/2)
}

impl<F: Float> Rotary<F> {
    /// The cosines and sines of `context` positions, for heads of `d` channels.
    ///
    /// # Panics
    /// If `d` is odd: the last channel would have no partner.
    pub fn new(context: usize, d: usize, base: f64) -> Rotary<F> {
        assert!(d % 2 == 0, "a head of {d} channels can't be turned in pairs");
        let angle = |(t, i): (usize, usize)| t as f64 * frequency(i, d, base);
        let table = |of: fn(f64) -> f64| {
            Array2::from_shape_fn((context, d / 2), |at| F::of(of(angle(at)))).into_shared()
        };
        Rotary { cos: table(f64::cos), sin: table(f64::sin) }
    }

    /// Turns queries or keys in place; the first row stands at position `past`.
    ///
    /// # Shapes
    /// `x`: `(T, D)`, a strided view is welcome.
    ///
    /// # Panics
    /// If `past + T` is more than `context`, or x has not D columns.
    // ANCHOR: turn
    pub fn turn(&self, past: usize, x: &mut ArrayRef2<F>) {
        self.by(F::one(), past, x);
    }

    /// The backward: `dx`, in the place of `dy`. A turn's transpose turns back.
    ///
    /// ```text
    /// dx[2i]   =  dy[2i]·cos φ + dy[2i+1]·sin φ
    /// dx[2i+1] = −dy[2i]·sin φ + dy[2i+1]·cos φ
    /// ```
    ///
    /// # Shapes
    /// `dy`: `(T, D)`.
    ///
    /// # Panics
    /// As [`turn`](Rotary::turn).
    pub fn turn_back(&self, past: usize, dy: &mut ArrayRef2<F>) {
        self.by(-F::one(), past, dy); // cos(−φ) = cos φ, sin(−φ) = −sin φ
    }

    /// Turns forward for `sign` 1, back for −1.
    fn by(&self, sign: F, past: usize, x: &mut ArrayRef2<F>) {
        let (tokens, d) = x.dim();
        let (context, pairs) = self.cos.dim();
        assert_eq!(d, 2 * pairs, "the channels of a head (left) and of the turns (right)");
        let end = past + tokens;
        assert!(end <= context, "token {end} has no turn: the table holds {context}");
        for (t, mut row) in x.rows_mut().into_iter().enumerate() {
            for i in 0..pairs {
                let (cos, sin) = (self.cos[[past + t, i]], sign * self.sin[[past + t, i]]);
                let (one, other) = (row[2 * i], row[2 * i + 1]);
                row[2 * i] = one * cos - other * sin;
                row[2 * i + 1] = one * sin + other * cos;
            }
        }
    }
    // ANCHOR_END: turn
}
