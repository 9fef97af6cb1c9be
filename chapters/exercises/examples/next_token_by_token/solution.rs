use decoder::Gpt;
use ndarray::{Array2, ArrayView1, array, s};

/// The prompt and the n tokens after it, each the likeliest.
pub fn write(model: &Gpt<f64>, prompt: &[usize], n: usize) -> Vec<usize> {
    let mut tokens = prompt.to_vec();
    let mut kept = model.kv_cache(1);
    let mut new =
        Array2::from_shape_vec((1, prompt.len()), prompt.to_vec()).expect("one row");
    for _ in 0..n {
        let logits = model.forward_cached(&new, &mut kept); // (1, T, V)
        let token = likeliest(logits.slice(s![0, -1, ..])); // the guess after the last token
        tokens.push(token);
        new = array![[token]];
    }
    tokens
}

/// The place of the largest number.
fn likeliest(logits: ArrayView1<f64>) -> usize {
    let places = 0..logits.len();
    places.max_by(|&i, &j| logits[i].total_cmp(&logits[j])).expect("some logits")
}
