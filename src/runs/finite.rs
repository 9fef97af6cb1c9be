//! Where the numbers of a model stopped being numbers.

use decoder::{Config, Gpt, LanguageModel};
use foundations::{Layer, Params};
use model_files::Model;
use ndarray::{Array2, Array3, ArrayRef, Dimension};
use since_gpt2::{Choice, Decoder};

/// A model is asked about so many windows of so many tokens: of characters, all that it knows; of byte pairs, a few.
const WINDOWS: usize = 4;
const LOOKS_AT: usize = 256;

/// The first part of a model, in the order of computation, that is not finite: a tensor of its weights, or else what a
/// layer says to one of the tokens.
pub(crate) fn fault(model: &Model) -> Option<String> {
    let Config { vocab, context, .. } = *model.config();
    if let Some((name, _)) = model.tensors().into_iter().find(|(_, tensor)| !is_finite(tensor)) {
        return Some(format!("the weight {name}"));
    }
    let context = context.min(LOOKS_AT);
    (0..vocab).step_by(context).take(WINDOWS).find_map(|first| {
        let tokens = Array2::from_shape_fn((1, context), |(_, t)| (first + t) % vocab); // (1, T)
        let logits = models::logits(model, &tokens); // (1, T, V)
        (!is_finite(&logits)).then(|| format!("the output of {}", layer(model, &tokens)))
    })
}

/// The first layer whose output is not finite.
fn layer(model: &Model, tokens: &Array2<usize>) -> String {
    let outputs = match model {
        Choice::Then(model) => outputs(model, tokens),
        Choice::Now(model) => outputs_of_now(model, tokens),
    };
    let fault = outputs.into_iter().find(|(_, x)| !is_finite(x));
    fault.map_or("the last layer".to_owned(), |(name, _)| name)
}

/// What the layers of a model of chapter 6 say, by their names.
fn outputs(model: &Gpt<f32>, tokens: &Array2<usize>) -> Vec<(String, Array3<f32>)> {
    let (mut x, _) = model.positions.forward(&model.embedding.forward(tokens)); // (1, T, C)
    let mut outputs = vec![("the embedding".to_owned(), x.clone())];
    for (l, block) in model.blocks.iter().enumerate() {
        x = block.attention.forward(&x).0;
        outputs.push((format!("blocks.{l}.attention"), x.clone()));
        x = block.feed_forward.forward(&x).0;
        outputs.push((format!("blocks.{l}.feed_forward"), x.clone()));
    }
    outputs
}

/// The same of a model of chapter 9.
fn outputs_of_now(model: &Decoder<f32>, tokens: &Array2<usize>) -> Vec<(String, Array3<f32>)> {
    let mut x = model.embedding.forward(tokens); // (1, T, C)
    let mut outputs = vec![("the embedding".to_owned(), x.clone())];
    for (l, block) in model.blocks.iter().enumerate() {
        x += &block.attention.forward(&block.attention_norm.forward(&x).0).0;
        outputs.push((format!("blocks.{l}.attention"), x.clone()));
        x += &block.network.forward(&block.network_norm.forward(&x).0).0;
        outputs.push((format!("blocks.{l}.network"), x.clone()));
    }
    outputs
}

fn is_finite<D: Dimension>(numbers: &ArrayRef<f32, D>) -> bool {
    models::is_finite(&numbers.view().into_dyn())
}

#[cfg(test)]
mod tests {
    use super::*;
    use decoder::PositionKind;
    use rand::{SeedableRng, rngs::StdRng};
    use since_gpt2::Recipe;

    /// Three blocks; more tokens than it looks at at once.
    fn model() -> Gpt<f32> {
        let config = Config { positions: PositionKind::Learned, ..Config::article(12, 8, 3, 2, 4) };
        Gpt::new(config, &mut StdRng::seed_from_u64(1))
    }

    #[test]
    fn a_weight_that_is_not_finite_is_named() {
        let fault = |model| fault(&Choice::Then(model));
        assert_eq!(fault(model()), None);
        let names: Vec<String> = model().tensors().into_iter().map(|(name, _)| name).collect();
        for (i, name) in names.iter().enumerate() {
            for poison in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let mut model = model();
                *model.tensors_mut()[i].1.iter_mut().last().unwrap() = poison;
                assert_eq!(fault(model), Some(format!("the weight {name}")));
            }
        }
    }

    /// Every weight is finite, but one layer's are so large that its output is not.
    #[test]
    fn a_layer_whose_output_is_not_finite_is_named() {
        let named = |poison: &dyn Fn(&mut Gpt<f32>)| {
            let mut model = model();
            poison(&mut model);
            fault(&Choice::Then(model)).unwrap_or_default()
        };
        for l in 0..3 {
            let said = named(&|model| model.blocks[l].attention.inner.qkv.w.fill(f32::MAX));
            assert_eq!(said, format!("the output of blocks.{l}.attention"));
            let said = named(&|model| {
                model.blocks[l].feed_forward.inner.up.b.fill(9.0); // past ReLU, so that the sum below is too large
                model.blocks[l].feed_forward.inner.down.w.fill(f32::MAX);
            });
            assert_eq!(said, format!("the output of blocks.{l}.feed_forward"));
        }
        let said = named(&|model| {
            model.embedding.table.fill(f32::MAX);
            model.positions = positional_encoding::Positions::Learned(Array2::from_elem((8, 4), f32::MAX));
        });
        assert_eq!(said, "the output of the embedding");
        let said = named(&|model| {
            model.norm.as_mut().unwrap().bias.fill(9.0);
            model.head.as_mut().unwrap().fill(f32::MAX);
        });
        assert_eq!(said, "the output of the last layer");
    }

    #[test]
    fn each_token_is_looked_at() {
        let mut model = model();
        model.embedding.table.row_mut(11).fill(f32::MAX);
        assert_eq!(fault(&Choice::Then(model)), Some("the output of blocks.0.attention".to_owned()));
    }

    #[test]
    fn in_a_model_of_chapter_9_too() {
        let new =
            || Decoder::new(&Config::article(12, 8, 2, 2, 4), &Recipe::NOW, &mut StdRng::seed_from_u64(1));
        assert_eq!(fault(&Choice::Now(new())), None);
        let named = |poison: &dyn Fn(&mut Decoder<f32>)| {
            let mut model = new();
            poison(&mut model);
            fault(&Choice::Now(model)).unwrap_or_default()
        };
        let said = named(&|model| model.norm.tensors_mut()[0].1.fill(f32::NAN));
        assert_eq!(said, "the weight norm.gain");
        for l in 0..2 {
            let said = named(&|model| model.blocks[l].attention.tensors_mut()[2].1.fill(f32::MAX));
            assert_eq!(said, format!("the output of blocks.{l}.attention"));
            let said = named(&|model| model.blocks[l].network.tensors_mut()[1].1.fill(f32::MAX));
            assert_eq!(said, format!("the output of blocks.{l}.network"));
        }
    }
}
