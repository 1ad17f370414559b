//! The fingerprint of a message id, by which duplicates are known.

use xxhash_rust::xxh3::xxh3_128;

/// 128 bits of XXH3. It stands in the `*.ids` files beside the sealed actions, so neither the
/// function nor its seed can ever change.
pub fn fingerprint(message: &str) -> u128 {
    xxh3_128(message.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored fingerprints must be found by every later build.
    #[test]
    fn a_fingerprint_never_changes() {
        assert_eq!(fingerprint(""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f);
        assert_eq!(fingerprint("order-1"), fingerprint("order-1"));
        assert_ne!(fingerprint("order-1"), fingerprint("order-2"));
    }
}
