//! What training larger models costs, by the counting of this book: six operations for each
//! parameter and token, on graphics processors that do two fifths of what they could.

/// Operations a second that one H100 does at most, in 16 bits (NVIDIA's data sheet, dense).
const PEAK: f64 = 989e12;
/// The share of the peak that is reached: 38 to 43 % in the report on Llama 3.
const UTILISATION: f64 = 0.4;
/// Dollars for an hour of one, as rented in 2026 (nanochat's README: eight for about 24).
const PRICE: f64 = 3.0;

fn main() {
    let models = [
        ("this book's, chapter 7", 342e3, 1200.0 * 16.0 * 96.0),
        ("GPT-3 (2020)", 175e9, 300e9),
        ("Llama 3 405B (2024)", 405e9, 15.6e12),
    ];
    println!(
        "model                    parameters    tokens   operations       GPU-days        \
        dollars"
    );
    for (name, parameters, tokens) in models {
        let operations: f64 = 6.0 * parameters * tokens;
        let hours = operations / (PEAK * UTILISATION) / 3600.0;
        println!(
            "{name:23}  {parameters:10.2e}  {tokens:8.1e}   {operations:10.1e}   \
            {:12.1e}   {:12.1e}",
            hours / 24.0,
            hours * PRICE
        );
        // What others have published: GPT-3's paper, table D.1; the report on Llama 3.
        match name {
            "GPT-3 (2020)" => assert!((operations / 3.14e23 - 1.0).abs() < 0.01),
            "Llama 3 405B (2024)" => assert!((operations / 3.8e25 - 1.0).abs() < 0.01),
            _ => assert!((operations / 3.8e12 - 1.0).abs() < 0.01),
        }
    }

    // A model that writes keeps two numbers per layer and channel of keys for each token.
    println!("\nkept keys and values, 16 bits          bytes a token");
    let kept = |layers: usize, channels: usize| 2 * layers * channels * 2;
    println!("this book's, 3 layers of 96 {:25}", kept(3, 96));
    println!("GPT-2 small, 12 layers of 768 {:23}", kept(12, 768));
    println!("GPT-3, 96 layers of 12 288 {:26}", kept(96, 12_288));
    assert_eq!(kept(96, 12_288), 4_718_592, "4.5 MiB a token");
}
