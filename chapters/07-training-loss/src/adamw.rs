//! AdamW: from a gradient to a step.

use foundations::{Float, Params, wide};

/// The optimizer: every parameter moves by about the learning rate, whatever the size of
/// its gradient.
///
/// ```text
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g²
/// m̂ = m/(1 − β₁ᵗ)
/// v̂ = v/(1 − β₂ᵗ)
/// θ ← θ − lr·(m̂/(√v̂ + ε) + decay·θ)
/// ```
///
/// Kingma & Ba 2014; Loshchilov & Hutter 2017 (the decay apart from the gradient). Only
/// tensors of two or more axes decay: matrices and tables do, biases and gains do not.
#[derive(Clone, Debug, PartialEq)]
pub struct AdamW<P> {
    /// m: the running mean of the gradients.
    pub mean: P,
    /// v: the running mean of their squares.
    pub square: P,
    /// t: steps taken.
    pub steps: u64,
    /// β₁: how long `mean` remembers.
    pub beta1: f64,
    /// β₂: how long `square` remembers.
    pub beta2: f64,
    /// ε: keeps the division finite.
    pub epsilon: f64,
    /// How much of each weight is lost per unit of learning rate.
    pub decay: f64,
}

impl<P: Clone> AdamW<P> {
    /// An optimizer that has not seen a gradient yet: β₁ = 0.9, β₂ = 0.99, ε = 1e-8, decay
    /// 0.1.
    pub fn new<F: Float>(model: &P) -> AdamW<P>
    where
        P: Params<F>,
    {
        let zeros = model.zeros_like();
        AdamW {
            mean: zeros.clone(),
            square: zeros,
            steps: 0,
            beta1: 0.9,
            beta2: 0.99,
            epsilon: 1e-8,
            decay: 0.1,
        }
    }

    /// One step: moves every parameter of `model` against its gradient.
    ///
    /// # Panics
    /// If model, gradient and moments have different tensors.
    // ANCHOR: step
    pub fn step<F: Float>(&mut self, model: &mut P, gradient: &P, lr: f64)
    where
        P: Params<F>,
    {
        self.steps += 1;
        let correct1 = 1.0 - self.beta1.powf(self.steps as f64);
        let correct2 = 1.0 - self.beta2.powf(self.steps as f64);
        let (beta1, beta2) = (F::of(self.beta1), F::of(self.beta2));
        let (rise1, rise2) = (F::of(1.0 - self.beta1), F::of(1.0 - self.beta2));
        let rate = F::of(lr / correct1);
        let scale2 = F::of(1.0 / correct2);
        let epsilon = F::of(self.epsilon);

        let moments = self.mean.tensors_mut().into_iter().zip(self.square.tensors_mut());
        let tensors = model.tensors_mut().into_iter().zip(gradient.tensors()).zip(moments);
        for (((_, mut theta), (_, g)), ((_, mut m), (_, mut v))) in tensors {
            let keep = F::of(if theta.ndim() > 1 { 1.0 - lr * self.decay } else { 1.0 });
            let theta = theta.as_slice_mut().expect("parameters lie in order");
            let g = g.as_slice().expect("gradients lie in order");
            let m = m.as_slice_mut().expect("moments lie in order").iter_mut();
            let v = v.as_slice_mut().expect("moments lie in order").iter_mut();
            wide(|| {
                for (((theta, &g), m), v) in theta.iter_mut().zip(g).zip(m).zip(v) {
                    *m = beta1 * *m + rise1 * g;
                    *v = beta2 * *v + rise2 * g * g;
                    *theta = keep * *theta - rate * *m / ((scale2 * *v).sqrt() + epsilon);
                }
            });
        }
    }
    // ANCHOR_END: step
}
