//! Where a page ended. Programs hand it back as they got it.

use std::fmt;
use std::str::FromStr;

use deedwell_core::{Error, Id};

/// What puts the last row in its place, and its id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// A moment, a lot, or the bits of a score.
    pub key: i64,
    /// Of any noun; empty before the first row.
    pub id: String,
}

impl After {
    pub fn new<T: ?Sized>(key: i64, id: Id<T>) -> Self {
        Self { key, id: id.to_string() }
    }

    /// Before everything, where the smallest comes first.
    pub const fn least() -> Self {
        Self { key: i64::MIN, id: String::new() }
    }

    /// Before everything, where the greatest comes first.
    pub const fn greatest() -> Self {
        Self { key: i64::MAX, id: String::new() }
    }
}

/// Digits of the key, before the id.
const KEY: usize = 16;

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{}", self.key, self.id)
    }
}

impl FromStr for After {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unfit = || {
            Error::invalid("cursor", "A cursor is what an earlier page gave as next, unchanged.")
        };
        let (key, id) = text.split_at_checked(KEY).ok_or_else(unfit)?;
        if !key.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(unfit());
        }
        let key = u64::from_str_radix(key, 16).map_err(|_| unfit())?.cast_signed();
        let id: Id<Self> = id.parse().map_err(|_| unfit())?;
        Ok(Self::new(key, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_handed_back_as_it_came() {
        for key in [0, 1, -1, i64::MIN, i64::MAX] {
            let after = After::new(key, Id::<After>::from_uuid(uuid::Uuid::from_u128(7)));
            assert_eq!(after.to_string().parse::<After>().unwrap(), after);
        }
        for wrong in ["", "x", &"0".repeat(51), &"g".repeat(52), &"ä".repeat(26)] {
            assert_eq!(wrong.parse::<After>().unwrap_err().code(), "invalid.cursor", "{wrong}");
        }
    }
}
