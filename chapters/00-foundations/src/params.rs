//! Every learnable number of a model, by name, in one order.

use ndarray::{Array, ArrayViewD, ArrayViewMutD, Dimension};

use crate::{Float, map_in_place, zip_in_place};

/// The parameters θ of a layer or of a whole model: a tree whose leaves are arrays.
///
/// An array is a leaf; a struct (by the macro [`params!`](crate::params!)), a `Vec` and an
/// `Option` are branches. A leaf's name is its path, `blocks.1.attention.qkv.w`. The
/// optimizer, checkpoints, the gradient checks and the golden tests all walk this one list.
///
/// ```
/// use foundations::{Linear, Params};
/// use ndarray::array;
///
/// let mut gradient = Linear { w: array![[1.0, 2.0]], b: array![3.0, 4.0] };
/// assert_eq!(gradient.parameter_count(), 4);
///
/// let other = Linear { w: array![[10.0, 20.0]], b: array![30.0, 40.0] };
/// gradient.accumulate(&other);
/// gradient.scale(0.5); // the mean of the two
/// assert_eq!(gradient, Linear { w: array![[5.5, 11.0]], b: array![16.5, 22.0] });
/// ```
// ANCHOR: params
pub trait Params<F: Float> {
    /// Appends every tensor below this one to `list`; `path` is this one's own name.
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>);

    /// The same tensors in the same order, to be changed in place.
    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    );

    // ANCHOR_END: params

    /// Every learnable tensor with its name.
    fn tensors(&self) -> Vec<(String, ArrayViewD<'_, F>)> {
        let mut list = Vec::new();
        self.collect("", &mut list);
        list
    }

    /// Every learnable tensor with its name, to be changed in place.
    fn tensors_mut(&mut self) -> Vec<(String, ArrayViewMutD<'_, F>)> {
        let mut list = Vec::new();
        self.collect_mut("", &mut list);
        list
    }

    /// How many learnable numbers there are.
    fn parameter_count(&self) -> usize {
        self.tensors().iter().map(|(_, tensor)| tensor.len()).sum()
    }

    /// `θ ← θ + other`: gradients of two parts of a batch become the gradient of the
    /// whole.
    ///
    /// # Panics
    /// If the two have different tensors.
    fn accumulate(&mut self, other: &Self)
    where
        Self: Sized,
    {
        assert_same_tensors(self, other, "accumulate");
        for ((_, mut mine), (_, theirs)) in
            self.tensors_mut().into_iter().zip(other.tensors())
        {
            zip_in_place(&mut mine, &theirs, |mine, theirs| mine + theirs);
        }
    }

    /// `θ ← c·θ`.
    fn scale(&mut self, c: F) {
        for (_, mut tensor) in self.tensors_mut() {
            map_in_place(&mut tensor, |x| c * x);
        }
    }

    /// A model of the same shape with every parameter 0: where sums of gradients start.
    fn zeros_like(&self) -> Self
    where
        Self: Clone,
    {
        let mut zeros = self.clone();
        for (_, mut tensor) in zeros.tensors_mut() {
            tensor.fill(F::zero());
        }
        zeros
    }
}

/// # Panics
/// If the two models differ in a tensor's name or shape; the message begins with `what`.
pub(crate) fn assert_same_tensors<F: Float, P: Params<F>>(one: &P, other: &P, what: &str) {
    let shapes = |model: &P| -> Vec<(String, Vec<usize>)> {
        model
            .tensors()
            .into_iter()
            .map(|(name, tensor)| (name, tensor.shape().to_vec()))
            .collect()
    };
    assert_eq!(shapes(one), shapes(other), "{what}: the two models have different tensors");
}

impl<F: Float, D: Dimension> Params<F> for Array<F, D> {
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        list.push((path.to_owned(), self.view().into_dyn()));
    }

    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        list.push((path.to_owned(), self.view_mut().into_dyn()));
    }
}

impl<F: Float, P: Params<F>> Params<F> for Vec<P> {
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        for (i, part) in self.iter().enumerate() {
            part.collect(&join(path, &i.to_string()), list);
        }
    }

    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        for (i, part) in self.iter_mut().enumerate() {
            part.collect_mut(&join(path, &i.to_string()), list);
        }
    }
}

impl<F: Float, P: Params<F>> Params<F> for Option<P> {
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        if let Some(part) = self {
            part.collect(path, list);
        }
    }

    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        if let Some(part) = self {
            part.collect_mut(path, list);
        }
    }
}

/// The name of `field` inside `path`: `join("blocks.1", "w")` is `blocks.1.w`.
#[doc(hidden)]
pub fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// Implements [`Params`] for a struct `Name<F>` by listing, once, the fields that learn.
///
/// ```
/// use foundations::{Params, params};
/// use ndarray::{Array1, array};
///
/// struct Line<F> { slope: Array1<F>, height: Array1<F> }
/// params!(Line { slope, height });
///
/// let line = Line { slope: array![2.0], height: array![1.0] };
/// let names: Vec<String> = line.tensors().into_iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["slope", "height"]);
/// ```
#[macro_export]
macro_rules! params {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl<F: $crate::Float> $crate::Params<F> for $name<F> {
            fn collect<'a>(
                &'a self,
                path: &str,
                list: &mut ::std::vec::Vec<(
                    ::std::string::String,
                    $crate::ArrayViewD<'a, F>,
                )>,
            ) {
                let _ = (path, &list);
                $(
                    let name = $crate::join(path, stringify!($field));
                    $crate::Params::collect(&self.$field, &name, list);
                )*
            }

            fn collect_mut<'a>(
                &'a mut self,
                path: &str,
                list: &mut ::std::vec::Vec<(
                    ::std::string::String,
                    $crate::ArrayViewMutD<'a, F>,
                )>,
            ) {
                let _ = (path, &list);
                $(
                    let name = $crate::join(path, stringify!($field));
                    $crate::Params::collect_mut(&mut self.$field, &name, list);
                )*
            }
        }
    };
}
