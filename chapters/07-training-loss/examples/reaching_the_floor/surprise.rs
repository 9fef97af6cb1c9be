//! What still surprises the trained model: a text with a bar over each character.

use decoder::Gpt;
use figures::{Anchor, Canvas, Colour, Figure, Label, Panel};
use ndarray::{Array2, s};
use training_loss::{Wood, log_probabilities};

/// Three facts about one fox, which is named twice.
pub(crate) const SAMPLE: &str =
    "\nthe red fox is in the barn. it is kind and calm. the red fox likes the owl.\n";

/// The sample's tokens as a batch of one row.
pub(crate) fn sample(wood: &Wood<f32>) -> Array2<usize> {
    let tokens = wood.vocabulary.encode(SAMPLE).expect("in the alphabet");
    Array2::from_shape_vec((1, tokens.len()), tokens).expect("one row")
}

/// The model's loss on each character of the sample beside that of the best predictor.
pub(crate) fn still_surprising(wood: &Wood<f32>, model: &Gpt<f32>) -> std::io::Result<()> {
    let tokens = sample(wood);
    let (inputs, targets) = (tokens.slice(s![.., ..-1]), tokens.slice(s![.., 1..]));
    let losses = -log_probabilities(&model.forward(&inputs).0, &targets);
    let characters: Vec<char> = SAMPLE.chars().collect();
    let best = hollow_wood::source().surprises(&characters);
    // Of each character: the model's loss and that of the best predictor.
    let bars: Vec<(char, f64, f64)> = (0..best.len())
        .map(|i| (characters[i + 1], f64::from(losses[[0, i]]), best[i]))
        .collect();
    let known: Vec<f64> = bars.iter().filter(|bar| bar.2 < 0.01).map(|bar| bar.1).collect();
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    println!(
        "{} of {} characters can be known; they cost the model {mean:.3} nats each",
        known.len(),
        bars.len()
    );
    assert!(figures::quick() || mean < 0.05);
    let best_at = |word: &str| best[SAMPLE.find(word).expect("in the sample") - 1];
    assert!(
        (best_at("barn") - 6_f64.ln()).abs() < 1e-9
            && (best_at("kind") - 12_f64.ln()).abs() < 1e-9
    );
    let at = |word: &str| &bars[SAMPLE.find(word).expect("in the sample") - 1];
    let (barn, kind) = (at("barn"), at("kind"));
    let seen = format!(
        "Bars stand where the grammar chooses, about as high as the line across them: at \
         barn {:.2} nats, the line {:.2}; at kind {:.2}, the line {:.2}. Where the \
         character can be known, {} of {}, the mean is {mean:.3}.",
        barn.1,
        barn.2,
        kind.1,
        kind.2,
        known.len(),
        bars.len()
    );
    Figure::new("still-surprising", &seen).panel(SurpriseBars(bars)).save()?;
    Ok(())
}

/// For each character the loss of the model (the bar) and of the best predictor (the line
/// across it), in nats.
struct SurpriseBars(Vec<(char, f64, f64)>);

const CELL: f64 = 17.0; // width of a character
const NAT: f64 = 14.0; // height of a nat; a bar is cut at 4.5
const ROW: f64 = 4.5 * NAT + 22.0;

impl SurpriseBars {
    /// A row for each sentence.
    fn rows(&self) -> Vec<&[(char, f64, f64)]> {
        let (mut rows, mut rest) = (Vec::new(), &self.0[..]);
        while let Some(end) =
            rest.windows(2).position(|pair| (pair[0].0, pair[1].0) == ('.', ' '))
        {
            let (row, more) = rest.split_at(end + 2);
            rows.push(row);
            rest = more;
        }
        rows.push(rest);
        rows
    }
}

impl Panel for SurpriseBars {
    fn height(&self, _: f64) -> f64 {
        self.rows().len() as f64 * ROW
    }

    fn draw(&self, canvas: &mut Canvas, (left, top): (f64, f64), _: f64) {
        for (number, row) in self.rows().into_iter().enumerate() {
            let ground = top + number as f64 * ROW + 4.5 * NAT;
            for (place, &(character, model, best)) in row.iter().enumerate() {
                let (x, height) = (left + place as f64 * CELL, model.min(4.5) * NAT);
                let colour = Colour::nth(0);
                canvas.rectangle((x + 2.0, ground - height), (CELL - 4.0, height), colour);
                let line = ground - best * NAT;
                canvas.line((x, line), (x + CELL, line), Colour::Text, 1.5);
                let text = match character {
                    '\n' => "¶".to_owned(),
                    letter => letter.to_string(),
                };
                let label = Label::new(&text).anchor(Anchor::Middle);
                canvas.text(&label, (x + CELL / 2.0, ground + 10.0));
            }
        }
    }
}
