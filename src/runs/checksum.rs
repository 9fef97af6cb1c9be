//! A checksum inside the file whose bytes it is taken of.

use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::fingerprint::Fingerprint;

/// What stands in its place while it is taken; in a header of JSON, under the name "checksum".
pub(crate) const NONE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Puts it into its place.
pub(crate) fn seal(bytes: &mut [u8]) {
    let (place, checksum) = checksum(bytes).expect("a place was left for it");
    bytes[place].copy_from_slice(checksum.as_bytes());
}

/// # Errors
/// If any byte is not what it was.
pub(crate) fn check(bytes: &[u8]) -> Result<()> {
    let (place, checksum) = checksum(bytes).context("it has no checksum")?;
    ensure!(&bytes[place] == checksum.as_bytes(), "its checksum is not that of its bytes");
    Ok(())
}

/// Its place, and what should stand there.
pub(super) fn checksum(bytes: &[u8]) -> Option<(Range<usize>, String)> {
    const NAME: &[u8] = br#""checksum":""#;
    let start = bytes.windows(NAME.len()).position(|name| name == NAME)? + NAME.len();
    let end = start + NONE.len();
    let mut fingerprint = Fingerprint::of(&bytes[..start]);
    fingerprint.add(NONE);
    fingerprint.add(bytes.get(end..)?);
    Some((start..end, fingerprint.digits()))
}
