//! Typed ids. An id of one noun cannot be handed in where another is due.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Error;

/// The enterprise whose customers these are; everything belongs to exactly one.
#[derive(Debug)]
pub enum Organisation {}
/// A business unit or brand inside an organisation.
#[derive(Debug)]
pub enum Unit {}
/// An individual, with identities.
#[derive(Debug)]
pub enum Person {}
/// A person acting for the organisation.
#[derive(Debug)]
pub enum Staff {}
/// A company or household that persons belong to.
#[derive(Debug)]
pub enum Account {}

/// A UUIDv7 that knows its noun. Ordering by id is ordering by birth within a process; it is not
/// commit order.
pub struct Id<T: ?Sized>(Uuid, PhantomData<fn() -> T>);

impl<T: ?Sized> Id<T> {
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The same id under another noun, for the few places where two nouns share a key
    /// (an action's subject is an identity or a staff member).
    pub const fn cast<U: ?Sized>(self) -> Id<U> {
        Id::from_uuid(self.0)
    }
}

/// What is found by the number of an id, or by one and little more. Half of an id is chance, which is hash
/// enough; it is for ids that this server made, never for numbers that somebody sent.
pub type IdMap<V, K = u128> = HashMap<K, V, BuildHasherDefault<HashOfIds>>;
/// Numbers of ids.
pub type IdSet = HashSet<u128, BuildHasherDefault<HashOfIds>>;

/// The half of an id that is chance, spread over all bits. See [`IdMap`].
#[derive(Default)]
pub struct HashOfIds(u64);

impl Hasher for HashOfIds {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u128(&mut self, number: u128) {
        // 2^64 by the golden ratio, as Fibonacci hashing has it.
        self.0 ^= (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Id<T> {}
impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T: ?Sized> Eq for Id<T> {}
impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
impl<T: ?Sized> FromStr for Id<T> {
    type Err = Error;

    /// Only the hyphenated lower-case form: an id has one spelling, in addresses as in keys.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::invalid("id", "That is not an id of ours.");
        let uuid = Uuid::try_parse(text).map_err(|_| wrong())?;
        if uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()) != text {
            return Err(wrong());
        }
        Ok(Self::from_uuid(uuid))
    }
}
impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not an id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let text = "01930000-0000-7000-8000-00000000000a";
        assert_eq!(text.parse::<Id<Person>>().unwrap().to_string(), text);
        assert!(text.to_uppercase().parse::<Id<Person>>().is_err());
        assert!(text.replace('-', "").parse::<Id<Person>>().is_err());
        assert!("".parse::<Id<Person>>().is_err());
    }
}
