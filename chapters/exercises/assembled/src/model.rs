//! The weights: the book's own models, in double precision.

use decoder::{Config, Gpt};
use foundations::Params;
use rand::{SeedableRng, rngs::StdRng};

/// A model of single precision, its numbers unchanged.
pub fn in_double(model: &Gpt<f32>) -> Gpt<f64> {
    let mut double = Gpt::new(model.config.clone(), &mut StdRng::seed_from_u64(0));
    for ((_, mut tensor), (_, single)) in
        double.tensors_mut().into_iter().zip(model.tensors())
    {
        tensor.assign(&single.mapv(f64::from));
    }
    double
}

/// A model that has learnt nothing yet, small enough to be trained while one waits.
pub fn small(vocab: usize) -> Gpt<f64> {
    Gpt::new(Config::article(vocab, 48, 2, 4, 32), &mut StdRng::seed_from_u64(7))
}
