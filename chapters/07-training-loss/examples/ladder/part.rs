//! What can stand between a model's embedding and its last linear layer.

use decoder::Block;
use feed_forward::FeedForward;
use foundations::{Float, Layer, Params};
use multi_head::MultiHead;
use ndarray::{Array3, ArrayViewD, ArrayViewMutD};
use positional_encoding::Positions;
use residual_norm::LayerNorm;

/// From `dy` to `dx` and the gradient of the part.
pub(crate) type Backward<'a, F> = Box<dyn FnOnce(&Array3<F>) -> (Array3<F>, Part<F>) + 'a>;

/// An enum of layers, with the forward and the parameters of whichever it is.
macro_rules! parts {
    ($($name:ident($layer:ident)),*) => {
        #[derive(Clone)]
        #[expect(clippy::large_enum_variant, reason = "a model has a handful of parts")]
        pub(crate) enum Part<F> {
            $($name($layer<F>)),*
        }

        impl<F: Float> Part<F> {
            pub(crate) fn forward(&self, x: &Array3<F>) -> (Array3<F>, Backward<'_, F>) {
                match self {
                    $(Part::$name(layer) => {
                        let (y, cache) = layer.forward(x);
                        let backward = move |dy: &Array3<F>| {
                            let (dx, gradient) = layer.backward(cache, dy);
                            (dx, Part::$name(gradient))
                        };
                        (y, Box::new(backward))
                    })*
                }
            }
        }

        impl<F: Float> Params<F> for Part<F> {
            fn collect<'a>(
                &'a self,
                at: &str,
                list: &mut Vec<(String, ArrayViewD<'a, F>)>,
            ) {
                match self { $(Part::$name(layer) => layer.collect(at, list)),* }
            }

            fn collect_mut<'a>(
                &'a mut self,
                at: &str,
                list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
            ) {
                match self { $(Part::$name(layer) => layer.collect_mut(at, list)),* }
            }
        }
    };
}

// A block: heads and network, each with its residual connection and norm.
parts!(
    Positions(Positions),
    Heads(MultiHead),
    Network(FeedForward),
    Block(Block),
    Norm(LayerNorm)
);
