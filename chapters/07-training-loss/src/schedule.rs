//! The learning rate over time: up in a straight line, then down along a cosine.

use std::f64::consts::PI;

/// Warm-up and cosine decay.
///
/// ```text
/// step < warm_up:   lr = peak · (step + 1)/warm_up
/// then:             lr = last + (peak − last) · (1 + cos(π · progress))/2
///                   progress: from 0 to 1 at the last step
/// ```
///
/// Loshchilov & Hutter 2016 (the cosine); Vaswani et al. 2017 (the warm-up).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// The largest learning rate.
    pub peak: f64,
    /// The learning rate of the last step.
    pub last: f64,
    /// How many steps it takes to reach the peak.
    pub warm_up: usize,
    /// How many steps there are.
    pub steps: usize,
}

impl Schedule {
    /// The same learning rate at each step.
    pub fn constant(lr: f64) -> Schedule {
        Schedule { peak: lr, last: lr, warm_up: 0, steps: 0 }
    }

    /// The learning rate of a step; they count from 0. After the last step it stays at
    /// `last`.
    ///
    /// ```
    /// use training_loss::Schedule;
    /// let schedule = Schedule { peak: 1.0, last: 0.1, warm_up: 2, steps: 5 };
    /// let rates = [0, 1, 2, 4, 9].map(|step| schedule.lr(step));
    /// assert_eq!(rates, [0.5, 1.0, 1.0, 0.1, 0.1]);
    /// ```
    // ANCHOR: lr
    pub fn lr(&self, step: usize) -> f64 {
        if step < self.warm_up {
            return self.peak * (step + 1) as f64 / self.warm_up as f64;
        }
        if step + 1 >= self.steps {
            return self.last;
        }
        let progress =
            (step - self.warm_up) as f64 / (self.steps - 1 - self.warm_up) as f64;
        self.last + (self.peak - self.last) * (1.0 + (PI * progress).cos()) / 2.0
    }
    // ANCHOR_END: lr
}
