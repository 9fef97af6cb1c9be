//! What training and writing ask of a model, whatever its parts are.

use foundations::{Float, Params};
use multi_head::KvCache;
use ndarray::{Array3, ArrayRef2, ArrayRef3};

use crate::{Config, Gpt, GptCache};

/// A model that says, for every token, how likely each token is to come next, and that can
/// learn: [`Gpt`] is one, and chapter 9 builds another. The [`Writer`](crate::Writer), the
/// trainer of chapter 7 and the loops of chapter 8 take any.
// ANCHOR: language_model
pub trait LanguageModel<F: Float>: Params<F> + Clone + Send + Sync {
    /// What `backward` must remember of `forward`.
    type Cache;
    /// Its sizes.
    fn config(&self) -> &Config;
    /// Tokens `(B, T)` to the logits `(B, T, V)` of the token that follows each.
    fn forward(&self, tokens: &ArrayRef2<usize>) -> (Array3<F>, Self::Cache);
    /// `∂L/∂θ` of every parameter, given `dlogits = ∂L/∂logits`.
    fn backward(&self, cache: Self::Cache, dlogits: &ArrayRef3<F>) -> Self;
    /// Room to keep the keys and values of `batch` sequences, for each block.
    fn kv_cache(&self, batch: usize) -> Vec<KvCache<F>>;
    /// The logits for the next tokens of sequences whose past is kept.
    fn forward_cached(
        &self,
        tokens: &ArrayRef2<usize>,
        caches: &mut [KvCache<F>],
    ) -> Array3<F>;
}
// ANCHOR_END: language_model

impl<F: Float> LanguageModel<F> for Gpt<F> {
    type Cache = GptCache<F>;

    fn config(&self) -> &Config {
        &self.config
    }

    fn forward(&self, tokens: &ArrayRef2<usize>) -> (Array3<F>, GptCache<F>) {
        self.forward(tokens)
    }

    fn backward(&self, cache: GptCache<F>, dlogits: &ArrayRef3<F>) -> Gpt<F> {
        self.backward(cache, dlogits)
    }

    fn kv_cache(&self, batch: usize) -> Vec<KvCache<F>> {
        self.kv_cache(batch)
    }

    fn forward_cached(
        &self,
        tokens: &ArrayRef2<usize>,
        caches: &mut [KvCache<F>],
    ) -> Array3<F> {
        self.forward_cached(tokens, caches)
    }
}
