//! The weights: the book's own models, in double precision.

use decoder::{Config, Gpt};
use foundations::Params;
use model_files::Model;
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{Choice, Decoder};

/// A model whose weights a student's functions use: the article's, or chapter 9's.
pub type Weights = Choice<Gpt<f64>, Decoder<f64>>;

/// A model of single precision, its numbers unchanged.
pub fn in_double(model: &Model) -> Weights {
    let rng = &mut StdRng::seed_from_u64(0);
    match model {
        Choice::Then(single) => {
            Choice::Then(filled(Gpt::new(single.config.clone(), rng), single))
        }
        Choice::Now(single) => {
            Choice::Now(filled(Decoder::new(&single.config, &single.recipe, rng), single))
        }
    }
}

fn filled<Double: Params<f64>>(mut double: Double, single: &impl Params<f32>) -> Double {
    for ((_, mut tensor), (_, single)) in
        double.tensors_mut().into_iter().zip(single.tensors())
    {
        tensor.assign(&single.mapv(f64::from));
    }
    double
}

/// A model that has learnt nothing yet, small enough to be trained while one waits.
pub fn small(vocab: usize) -> Gpt<f64> {
    Gpt::new(Config::article(vocab, 48, 2, 4, 32), &mut StdRng::seed_from_u64(7))
}
