//! Caught by: a_weight_without_gradient_shrinks_by_lr_times_decay

/// One step of AdamW for one parameter: its new value, and the new (m, v).
pub fn adamw(
    theta: f64,
    g: f64,
    (m, v): (f64, f64),
    t: i32,
    lr: f64,
    decay: f64,
) -> (f64, (f64, f64)) {
    let m = 0.9 * m + 0.1 * g;
    let v = 0.99 * v + 0.01 * g * g;
    let m_hat = m / (1.0 - 0.9_f64.powi(t));
    let v_hat = v / (1.0 - 0.99_f64.powi(t));
    (theta - lr * m_hat / (v_hat.sqrt() + 1e-8) - decay * theta, (m, v))
}
