//! A text as inputs and targets: the target of every token is the token after it.

use foundations::Float;
use ndarray::{Array2, ArrayView2, Axis};
use rand::{Rng, RngExt};

/// What a training step looks at: B sequences of T tokens, the token that follows each, and
/// how much each counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch<F> {
    /// What the model sees.
    pub inputs: Array2<usize>, // (B, T)
    /// What comes next.
    pub targets: Array2<usize>, // (B, T)
    /// How much each target counts; the sum of their sizes is 1, so that the loss is a
    /// mean.
    pub weights: Array2<F>, // (B, T)
}

impl<F: Float> Batch<F> {
    /// A batch whose loss is the weighted mean of the surprises.
    ///
    /// ```text
    /// w ← w / Σ|w|
    /// ```
    ///
    /// # Panics
    /// If the three shapes differ, or all weights are 0.
    pub fn new(
        inputs: Array2<usize>,
        targets: Array2<usize>,
        mut weights: Array2<F>,
    ) -> Batch<F> {
        assert_eq!(inputs.dim(), targets.dim(), "a target for each input");
        assert_eq!(inputs.dim(), weights.dim(), "a weight for each target");
        let total: F = weights.iter().map(|w| w.abs()).sum();
        assert!(
            total > F::zero(),
            "all weights are 0: there is nothing to learn from this batch"
        );
        weights.mapv_inplace(|w| w / total);
        Batch { inputs, targets, weights }
    }

    /// Every row a window of the text that begins at one of `starts`; each target counts
    /// the same.
    ///
    /// # Panics
    /// If a window, with the target of its last token, reaches beyond the text.
    ///
    /// ```
    /// use ndarray::array;
    /// use training_loss::Batch;
    /// let batch = Batch::<f32>::of_windows(&[10, 11, 12, 13], &[0, 1], 2);
    /// assert_eq!(batch.inputs, array![[10, 11], [11, 12]]);
    /// assert_eq!(batch.targets, array![[11, 12], [12, 13]]);
    /// ```
    // ANCHOR: of_windows
    pub fn of_windows(text: &[usize], starts: &[usize], length: usize) -> Batch<F> {
        let shape = (starts.len(), length);
        let inputs = Array2::from_shape_fn(shape, |(b, t)| text[starts[b] + t]);
        let targets = Array2::from_shape_fn(shape, |(b, t)| text[starts[b] + t + 1]);
        Batch::new(inputs, targets, Array2::ones(shape))
    }
    // ANCHOR_END: of_windows

    /// `batch` windows at places drawn at random.
    ///
    /// # Panics
    /// If the text has no `length + 1` tokens.
    pub fn random(
        text: &[usize],
        batch: usize,
        length: usize,
        rng: &mut impl Rng,
    ) -> Batch<F> {
        assert!(
            text.len() > length,
            "a window of {length} and its last target need {} tokens, not {}",
            length + 1,
            text.len()
        );
        let starts: Vec<usize> =
            (0..batch).map(|_| rng.random_range(0..text.len() - length)).collect();
        Batch::of_windows(text, &starts, length)
    }

    /// The two halves of the batch; their losses and gradients sum to the whole's.
    pub(crate) fn halves(&self) -> [Batch<F>; 2] {
        let half = self.inputs.nrows() / 2;
        let (inputs, targets) = (self.inputs.view(), self.targets.view());
        let (inputs, targets, weights) = (
            inputs.split_at(Axis(0), half),
            targets.split_at(Axis(0), half),
            self.weights.view().split_at(Axis(0), half),
        );
        let part = |inputs: ArrayView2<usize>,
                    targets: ArrayView2<usize>,
                    weights: ArrayView2<F>| Batch {
            inputs: inputs.to_owned(),
            targets: targets.to_owned(),
            weights: weights.to_owned(),
        };
        [part(inputs.0, targets.0, weights.0), part(inputs.1, targets.1, weights.1)]
    }
}

/// Where `count` windows of `length` tokens begin when they are spread evenly over a text:
/// the same ones for every measurement.
///
/// # Panics
/// If the text has no `length + 1` tokens.
pub fn windows(tokens: usize, count: usize, length: usize) -> Vec<usize> {
    assert!(
        tokens > length,
        "a window of {length} and its last target need {} tokens, not {tokens}",
        length + 1
    );
    let room = tokens - length; // the places where a window can begin
    (0..count.min(room)).map(|i| i * room / count.min(room)).collect()
}
