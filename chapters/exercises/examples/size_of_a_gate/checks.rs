//! The sizes, counted; the factor, from a gated network of one unit.

use exercises::{Verdict, checks, predicted};
use rand::rngs::StdRng;

use super::student::{MILLIONS, TIMES, UNITS};

checks![
    the_units_of_an_equally_large_network,
    the_network_of_llama_2,
    the_answer_to_a_doubled_token,
];

fn the_units_of_an_equally_large_network(_: &mut StdRng) -> Verdict {
    let (c, plain) = (768, 2 * 768 * 4 * 768);
    let units = (1..).find(|m| 3 * c * m >= plain).expect("a size");
    let mistakes = [
        (
            3072.0,
            "that is 4·C: with a third matrix the network would be half as large again",
        ),
        (1536.0, "that is half of 4·C, but there are three matrices and not four"),
        (4608.0, "more units would need more parameters still"),
        (1024.0, "that is a third of 4·C: the three matrices may be as large as two were"),
    ];
    predicted(UNITS, f64::from(units), 0.5, &mistakes)
}

fn the_network_of_llama_2(_: &mut StdRng) -> Verdict {
    let matrix = 4096.0 * 11008.0 / 1e6;
    let mistakes = [
        (matrix, "that is one of its matrices"),
        (2.0 * matrix, "those are two of its matrices; the gate has one of its own"),
        (134.2, "that is 8·4096², before M was rounded up to a multiple of 256"),
    ];
    predicted(MILLIONS, 3.0 * matrix, 0.3, &mistakes)
}

fn the_answer_to_a_doubled_token(_: &mut StdRng) -> Verdict {
    let y = |x: f64| {
        let (gate, value) = (40.0 * x, 3.0 * x);
        gate / (1.0 + (-gate).exp()) * value
    };
    let mistakes = [
        (
            2.0,
            "so it is for the network of chapter 4; here x is in the gate and in the value",
        ),
        (8.0, "the third matrix multiplies what comes out of the units, not x"),
        (1.0, "there is no norm inside the network"),
    ];
    predicted(TIMES, y(2.0) / y(1.0), 0.01, &mistakes)
}
