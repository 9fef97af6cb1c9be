//! Two ways to do the same: that of 2019, and that of now.

use decoder::{Config, LanguageModel};
use foundations::{Float, Layer, Params};
use multi_head::KvCache;
use ndarray::{Array3, ArrayRef2, ArrayRef3, ArrayViewD, ArrayViewMutD};

/// One of two layers, or two models, that can stand in the same place; their caches too.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice<Then, Now> {
    /// As in GPT-2, or in the article.
    Then(Then),
    /// As in most models since.
    Now(Now),
}

impl<F: Float, Then: Layer<F>, Now: Layer<F>> Layer<F> for Choice<Then, Now> {
    type Cache = Choice<Then::Cache, Now::Cache>;

    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        match self {
            Choice::Then(layer) => {
                let (y, cache) = layer.forward(x);
                (y, Choice::Then(cache))
            }
            Choice::Now(layer) => {
                let (y, cache) = layer.forward(x);
                (y, Choice::Now(cache))
            }
        }
    }

    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        match (self, cache) {
            (Choice::Then(layer), Choice::Then(cache)) => {
                let (dx, gradient) = layer.backward(cache, dy);
                (dx, Choice::Then(gradient))
            }
            (Choice::Now(layer), Choice::Now(cache)) => {
                let (dx, gradient) = layer.backward(cache, dy);
                (dx, Choice::Now(gradient))
            }
            _ => panic!("this cache is of another layer"),
        }
    }
}

impl<F: Float, Then: Params<F>, Now: Params<F>> Params<F> for Choice<Then, Now> {
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        match self {
            Choice::Then(layer) => layer.collect(path, list),
            Choice::Now(layer) => layer.collect(path, list),
        }
    }

    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        match self {
            Choice::Then(layer) => layer.collect_mut(path, list),
            Choice::Now(layer) => layer.collect_mut(path, list),
        }
    }
}

impl<F: Float, Then: LanguageModel<F>, Now: LanguageModel<F>> LanguageModel<F>
    for Choice<Then, Now>
{
    type Cache = Choice<Then::Cache, Now::Cache>;

    fn config(&self) -> &Config {
        match self {
            Choice::Then(model) => model.config(),
            Choice::Now(model) => model.config(),
        }
    }

    fn forward(&self, tokens: &ArrayRef2<usize>) -> (Array3<F>, Self::Cache) {
        match self {
            Choice::Then(model) => {
                let (logits, cache) = model.forward(tokens);
                (logits, Choice::Then(cache))
            }
            Choice::Now(model) => {
                let (logits, cache) = model.forward(tokens);
                (logits, Choice::Now(cache))
            }
        }
    }

    fn backward(&self, cache: Self::Cache, dlogits: &ArrayRef3<F>) -> Self {
        match (self, cache) {
            (Choice::Then(model), Choice::Then(cache)) => {
                Choice::Then(model.backward(cache, dlogits))
            }
            (Choice::Now(model), Choice::Now(cache)) => {
                Choice::Now(model.backward(cache, dlogits))
            }
            _ => panic!("this cache is of another model"),
        }
    }

    fn kv_cache(&self, batch: usize) -> Vec<KvCache<F>> {
        match self {
            Choice::Then(model) => model.kv_cache(batch),
            Choice::Now(model) => model.kv_cache(batch),
        }
    }

    fn forward_cached(
        &self,
        tokens: &ArrayRef2<usize>,
        caches: &mut [KvCache<F>],
    ) -> Array3<F> {
        match self {
            Choice::Then(model) => model.forward_cached(tokens, caches),
            Choice::Now(model) => model.forward_cached(tokens, caches),
        }
    }
}
