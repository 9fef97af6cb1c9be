//! What a model keeps of every token that it has read, with a head of keys for each head of
//! queries and with as many as it has.

use since_gpt2::kept_bytes;

/// Name, layers, heads of queries, heads of keys and values, channels of a head.
const MODELS: [(&str, usize, usize, usize, usize); 6] = [
    ("GPT-2 small", 12, 12, 12, 64),
    ("Llama 2 7B", 32, 32, 32, 128),
    ("Llama 3 8B", 32, 32, 8, 128),
    ("Llama 3 70B", 80, 64, 8, 128),
    ("gpt-oss-20b", 24, 64, 8, 64),
    ("gpt-oss-120b", 36, 64, 8, 64),
];

fn main() {
    println!("KiB a token, in 16 bits   a head each   as it is   a text of 131 072 tokens");
    for (name, layers, heads, groups, d) in MODELS {
        let (each, own) =
            (kept_bytes(layers, heads, d, 2), kept_bytes(layers, groups, d, 2));
        let text = (own * 131_072) as f64 / f64::from(1 << 30);
        println!("{name:25} {:11} {:10} {text:20.1} GiB", each / 1024, own / 1024);
        assert_eq!(each / own, heads / groups, "as many times less as heads share");
    }
    let kib =
        MODELS.map(|(_, layers, _, groups, d)| kept_bytes(layers, groups, d, 2) / 1024);
    assert_eq!(kib, [36, 512, 128, 320, 48, 72]);

    // A model of the shape of Llama 3 8B, whose 8 billion weights take 16 billion bytes.
    println!("\nas much as the weights is kept of");
    for groups in [32, 8, 1] {
        println!(
            "{:7} tokens with G = {groups}",
            16_000_000_000 / kept_bytes(32, groups, 128, 2)
        );
    }
    assert_eq!(16_000_000_000 / kept_bytes(32, 32, 128, 2), 30_517);
}
