//! Taking rows from a table is multiplying with a matrix of zeros and ones, and so is its
//! backward.

use decoder::{Embedding, naive};
use figures::{Colour, Figure, Matrix};
use foundations::product;
use ndarray::{Array2, Axis};
use rand::{SeedableRng, rngs::StdRng};

const WORDS: [&str; 9] =
    ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];
const VOCABULARY: [&str; 8] =
    ["because", "cat", "drank", "it", "milk", "the", "thirsty", "was"];
const C: usize = 4;

fn main() -> std::io::Result<()> {
    let tokens: Vec<usize> = WORDS
        .iter()
        .map(|word| VOCABULARY.iter().position(|v| v == word).expect("in it"))
        .collect();
    let embedding: Embedding<f64> =
        Embedding::new(8, C, 1.0, &mut StdRng::seed_from_u64(3));
    let batch = Array2::from_shape_vec((1, 9), tokens.clone()).expect("nine tokens");

    let x = embedding.forward(&batch).remove_axis(Axis(0)); // (T, C), nine rows copied
    let one_hot = naive::one_hot(&tokens, 8); // (T, V)
    assert_eq!(x, product(&one_hot, &embedding.table), "the same numbers");
    println!("multiplications: {} as a product, 0 as a lookup", 9 * 8 * C);

    // Backward: every place sends a gradient of ones; a row collects as many as its word
    // has places.
    let ones = Array2::ones((9, C));
    // (V, C)
    let gradient = embedding.backward(&batch, &ones.clone().insert_axis(Axis(0))).table;
    assert_eq!(gradient, product(&one_hot.t(), &ones), "the same numbers again");
    for (word, row) in VOCABULARY.iter().zip(gradient.rows()) {
        println!(
            "{word:8} stands {} times, its row collects {row}",
            WORDS.iter().filter(|w| *w == word).count()
        );
        assert_eq!(row[0], if *word == "the" { 2.0 } else { 1.0 });
    }

    let channels: Vec<String> = (0..C).map(|c| c.to_string()).collect();
    let most = embedding.table.fold(0.0_f64, |most, x| most.max(x.abs()));
    let rows = |values: &Array2<f64>, title: &str| {
        Matrix::new(values).title(title).columns(&channels).up_to(most)
    };
    let table = rows(&embedding.table, "E").rows(VOCABULARY).numbers(1);
    let found = rows(&x, "x = onehot·E").rows(WORDS).numbers(1);
    let alternative = "Nine rows with a single one each; the table's eight rows; the nine \
        rows that the ones pick.";
    Figure::new("embedding-is-a-lookup", alternative)
        .panel(
            Matrix::new(&one_hot)
                .title("onehot")
                .colour(Colour::nth(0))
                .rows(WORDS)
                .columns(VOCABULARY)
                .up_to(1.0),
        )
        .panels(2, [table, found])
        .save()
        .map(drop)
}
