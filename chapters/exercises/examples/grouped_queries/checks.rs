//! Groups against chapter 1's attention, head by head.

use attention::{Mask, attend};
use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use foundations::softmax;
use ndarray::{Array2, ArrayView2, s};
use rand::rngs::StdRng;

use super::student::grouped_queries;

checks![
    a_single_head_is_plain_attention,
    with_as_many_groups_as_heads_every_head_has_its_own_keys,
    with_one_group_all_heads_share_their_keys,
    heads_of_a_group_stand_next_to_each_other,
    large_scores_do_not_overflow,
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

fn large_scores_do_not_overflow(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (q, k) = (normal((t, 8), rng) + 40.0, normal((t, 4), rng) + 40.0);
        let v = normal((t, 4), rng);
        let got = grouped_queries(&q, &k, &v, 4);
        let right =
            each(&q, &k, &v, 4, &|q, k, v| attend(&q, &k, &v, Mask::Causal).0, &|h| h / 2);
        same("scores above 2000: y", &got, &right)
    })
}

fn compared(t: usize, heads: usize, groups: usize, rng: &mut StdRng) -> Verdict {
    (1..=3).try_for_each(|d| with_width(t, heads, groups, d, rng))
}

fn with_width(
    t: usize,
    heads: usize,
    groups: usize,
    d: usize,
    rng: &mut StdRng,
) -> Verdict {
    let q = normal((t, heads * d), rng);
    let (k, v) = (normal((t, groups * d), rng), normal((t, groups * d), rng));
    let got = grouped_queries(&q, &k, &v, heads);
    let neighbours = |h: usize| h / (heads / groups);
    let causal = |q: View<'_>, k: View<'_>, v: View<'_>| attend(&q, &k, &v, Mask::Causal).0;
    let small = |q: View<'_>, k: View<'_>, v: View<'_>| {
        attend(&(&q / (heads as f64).sqrt()), &k, &v, Mask::Causal).0
    };
    let masked_late = |q: View<'_>, k: View<'_>, v: View<'_>| {
        let mut a = softmax(&(q.dot(&k.t()) / (d as f64).sqrt())); // (T, T)
        a.indexed_iter_mut().filter(|((t, s), _)| s > t).for_each(|(_, a)| *a = 0.0);
        a.dot(&v)
    };
    let of = |head: &Head<'_>, group: &dyn Fn(usize) -> usize| {
        each(&q, &k, &v, heads, head, group)
    };
    let mistakes = [
        (
            "heads of a group stand next to each other: head h belongs to group h / (H / G), not to h % G",
            of(&causal, &|h| h % groups),
        ),
        ("all heads look at the keys of the first group", of(&causal, &|_| 0)),
        (
            "tokens see their future",
            of(&|q, k, v| attend(&q, &k, &v, Mask::Full).0, &neighbours),
        ),
        (
            "the weights of the future were set to 0 after the softmax: what is left of a row does not sum to 1",
            of(&masked_late, &neighbours),
        ),
        (
            "the scores are divided by √C, C the channels of all heads; D belongs under the root, those of one head",
            of(&small, &neighbours),
        ),
    ];
    let right = of(&causal, &neighbours);
    let what = format!("with H = {heads}, G = {groups} and D = {d}, y");
    same_or(&what, &got, &right, &mistakes)
}

type View<'a> = ArrayView2<'a, f64>;
/// One head: (T, D) of its q, k and v.
type Head<'a> = dyn Fn(View<'_>, View<'_>, View<'_>) -> Array2<f64> + 'a;

/// The heads side by side; head h looks at the keys and values of `group(h)`.
fn each(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    heads: usize,
    head: &Head<'_>,
    group: &dyn Fn(usize) -> usize,
) -> Array2<f64> {
    let d = q.ncols() / heads;
    let mut y = Array2::zeros(q.raw_dim());
    for h in 0..heads {
        let (own, theirs) =
            (s![.., h * d..(h + 1) * d], s![.., group(h) * d..(group(h) + 1) * d]);
        y.slice_mut(own).assign(&head(q.slice(own), k.slice(theirs), v.slice(theirs)));
    }
    y
}
