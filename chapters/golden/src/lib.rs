//! Golden values: numbers that PyTorch computed in `f64`, for the chapters' tests.
//!
//! Each chapter keeps its own in `tests/golden.json`, and the script that made them beside
//! it. The file holds kinds of cases; a case holds, by name, arrays (`{"shape": [2], "data":
//! [0.5, 1.5]}`), numbers and settings.

use foundations::Layer;
use ndarray::{Array, Array2, ArrayD, ArrayRef, Dimension, IxDyn, arr0};
use serde_json::Value;

/// Recorded values by their names: a whole file, a case, or a part of one.
#[derive(Clone, Debug)]
pub struct Golden {
    /// Where in the file they stand.
    pub path: String,
    values: Value,
}

/// The values of a `golden.json`.
///
/// # Panics
/// If the text is no JSON.
///
/// ```
/// use ndarray::array;
/// let text = r#"{"double": {"small": {"x": {"shape": [2], "data": [1, 2]}, "y": 3.0}}}"#;
/// for case in golden::read(text).parts("double") {
///     case.assert("x", &array![1.0, 2.0]);
///     assert_eq!((case.number("y"), &case.path[..]), (3.0, "double, small"));
/// }
/// ```
pub fn read(json: &str) -> Golden {
    Golden {
        path: String::new(),
        values: serde_json::from_str(json).expect("golden.json is JSON"),
    }
}

/// Each function that takes a name panics if nothing of its kind stands under that name.
impl Golden {
    fn get<'a, T>(&'a self, name: &str, read: impl Fn(&'a Value) -> Option<T>) -> T {
        read(&self.values[name])
            .unwrap_or_else(|| panic!("golden.json has no fitting {name} in {}", self.path))
    }

    fn below(&self, name: &str, values: &Value) -> Golden {
        let comma = if self.path.is_empty() { "" } else { ", " };
        Golden { path: format!("{}{comma}{name}", self.path), values: values.clone() }
    }

    /// The values of that name.
    pub fn part(&self, name: &str) -> Golden {
        self.below(name, self.get(name, |values| values.is_object().then_some(values)))
    }

    /// The cases of that name, or the items of the list of that name; one at least.
    pub fn parts(&self, name: &str) -> Vec<Golden> {
        let parts: Vec<(String, &Value)> = self.get(name, |values| match values {
            Value::Object(cases) => {
                Some(cases.iter().map(|(n, v)| (n.clone(), v)).collect())
            }
            Value::Array(list) => {
                Some((0..).map(|i: u32| i.to_string()).zip(list).collect())
            }
            _ => None,
        });
        assert!(!parts.is_empty(), "golden.json has nothing in {name}");
        let below = |(part, values): (String, &Value)| {
            self.below(&format!("{name}, {part}"), values)
        };
        parts.into_iter().map(below).collect()
    }

    /// How many values there are.
    pub fn count(&self) -> usize {
        self.values.as_object().map_or(0, serde_json::Map::len)
    }

    /// An array, in its shape; it must have as many axes as asked for.
    pub fn array<D: Dimension>(&self, name: &str) -> Array<f64, D> {
        let numbers = |value: &Value| -> Option<Vec<f64>> {
            value.as_array()?.iter().map(Value::as_f64).collect()
        };
        self.get(name, |array| {
            let shape = numbers(&array["shape"])?;
            let shape: Vec<usize> = shape.iter().map(|&n| n as usize).collect();
            let array = ArrayD::from_shape_vec(IxDyn(&shape), numbers(&array["data"])?);
            array.ok()?.into_dimensionality().ok()
        })
    }

    /// An array whose numbers are tokens.
    pub fn tokens(&self, name: &str) -> Array2<usize> {
        self.array(name).mapv(|token: f64| token as usize)
    }

    /// A plain list of whole numbers.
    pub fn list(&self, name: &str) -> Vec<usize> {
        self.get(name, |list| {
            list.as_array()?.iter().map(|n| Some(n.as_u64()? as usize)).collect()
        })
    }

    /// A number.
    pub fn number(&self, name: &str) -> f64 {
        self.get(name, Value::as_f64)
    }

    /// A whole number.
    pub fn size(&self, name: &str) -> usize {
        self.get(name, Value::as_u64) as usize
    }

    /// Whether a setting is on.
    pub fn is(&self, name: &str) -> bool {
        self.get(name, Value::as_bool)
    }

    /// A setting that is a word.
    pub fn word(&self, name: &str) -> &str {
        self.get(name, Value::as_str)
    }

    /// Every number of `actual` is the one recorded under that name, to 1e-12.
    ///
    /// # Panics
    /// If one is not; the message says which.
    pub fn assert<D: Dimension>(&self, name: &str, actual: &ArrayRef<f64, D>) {
        self.assert_same(name, actual, &self.array::<D>(name));
    }

    /// The number recorded under that name is `actual`, to 1e-12.
    ///
    /// # Panics
    /// If it is not.
    pub fn assert_number(&self, name: &str, actual: f64) {
        self.assert(name, &arr0(actual));
    }

    /// Of the recorded `x` and `dy`, a layer makes the recorded `y`, `dx` and, for each of its
    /// `count` parameter tensors, `d` and the tensor's name.
    ///
    /// # Panics
    /// If it does not; the message says which.
    pub fn assert_layer<L: Layer<f64>>(&self, layer: &L, count: usize) {
        let (y, cache) = layer.forward(&self.array("x"));
        let (dx, gradient) = layer.backward(cache, &self.array("dy"));
        self.assert("y", &y);
        self.assert("dx", &dx);
        assert_eq!(gradient.tensors().len(), count, "tensors in {}", self.path);
        for (tensor, ours) in gradient.tensors() {
            self.assert(&format!("d{tensor}"), &ours);
        }
    }

    /// Every number of `actual` is that of `expected`, to 1e-12: for what was recorded in
    /// another form than `name`'s.
    ///
    /// # Panics
    /// If one is not; the message says which.
    pub fn assert_same<D: Dimension>(
        &self,
        name: &str,
        actual: &ArrayRef<f64, D>,
        expected: &ArrayRef<f64, D>,
    ) {
        let case = &self.path;
        assert_eq!(actual.shape(), expected.shape(), "the shape of {name} in {case}");
        let (actual, expected) = (actual.view().into_dyn(), expected.view().into_dyn());
        for ((at, &ours), &theirs) in actual.indexed_iter().zip(&expected) {
            let (at, error) = (at.slice(), (ours - theirs).abs() / theirs.abs().max(1.0));
            assert!(
                error < 1e-12,
                "{name}{at:?} is {ours}, PyTorch says {theirs}, in {case}"
            );
        }
    }
}
