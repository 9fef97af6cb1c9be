//! What bytes are recognised by.

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, whole or in pieces.
#[derive(Clone, Default)]
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(crate) fn of(bytes: impl AsRef<[u8]>) -> Fingerprint {
        let mut fingerprint = Fingerprint::default();
        fingerprint.add(bytes);
        fingerprint
    }

    /// More bytes, after those that it has seen.
    pub(crate) fn add(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// As 64 hexadecimal digits.
    pub(crate) fn digits(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard's own example (FIPS 180-4).
    #[test]
    fn it_is_sha_256() {
        let whole = Fingerprint::of("abc").digits();
        assert_eq!(whole, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let mut pieces = Fingerprint::of("a");
        pieces.add("bc");
        assert_eq!(pieces.digits(), whole);
    }
}
