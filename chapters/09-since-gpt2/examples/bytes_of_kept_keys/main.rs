//! What a model keeps of every token that it has read, with a head of keys for each head of
//! queries and with as many as it has.

mod models;

use figures::{Bars, Colour, Figure, Plot};
use models::MODELS;
use since_gpt2::kept_bytes;

const KIB: f64 = 1024.0;

fn main() -> std::io::Result<()> {
    println!("KiB a token, in 16 bits   a head each   as it is   a text of 131 072 tokens");
    let mut bars = (Vec::new(), Vec::new());
    for (name, layers, heads, groups, d) in MODELS {
        let kept = |groups| kept_bytes(layers, groups, d, 2) as f64 / KIB;
        let (each, own) = (kept(heads), kept(groups));
        let text = own * 131_072.0 / KIB / KIB;
        println!("{name:25} {each:11} {own:10} {text:20.1} GiB");
        let shared = (heads / groups) as f64;
        assert_eq!(each / own, shared, "as many times less as heads share");
        bars.0.push(each);
        bars.1.push(own);
    }
    assert_eq!(bars.1, [36.0, 512.0, 128.0, 320.0, 48.0, 72.0]);
    let panel = Bars::new(MODELS.map(|model| model.0))
        .horizontal()
        .title("KiB kept of a token")
        .series("a head of keys for each head", Colour::Muted, bars.0)
        .series("as it is", Colour::Key, bars.1);
    let alternative = "Pairs of bars for six models. For GPT-2 and Llama 2 both are equal. \
        For Llama 3 8B the lower bar is a quarter of the upper one, for the others an \
        eighth.";
    Figure::new("kept-bytes", alternative).panel(panel).save()?;

    // Llama 3 8B with other numbers of groups, beside its 8 billion weights in 16 bits.
    let lengths = [1024_usize, 4096, 16_384, 65_536, 131_072];
    let gib = |groups: usize, length: usize| {
        (kept_bytes(32, groups, 128, 2) * length) as f64 / KIB.powi(3)
    };
    let mut plot = Plot::new()
        .x("tokens")
        .y("GiB kept")
        .log_x()
        .log_y()
        .x_ticks([1024.0, 8192.0, 131_072.0])
        .label_ends();
    for (i, groups) in [32, 8, 1].into_iter().enumerate() {
        let points = lengths.map(|length| (length as f64, gib(groups, length)));
        plot = plot.line(&format!("G = {groups}"), Colour::nth(i), points);
    }
    let weights = 2.0 * 8.0e9 / KIB.powi(3);
    let reach = |groups| weights * KIB.powi(3) / kept_bytes(32, groups, 128, 2) as f64;
    println!("\nLlama 3 8B: {weights:.1} GiB of weights");
    for groups in [32, 8, 1] {
        println!("G = {groups:2}: as much is kept of {:.0} tokens", reach(groups));
    }
    assert!((30_000.0..31_000.0).contains(&reach(32)) && reach(8) == 4.0 * reach(32));
    assert!(gib(32, 131_072) > 4.0 * weights && gib(8, 131_072) < 1.1 * weights);
    let alternative = "Three rising lines on logarithmic axes, the memory kept for 32, 8 \
        and 1 groups against the length of the text, and a level line for the weights. \
        With 32 groups the line crosses it before 32 768 tokens, with 8 at about 120 000.";
    let plot = plot.horizontal(weights, "the weights");
    Figure::new("kept-by-length", alternative).panel(plot).save()?;
    Ok(())
}
