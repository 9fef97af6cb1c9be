//! Which part has most of the operations, in three sizes.

use decoder::Config;
use figures::{Bars, Colour, Figure};

use crate::costs::{baby, operations};

/// Draws the shares, and says what those of the heads are.
pub(crate) fn shares() -> std::io::Result<()> {
    let baby = baby().0;
    let long = Config { context: 6 * baby.channels, ..baby };
    let of_long = operations(&long, 1);
    assert_eq!(
        of_long[3].1,
        of_long[2].1 + of_long[4].1,
        "at T = 6C the heads are half of a block"
    );

    let sizes = [
        baby,
        Config::article(65, 256, 6, 6, 384),
        Config::article(50_257, 1024, 12, 12, 768),
    ];
    let gpt2 = operations(&sizes[2], 1);
    let a_block = (gpt2[2].1 + gpt2[3].1 + gpt2[4].1) / sizes[2].layers;
    assert!(gpt2[6].1 > 4 * a_block, "the last layer is worth more than four blocks");
    let shares = sizes.map(|config| {
        let counted = operations(&config, 1).map(|(_, operations)| operations as f64);
        counted.map(|operations| 100.0 * operations / counted.iter().sum::<f64>())
    });
    let heads = shares.map(|shares| format!("{:.1} %", shares[3]));
    println!(
        "\nthe heads' share of the operations: baby {}, small {}, GPT-2 {}",
        heads[0], heads[1], heads[2]
    );
    assert_eq!(heads, ["7.6 %", "10.0 %", "13.3 %"], "the page says so");

    let bars = Bars::new(["baby", "small", "GPT-2"])
        .title("share of the operations (%)")
        .stacked()
        .horizontal();
    let parts =
        [(2, Colour::nth(0)), (3, Colour::Weight), (4, Colour::nth(1)), (6, Colour::Muted)];
    let bars = parts.iter().fold(bars, |bars, &(part, colour)| {
        bars.series(of_long[part].0, colour, shares.map(|shares| shares[part]))
    });
    let alternative = "In all three the linear layers have most of the operations, the \
        heads from 8 to 13 of a hundred, the head of GPT-2 with its large vocabulary about \
        a quarter.";
    Figure::new("operations-by-part", alternative).panel(bars).save()?;
    Ok(())
}
