//! Draws by hand, and shares of many draws.

use exercises::{Verdict, checks, for_sizes};
use ndarray::{Array1, array};
use rand::{RngExt, rngs::StdRng};

use super::student::drawn;

checks![
    draws_fall_into_their_pieces,
    what_has_no_probability_is_never_drawn,
    behind_the_last_piece_is_the_last_with_a_probability,
    each_token_gets_its_share,
];

fn draws_fall_into_their_pieces(_: &mut StdRng) -> Verdict {
    let p = array![0.25, 0.5, 0.25];
    for (draw, token) in [(0.1, 0), (0.3, 1), (0.7, 1), (0.8, 2), (0.99, 2), (0.24, 0)] {
        falls(&p, draw, token, "")?;
    }
    Ok(())
}

fn what_has_no_probability_is_never_drawn(_: &mut StdRng) -> Verdict {
    let why = ": a piece holds where it begins, and not where it ends";
    falls(&array![0.0, 0.5, 0.0, 0.5], 0.0, 1, why)?;
    falls(&array![0.0, 0.5, 0.0, 0.5], 0.5, 3, why)
}

fn behind_the_last_piece_is_the_last_with_a_probability(_: &mut StdRng) -> Verdict {
    let why = ": the pieces end at 0.9 here, and this is the last of them";
    falls(&array![0.4, 0.5, 0.0], 0.95, 1, why)?;
    falls(&array![0.5, 0.3999, 0.0001, 0.0], 0.95, 2, why)
}

fn each_token_gets_its_share(rng: &mut StdRng) -> Verdict {
    const DRAWS: usize = 1000;
    for_sizes("V", 2..=5, rng, |v, rng| {
        let p = Array1::from_shape_fn(v, |_| rng.random_range(0.0..1.0));
        let p = &p / p.sum();
        let mut count = vec![0; v];
        for i in 0..DRAWS {
            let token = drawn(&p, (i as f64 + 0.5) / DRAWS as f64); // evenly spread
            *count.get_mut(token).ok_or(format!("token {token} is none of the {v}"))? += 1;
        }
        let far =
            |token: &usize| (count[*token] as f64 - p[*token] * DRAWS as f64).abs() > 2.0;
        match (0..v).find(far) {
            None => Ok(()),
            Some(token) => Err(format!(
                "of {DRAWS} draws spread evenly, {} fall on token {token}, which has the probability {:.3}",
                count[token], p[token]
            )),
        }
    })
}

fn falls(p: &Array1<f64>, draw: f64, token: usize, why: &str) -> Verdict {
    let got = drawn(p, draw);
    if got == token {
        return Ok(());
    }
    Err(format!(
        "with p = {p}, a draw of {draw} gives token {got}, and should give {token}{why}"
    ))
}
