//! The numbers of tensors as bytes, of each number its lowest byte first, and back.

use half::{bf16, f16};
use ndarray::{Array2, ArrayViewD, ArrayViewMutD};

/// How a file holds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of 32 bits.
    F32,
    /// Of 16 bits, as IEEE 754 has them.
    F16,
    /// The upper half of one of 32 bits.
    Bf16,
}

impl Kind {
    /// How many bytes one takes.
    pub fn width(self) -> usize {
        match self {
            Kind::F32 => 4,
            Kind::F16 | Kind::Bf16 => 2,
        }
    }

    /// Adds the numbers in `bytes` to a list. An unfinished number at the end is left out.
    pub fn read(self, bytes: &[u8], numbers: &mut Vec<f32>) {
        let (fours, twos) = (bytes.as_chunks().0.iter(), bytes.as_chunks().0.iter());
        match self {
            Kind::F32 => numbers.extend(fours.map(|&four| f32::from_le_bytes(four))),
            Kind::F16 => numbers.extend(twos.map(|&two| f16::from_le_bytes(two).to_f32())),
            Kind::Bf16 => {
                numbers.extend(twos.map(|&two| bf16::from_le_bytes(two).to_f32()));
            }
        }
    }
}

/// The bytes of a tensor, four to a number.
pub fn bytes(tensor: &ArrayViewD<f32>) -> Vec<u8> {
    tensor.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Reads a tensor back from what [`bytes`] made of one of the same shape.
///
/// # Panics
/// If there are more bytes than it has numbers for, or fewer.
pub fn fill(tensor: &mut ArrayViewMutD<f32>, bytes: &[u8]) {
    assert_eq!(bytes.len(), 4 * tensor.len(), "four bytes for each number");
    for (number, four) in tensor.iter_mut().zip(bytes.as_chunks().0) {
        *number = f32::from_le_bytes(*four);
    }
}

/// Whether every number is finite: neither infinite nor NaN.
pub fn is_finite(tensor: &ArrayViewD<f32>) -> bool {
    tensor.iter().all(|number| number.is_finite())
}

/// `(A, B)` → `(B, A)`, row by row in memory.
pub fn turned(matrix: &Array2<f32>) -> Array2<f32> {
    matrix.t().as_standard_layout().into_owned()
}
