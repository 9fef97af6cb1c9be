/// 3 + h².
pub const CENTRAL: Option<f64> = Some(3.01);

/// 3 + 3h + h².
pub const ONE_SIDED: Option<f64> = Some(3.31);

/// About 10⁻⁷ / (2 · 10⁻⁵).
pub const IN_SINGLE: Option<char> = Some('c');
