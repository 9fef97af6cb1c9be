//! Rows of a batch that are worked on together: like with like, and each piece on whatever
//! processor is free.

/// The most rows in a piece: few, so that what it keeps stays in a processor's cache and
/// there is work for many cores. The number is fixed, so that the same rows give the same
/// bits on any machine.
const ROWS: usize = 8;

/// The numbers of `count` rows, the shortest first.
pub(crate) fn by_length(count: usize, length: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..count).collect();
    rows.sort_by_key(|&row| length(row));
    rows
}

/// `f` of each group of rows, cut into small pieces; the results in the order of the rows'
/// numbers.
pub(crate) fn map_rows<'a, R: Send>(
    groups: impl IntoIterator<Item = &'a [usize]>,
    f: impl Fn(&[usize]) -> Vec<R> + Sync,
) -> Vec<R> {
    let pieces: Vec<&[usize]> =
        groups.into_iter().flat_map(|group| group.chunks(ROWS)).collect();
    let numbered = |piece: &&[usize]| -> Vec<(usize, R)> {
        piece.iter().copied().zip(f(piece)).collect()
    };
    let mut results: Vec<(usize, R)> =
        map(&pieces, numbered).into_iter().flatten().collect();
    results.sort_by_key(|&(row, _)| row);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(feature = "threads")]
fn map<A: Sync, B: Send>(items: &[A], f: impl Fn(&A) -> B + Sync + Send) -> Vec<B> {
    use rayon::prelude::*;
    items.par_iter().map(f).collect()
}

#[cfg(not(feature = "threads"))]
fn map<A, B>(items: &[A], f: impl Fn(&A) -> B) -> Vec<B> {
    items.iter().map(f).collect()
}
