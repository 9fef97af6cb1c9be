//! Autoregressive generation: produce a token, append it to the input, repeat.

use foundations::Float;
use multi_head::KvCache;
use ndarray::{Array1, Array2, s};
use rand::Rng;

use crate::{Gpt, LanguageModel, Sampling};

/// A text in the making: the tokens so far, and what the model has kept of them.
///
/// Up to `context` tokens each new one costs one row of work, because keys and values are
/// kept. Beyond that the window moves: the model sees the last `context` tokens at the
/// positions 0 … context − 1, every position has changed, and nothing that was kept fits
/// any more. Each further token then costs a forward of the whole window.
///
/// # Example
/// ```
/// use decoder::{Config, Gpt, Sampling, Writer};
/// use rand::{SeedableRng, rngs::StdRng};
/// let mut rng = StdRng::seed_from_u64(1);
/// let model = Gpt::<f32>::new(Config::article(5, 8, 1, 2, 4), &mut rng);
/// let mut writer = Writer::new(&model, &[0, 3]);
/// for _ in 0..10 {
///     writer.write(&Sampling::PLAIN, &mut rng);
/// }
/// assert_eq!(writer.tokens().len(), 12);
/// assert_eq!(writer.tokens()[..2], [0, 3]);
/// ```
#[derive(Clone, Debug)]
pub struct Writer<'a, F: Float, M = Gpt<F>> {
    model: &'a M,
    tokens: Vec<usize>,
    kv_cache: Vec<KvCache<F>>,
    seen: usize,             // how many of the tokens are in the cache
    next: Option<Array1<F>>, // (V), computed already if no token came since
}

impl<'a, F: Float, M: LanguageModel<F>> Writer<'a, F, M> {
    /// A text that starts with `prompt`.
    ///
    /// # Panics
    /// If the prompt is empty: the model needs a token to look at.
    pub fn new(model: &'a M, prompt: &[usize]) -> Writer<'a, F, M> {
        assert!(!prompt.is_empty(), "an empty prompt: the model needs a token to look at");
        let (tokens, kv_cache) = (prompt.to_vec(), model.kv_cache(1));
        Writer { model, tokens, kv_cache, seen: 0, next: None }
    }

    /// All tokens so far, the prompt's included.
    pub fn tokens(&self) -> &[usize] {
        &self.tokens
    }

    /// Appends a token that somebody else chose.
    pub fn push(&mut self, token: usize) {
        self.tokens.push(token);
        self.next = None;
    }

    /// The logits `(V)` of the token that comes next.
    pub fn next_logits(&mut self) -> Array1<F> {
        let next = self.next.take().unwrap_or_else(|| self.look());
        self.next.insert(next).clone()
    }

    /// Shows the model the tokens that it has not seen yet.
    // ANCHOR: look
    fn look(&mut self) -> Array1<F> {
        let context = self.model.config().context;
        if self.tokens.len() > context {
            // The window has moved: nothing that was kept fits.
            self.kv_cache.iter_mut().for_each(KvCache::clear);
            self.seen = self.tokens.len() - context;
        }
        let new = &self.tokens[self.seen..];
        let new = Array2::from_shape_vec((1, new.len()), new.to_vec()).expect("one row");
        let logits = self.model.forward_cached(&new, &mut self.kv_cache); // (1, T, V)
        self.seen = self.tokens.len();
        logits.slice_move(s![0, -1, ..])
    }
    // ANCHOR_END: look

    /// Draws the next token, appends it, and returns it.
    pub fn write(&mut self, sampling: &Sampling, rng: &mut impl Rng) -> usize {
        let token = sampling.draw(&self.next_logits(), rng);
        self.push(token);
        token
    }
}
