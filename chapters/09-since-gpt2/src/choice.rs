//! Two ways to do the same: that of 2019, and that of now.

use foundations::{Float, Layer, Params};
use ndarray::{Array3, ArrayRef3, ArrayViewD, ArrayViewMutD};

/// One of two layers that can stand in the same place; their caches too.
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
