//! The functions that the assistant is made of, and the hands that use them.

use std::cell::{Cell, RefCell};

use ndarray::{Array, Array1, Array2, Array3, Dimension};

/// Of a network: its input's gradient, and those of its two layers' weights and biases.
pub(crate) type NetworkGradients =
    (Array2<f64>, Array2<f64>, Array1<f64>, Array2<f64>, Array1<f64>);

/// A part's name, and its arguments'.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The function's name.
    pub name: &'static str,
    /// What its arguments are called.
    pub arguments: &'static [&'static str],
}

/// Lists the parts once: the table of functions, their names, and the hands' methods.
macro_rules! parts {
    ($($(#[$doc:meta])+ $name:ident($($argument:ident: $type:ty),+) -> $result:ty;)+) => {
        /// A function for each part.
        #[derive(Clone, Copy)]
        pub struct Parts {
            $($(#[$doc])+ pub $name: fn($($type),+) -> $result,)+
        }

        /// All parts, in the order in which the book asks for them.
        pub const PARTS: &[Part] =
            &[$(Part { name: stringify!($name), arguments: &[$(stringify!($argument)),+] }),+];

        impl Parts {
            /// Takes one part from another assistant.
            pub fn take(&mut self, part: &str, other: &Parts) {
                match part {
                    $(stringify!($name) => self.$name = other.$name,)+
                    _ => {}
                }
            }
        }

        impl Hands<'_> {
            $($(#[$doc])+ pub fn $name(&self, $($argument: $type),+) -> $result {
                self.part.set(stringify!($name));
                let result = (self.parts.$name)($($argument),+);
                self.remember(&result);
                result
            })+
        }
    };
}

parts! {
    /// x·w, rows of numbers.
    product(x: &[Vec<f64>], w: &[Vec<f64>]) -> Vec<Vec<f64>>;
    /// b added to every row of x.
    with_bias(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64>;
    /// The softmax of every row.
    softmax(scores: &Array2<f64>) -> Array2<f64>;
    /// Causal attention's weights (T, S) for the last T of S tokens.
    causal_weights(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64>;
    /// (T, H·D) to the heads (H, T, D).
    split(x: &Array2<f64>, heads: usize) -> Array3<f64>;
    /// The heads (H, T, D) side by side, (T, H·D).
    together(heads: &Array3<f64>) -> Array2<f64>;
    /// The sinusoids (context, C).
    positions(context: usize, c: usize) -> Array2<f64>;
    /// relu(x·w_1 + b_1)·w_2 + b_2.
    feed_forward(
        x: &Array2<f64>,
        w_1: &Array2<f64>,
        b_1: &Array1<f64>,
        w_2: &Array2<f64>,
        b_2: &Array1<f64>
    ) -> Array2<f64>;
    /// Every row brought to mean 0 and variance 1.
    normalised(x: &Array2<f64>, epsilon: f64) -> Array2<f64>;
    /// A text as numbers, each character's place in the alphabet.
    encoded(text: &str, alphabet: &[char]) -> Vec<usize>;
    /// And back.
    decoded(tokens: &[usize], alphabet: &[char]) -> String;
    /// Each token's row of the table.
    embedded(tokens: &[usize], table: &Array2<f64>) -> Array2<f64>;
    /// The token that a draw from 0 to 1 falls on.
    drawn(p: &Array1<f64>, draw: f64) -> usize;
    /// A window of a text, and the same one token later: inputs and targets.
    shifted(text: &[usize], start: usize, length: usize) -> (Vec<usize>, Vec<usize>);
    /// The surprise at each target by its weight, summed.
    cross_entropy(logits: &Array2<f64>, targets: &[usize], weights: &Array1<f64>) -> f64;
    /// Its gradient ∂L/∂logits.
    cross_entropy_backward(
        logits: &Array2<f64>,
        targets: &[usize],
        weights: &Array1<f64>
    ) -> Array2<f64>;
    /// (dx, dw, db) of y = x·w + b.
    linear_backward(
        x: &Array2<f64>,
        w: &Array2<f64>,
        dy: &Array2<f64>
    ) -> (Array2<f64>, Array2<f64>, Array1<f64>);
    /// (dq, dk, dv) of attention, given its weights a.
    attention_backward(
        q: &Array2<f64>,
        k: &Array2<f64>,
        v: &Array2<f64>,
        a: &Array2<f64>,
        dy: &Array2<f64>
    ) -> (Array2<f64>, Array2<f64>, Array2<f64>);
    /// The gradient of the heads (H, T, D), given that of the rows (T, H·D) that `together`
    /// made of them.
    together_backward(dy: &Array2<f64>, heads: usize) -> Array3<f64>;
    /// The gradient of the rows (T, H·D), given that of the heads (H, T, D).
    split_backward(dheads: &Array3<f64>) -> Array2<f64>;
    /// (dx, dw, db) of the layer whose output is q, k and v side by side.
    qkv_backward(
        x: &Array2<f64>,
        w: &Array2<f64>,
        dq: &Array2<f64>,
        dk: &Array2<f64>,
        dv: &Array2<f64>
    ) -> (Array2<f64>, Array2<f64>, Array1<f64>);
    /// (dx, dw_1, db_1, dw_2, db_2) of the feed-forward network.
    feed_forward_backward(
        x: &Array2<f64>,
        w_1: &Array2<f64>,
        b_1: &Array1<f64>,
        w_2: &Array2<f64>,
        dy: &Array2<f64>
    ) -> NetworkGradients;
    /// (dx, dgain, dbias) of layer normalisation.
    layer_norm_backward(
        x: &Array2<f64>,
        gain: &Array1<f64>,
        epsilon: f64,
        dy: &Array2<f64>
    ) -> (Array2<f64>, Array1<f64>, Array1<f64>);
    /// (dx, dgain, dbias) of y = x + f(n), n = LN(x), given ∂L/∂y and ∂L/∂n.
    residual_backward(
        x: &Array2<f64>,
        gain: &Array1<f64>,
        epsilon: f64,
        dy: &Array2<f64>,
        dn: &Array2<f64>
    ) -> (Array2<f64>, Array1<f64>, Array1<f64>);
    /// The gradient (V, C) of the table of embeddings.
    embedded_backward(tokens: &[usize], dx: &Array2<f64>, vocab: usize) -> Array2<f64>;
    /// A gradient, cut to a length.
    clipped(gradient: &Array1<f64>, longest: f64) -> Array1<f64>;
    /// The learning rate of a step.
    rate(step: usize, steps: usize, warm_up: usize, peak: f64, last: f64) -> f64;
    /// One step of AdamW for one parameter: its new value, and the new (m, v).
    adamw(
        theta: f64,
        g: f64,
        moments: (f64, f64),
        t: i32,
        lr: f64,
        decay: f64
    ) -> (f64, (f64, f64));
    /// How much each target of a question with its answer counts.
    weights(prompt: &[usize], answer: &[usize]) -> Array1<f64>;
    /// How much better each answer is than the others to the same question, with a price of
    /// β on what it has drifted.
    advantages(reward: &[f64], log_p: &[f64], log_sft: &[f64], beta: f64) -> Vec<f64>;
    /// Every row divided by its root mean square, times the gain.
    rms_norm(x: &Array2<f64>, gain: &Array1<f64>, epsilon: f64) -> Array2<f64>;
    /// A head's queries or keys (T, D), each turned by its position.
    turned(x: &Array2<f64>, past: usize) -> Array2<f64>;
    /// swish(x·w) ∘ (x·v).
    gated(x: &Array2<f64>, w: &Array2<f64>, v: &Array2<f64>) -> Array2<f64>;
    /// Causal attention of many heads of queries (T, H·D) that share keys and values
    /// (T, G·D).
    grouped_queries(
        q: &Array2<f64>,
        k: &Array2<f64>,
        v: &Array2<f64>,
        heads: usize
    ) -> Array2<f64>;
}

/// Uses the parts, and remembers what each returned if that is wanted.
pub struct Hands<'a> {
    parts: &'a Parts,
    /// Where in the assistant they are.
    place: RefCell<String>,
    /// The part that is, or was, at work.
    part: Cell<&'static str>,
    calls: Option<RefCell<Vec<Call>>>,
}

/// What a part returned.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Where in the assistant it was called.
    pub place: String,
    /// The part's name.
    pub part: &'static str,
    /// The sizes of what it returned.
    pub shape: Vec<usize>,
    /// All numbers of it.
    pub numbers: Vec<f64>,
}

impl<'a> Hands<'a> {
    /// Hands that remember nothing.
    pub fn new(parts: &'a Parts) -> Hands<'a> {
        let (place, part) = (RefCell::new(String::new()), Cell::new(""));
        Hands { parts, place, part, calls: None }
    }

    /// Hands that remember what every part returned.
    pub fn remembering(parts: &'a Parts) -> Hands<'a> {
        Hands { calls: Some(RefCell::default()), ..Hands::new(parts) }
    }

    /// Says where in the assistant the next parts are called.
    pub fn at(&self, place: impl Into<String>) {
        *self.place.borrow_mut() = place.into();
    }

    /// Where they are.
    pub(crate) fn place(&self) -> String {
        self.place.borrow().clone()
    }

    /// The part that was at work last.
    pub(crate) fn part(&self) -> &'static str {
        self.part.get()
    }

    /// What is remembered, in the order of the calls.
    pub(crate) fn calls(self) -> Vec<Call> {
        self.calls.map(RefCell::into_inner).unwrap_or_default()
    }

    fn remember(&self, result: &impl Returned) {
        if let Some(calls) = &self.calls {
            let (mut shape, mut numbers) = (Vec::new(), Vec::new());
            result.tell(&mut shape, &mut numbers);
            let call = Call { place: self.place(), part: self.part(), shape, numbers };
            calls.borrow_mut().push(call);
        }
    }
}

/// What a part can return: sizes and numbers.
trait Returned {
    fn tell(&self, shape: &mut Vec<usize>, numbers: &mut Vec<f64>);
}

impl Returned for f64 {
    fn tell(&self, _: &mut Vec<usize>, numbers: &mut Vec<f64>) {
        numbers.push(*self);
    }
}

impl Returned for usize {
    fn tell(&self, _: &mut Vec<usize>, numbers: &mut Vec<f64>) {
        numbers.push(*self as f64);
    }
}

impl Returned for String {
    fn tell(&self, shape: &mut Vec<usize>, numbers: &mut Vec<f64>) {
        shape.push(self.chars().count());
        numbers.extend(self.chars().map(|c| f64::from(u32::from(c))));
    }
}

/// Several things at once: one after the other.
macro_rules! several {
    ($($name:ident: $type:ident),+) => {
        impl<$($type: Returned),+> Returned for ($($type),+) {
            fn tell(&self, shape: &mut Vec<usize>, numbers: &mut Vec<f64>) {
                let ($($name),+) = self;
                $($name.tell(shape, numbers);)+
            }
        }
    };
}

several!(a: A, b: B);
several!(a: A, b: B, c: C);
several!(a: A, b: B, c: C, d: D, e: E);

impl<T: Returned> Returned for Vec<T> {
    fn tell(&self, shape: &mut Vec<usize>, numbers: &mut Vec<f64>) {
        shape.push(self.len());
        self.iter().for_each(|one| one.tell(shape, numbers));
    }
}

impl<D: Dimension> Returned for Array<f64, D> {
    fn tell(&self, shape: &mut Vec<usize>, numbers: &mut Vec<f64>) {
        shape.extend(self.shape());
        numbers.extend(self);
    }
}
