//! The fast functions compute what the loops compute.

use approx::assert_abs_diff_eq;
use foundations::{
    Layer, Linear, add_product, naive, normal, product, product_into, rows, softmax,
    softmax_backward, softmax_in_place,
};
use ndarray::{Array1, Array2, Array3, ArrayView2, ArrayViewMut2, s};
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// How a matrix can lie in memory.
#[derive(Clone, Copy, Debug)]
enum Layout {
    Rows,
    Columns,
    EverySecond,
    Reversed,
    OneRowRepeated,
    OneColumnRepeated,
}

use Layout::*;

const READABLE: [Layout; 6] =
    [Rows, Columns, EverySecond, Reversed, OneRowRepeated, OneColumnRepeated];
const WRITABLE: [Layout; 4] = [Rows, Columns, EverySecond, Reversed];

impl Layout {
    /// Random numbers in memory, enough for an `(n, m)` matrix in this layout.
    fn memory(self, (n, m): (usize, usize), rng: &mut impl Rng) -> Array2<f64> {
        let shape = match self {
            Rows | Reversed => (n, m),
            Columns => (m, n),
            EverySecond => (2 * n, 2 * m),
            OneRowRepeated => (1, m),
            OneColumnRepeated => (n, 1),
        };
        normal(shape, 1.0, rng)
    }

    /// The `(n, m)` matrix that lies in `memory`.
    fn view(self, (n, m): (usize, usize), memory: &Array2<f64>) -> ArrayView2<'_, f64> {
        match self {
            Rows => memory.view(),
            Columns => memory.t(),
            EverySecond => memory.slice(s![..;2, ..;2]),
            Reversed => memory.slice(s![..;-1, ..;-1]),
            OneRowRepeated | OneColumnRepeated => {
                memory.broadcast((n, m)).expect("one row or column")
            }
        }
    }

    /// The same, to be written to.
    fn view_mut(self, memory: &mut Array2<f64>) -> ArrayViewMut2<'_, f64> {
        match self {
            Rows => memory.view_mut(),
            Columns => memory.view_mut().reversed_axes(),
            EverySecond => memory.slice_mut(s![..;2, ..;2]),
            Reversed => memory.slice_mut(s![..;-1, ..;-1]),
            OneRowRepeated | OneColumnRepeated => {
                unreachable!("several elements would share one number")
            }
        }
    }
}

/// Nothing, one, a few, and enough for the product to be worked in blocks.
const SIZES: [usize; 5] = [0, 1, 2, 7, 37];

#[test]
fn the_product_is_that_of_the_loops_for_every_layout_and_size() {
    let mut rng = StdRng::seed_from_u64(1);
    for (i, k, j) in
        SIZES.iter().flat_map(|&i| SIZES.map(|k| SIZES.map(|j| (i, k, j)))).flatten()
    {
        for (of_a, of_b) in READABLE.iter().flat_map(|&a| READABLE.map(|b| (a, b))) {
            let (a, b) = (of_a.memory((i, k), &mut rng), of_b.memory((k, j), &mut rng));
            let (a, b) = (of_a.view((i, k), &a), of_b.view((k, j), &b));
            let difference = product(&a, &b) - naive::product(&a.to_owned(), &b.to_owned());
            assert!(
                difference.iter().all(|d| d.abs() < 1e-12),
                "({i}, {k})·({k}, {j}) with a as {of_a:?} and b as {of_b:?}: off by {difference}"
            );
        }
    }
}

/// Sizes (I, K, J), two of them with nothing to add.
const PRODUCTS: [(usize, usize, usize); 5] =
    [(0, 2, 3), (1, 1, 1), (3, 0, 2), (5, 4, 6), (37, 9, 33)];

#[test]
fn a_product_is_added_to_the_matrix_and_to_nothing_beside_it() {
    let mut rng = StdRng::seed_from_u64(2);
    for ((i, k, j), layout) in
        PRODUCTS.iter().flat_map(|&size| WRITABLE.map(|layout| (size, layout)))
    {
        let a: Array2<f64> = normal((i, k), 1.0, &mut rng);
        let b: Array2<f64> = normal((k, j), 1.0, &mut rng);
        let mut memory = layout.memory((i, j), &mut rng);
        let mut expected = memory.clone();
        layout.view_mut(&mut expected).scaled_add(-0.5, &naive::product(&a, &b));

        add_product(-0.5, &a, &b, &mut layout.view_mut(&mut memory));
        assert_abs_diff_eq!(memory, expected, epsilon = 1e-12);
    }
}

#[test]
fn a_product_is_written_over_whatever_was_there() {
    let mut rng = StdRng::seed_from_u64(3);
    for ((i, k, j), layout) in
        PRODUCTS.iter().flat_map(|&size| WRITABLE.map(|layout| (size, layout)))
    {
        let a: Array2<f64> = normal((i, k), 1.0, &mut rng);
        let b: Array2<f64> = normal((k, j), 1.0, &mut rng);
        let mut memory = layout.memory((i, j), &mut rng);
        let mut expected = memory.clone();
        layout.view_mut(&mut expected).assign(&(-0.5 * naive::product(&a, &b)));

        layout.view_mut(&mut memory).fill(f64::NAN);
        product_into(-0.5, &a, &b, &mut layout.view_mut(&mut memory));
        assert_abs_diff_eq!(memory, expected, epsilon = 1e-12);
    }
}

#[test]
#[should_panic(expected = "a is (2, 3), b is (4, 5)")]
fn a_product_of_matrices_that_do_not_fit_names_the_sizes() {
    product(&Array2::<f64>::zeros((2, 3)), &Array2::zeros((4, 5)));
}

#[test]
#[should_panic(expected = "softmax of an empty row")]
fn the_softmax_of_an_empty_row_is_refused() {
    softmax_in_place(&mut Array1::<f64>::zeros(0));
}

#[test]
fn the_rows_of_a_batch_are_its_tokens_in_order() {
    let x = normal::<f64, _, _>((2, 3, 4), 1.0, &mut StdRng::seed_from_u64(4));
    let by_channel = x.view().permuted_axes([2, 0, 1]).as_standard_layout().into_owned();
    let same_in_another_layout = by_channel.view().permuted_axes([1, 2, 0]);
    for (n, row) in rows(&same_in_another_layout).outer_iter().enumerate() {
        assert_eq!(row, x.slice(s![n / 3, n % 3, ..]));
    }
}

proptest! {
    #[test]
    fn linear_is_the_loops(
        batch in 1..4_usize, tokens in 1..6_usize, c_in in 1..9_usize, c_out in 1..9_usize, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let x: Array3<f64> = normal((batch, tokens, c_in), 1.0, &mut rng);
        let layer = Linear { w: normal((c_in, c_out), 1.0, &mut rng), b: normal(c_out, 1.0, &mut rng) };
        let (y, _) = layer.forward(&x);
        prop_assert_eq!(y.dim(), (batch, tokens, c_out));
        assert_abs_diff_eq!(rows(&y), naive::linear(&rows(&x).into_owned(), &layer.w, &layer.b), epsilon = 1e-12);
    }

    #[test]
    fn softmax_is_the_loops(n in 1..5_usize, k in 1..20_usize, std in 0.1..30.0, seed: u64) {
        let scores: Array2<f64> = normal((n, k), std, &mut StdRng::seed_from_u64(seed));
        for (row, expected) in softmax(&scores).rows().into_iter().zip(scores.rows()) {
            assert_abs_diff_eq!(row, naive::softmax(&expected.to_owned()), epsilon = 1e-12);
        }
    }

    #[test]
    fn softmax_backward_is_the_loops(k in 1..20_usize, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let p = naive::softmax(&normal::<f64, _, _>(k, 2.0, &mut rng));
        let dp = normal(k, 1.0, &mut rng);
        assert_abs_diff_eq!(softmax_backward(&p, &dp), naive::softmax_backward(&p, &dp), epsilon = 1e-12);
    }
}

#[test]
fn a_product_does_not_read_what_it_writes_over() {
    for (i, k, j) in [(1, 1, 1), (1, 5, 9), (9, 5, 1), (20, 7, 33), (4, 0, 3)] {
        let (a, b) = (Array2::<f64>::ones((i, k)), Array2::<f64>::ones((k, j)));
        let mut c = Array2::from_elem((i, j), f64::NAN);
        foundations::product_into(1.0, &a, &b, &mut c);
        assert_eq!(c, Array2::from_elem((i, j), k as f64));
    }
}
