//! Groups against chapter 1's attention, head by head.

use attention::{Mask, attend};
use exercises::{Verdict, checks, for_sizes, normal, same_or};
use ndarray::{Array2, s};
use rand::rngs::StdRng;

use super::student::grouped_queries;

checks![
    a_single_head_is_plain_attention,
    with_as_many_groups_as_heads_every_head_has_its_own_keys,
    with_one_group_all_heads_share_their_keys,
    heads_of_a_group_stand_next_to_each_other,
];

fn a_single_head_is_plain_attention(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| compared(t, 1, 1, rng))
}

fn with_as_many_groups_as_heads_every_head_has_its_own_keys(rng: &mut StdRng) -> Verdict {
    for_sizes("H", 2..=4, rng, |heads, rng| compared(3, heads, heads, rng))
}

fn with_one_group_all_heads_share_their_keys(rng: &mut StdRng) -> Verdict {
    for_sizes("H", 2..=4, rng, |heads, rng| compared(3, heads, 1, rng))
}

fn heads_of_a_group_stand_next_to_each_other(rng: &mut StdRng) -> Verdict {
    compared(2, 4, 2, rng)?;
    compared(4, 6, 2, rng)?;
    compared(4, 6, 3, rng)
}

fn compared(t: usize, heads: usize, groups: usize, rng: &mut StdRng) -> Verdict {
    const D: usize = 2;
    let q = normal((t, heads * D), rng);
    let (k, v) = (normal((t, groups * D), rng), normal((t, groups * D), rng));
    let got = grouped_queries(&q, &k, &v, heads);
    let each = |mask: Mask, stretch: f64, group: &dyn Fn(usize) -> usize| {
        let mut y = Array2::zeros(q.raw_dim());
        for h in 0..heads {
            let (own, theirs) =
                (s![.., h * D..(h + 1) * D], s![.., group(h) * D..(group(h) + 1) * D]);
            let q = q.slice(own).to_owned() * stretch;
            y.slice_mut(own)
                .assign(&attend(&q, &k.slice(theirs), &v.slice(theirs), mask).0);
        }
        y
    };
    let neighbours = |h: usize| h / (heads / groups);
    let mistakes = [
        (
            "heads of a group stand next to each other: head h belongs to group h / (H / G), not to h % G",
            each(Mask::Causal, 1.0, &|h| h % groups),
        ),
        ("all heads look at the keys of the first group", each(Mask::Causal, 1.0, &|_| 0)),
        ("tokens see their future", each(Mask::Full, 1.0, &neighbours)),
        (
            "the scores are divided by √C, C the channels of all heads; D belongs under the root, those of one head",
            each(Mask::Causal, 1.0 / (heads as f64).sqrt(), &neighbours),
        ),
    ];
    let right = each(Mask::Causal, 1.0, &neighbours);
    same_or(&format!("with H = {heads} and G = {groups}, y"), &got, &right, &mistakes)
}
