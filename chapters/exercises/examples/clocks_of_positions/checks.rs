//! The table, looked at.

use std::f64::consts::TAU;

use exercises::{Verdict, checks, chosen, predicted};
use positional_encoding::{BASE, sinusoids, wavelength};
use rand::rngs::StdRng;

use super::student::{LENGTH, MOST_ALIKE, PAIR};

checks![the_length_is_predicted, the_pair_is_predicted, the_most_alike_are_chosen];

const C: usize = 512;

fn the_length_is_predicted(_: &mut StdRng) -> Verdict {
    let table = sinusoids::<f64>(1001, C, BASE);
    let row = table.row(1000);
    let mistakes = [
        (256.0, "that is the square of the length"),
        (512_f64.sqrt(), "each pair adds 1 to the square of the length, not each channel"),
        (512.0, "each pair adds 1, and to the square of the length"),
        (
            1000.0,
            "the row does not grow with the position: sines and cosines stay within ±1",
        ),
    ];
    predicted(LENGTH, row.dot(&row).sqrt(), 0.01, &mistakes)
}

fn the_pair_is_predicted(_: &mut StdRng) -> Verdict {
    let off = |i: &usize| (wavelength(*i, C, BASE) - 100.0 * TAU).abs();
    let nearest =
        (0..C / 2).min_by(|one, other| off(one).total_cmp(&off(other))).unwrap_or_default();
    let mistakes = [
        (256.0, "256 is the channel, 2i; the last pair is number 255"),
        (255.0, "the last pair takes nearly 2π·10000 positions"),
        (100.0, "the paces are a geometric series: each pair is slower by the same factor"),
        (64.0, "2i/512, not i/128: 10000^(2i/512) = 100 when the exponent is 1/2"),
    ];
    predicted(PAIR, nearest as f64, 0.1, &mistakes)
}

fn the_most_alike_are_chosen(_: &mut StdRng) -> Verdict {
    let table = sinusoids::<f64>(1005, C, BASE);
    let pairs = [('a', 0, 3), ('b', 500, 502), ('c', 40, 50), ('d', 1000, 1004)];
    let like = |&(_, p, q): &(char, usize, usize)| table.row(p).dot(&table.row(q));
    let most = pairs.into_iter().max_by(|one, other| like(one).total_cmp(&like(other)));
    let others = [
        (
            'a',
            "they are 3 apart. Where they stand does not count, and some others stand closer",
        ),
        ('c', "they are 10 apart, and the fastest clocks have long parted"),
        ('d', "they are 4 apart. High positions are not more alike than low ones"),
    ];
    chosen(MOST_ALIKE, most.map_or(' ', |(letter, _, _)| letter), &others)
}
