//! As much of CBOR (RFC 8949) as passkeys speak: whole numbers, bytes, text, lists and maps of a length that is
//! said first; yes, no and nothing. What else there is, is refused.

/// How deep lists and maps may stand in each other.
const DEEPEST: usize = 8;

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value<'a> {
    Number(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Other,
}

impl<'a> Value<'a> {
    pub fn at(&self, key: &Value<'_>) -> Option<&Self> {
        let Value::Map(pairs) = self else { return None };
        pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    pub fn named(&self, key: &str) -> Option<&Self> {
        self.at(&Value::Text(key))
    }

    pub fn number(&self, key: i64) -> Option<i64> {
        match self.at(&Value::Number(key)) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }

    pub fn bytes(&self, key: i64) -> Option<&'a [u8]> {
        match self.at(&Value::Number(key)) {
            Some(Value::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
    }
}

/// The first value, and what comes after it.
pub(super) fn first(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    value(bytes, 0)
}

/// One value and nothing after it.
pub(super) fn only(bytes: &[u8]) -> Option<Value<'_>> {
    first(bytes).filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
}

fn value(bytes: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let (&head, rest) = bytes.split_first()?;
    if depth > DEEPEST {
        return None;
    }
    if head >> 5 == 7 {
        // no, yes, null, undefined
        return matches!(head & 31, 20..=23).then_some((Value::Other, rest));
    }
    let (n, rest) = argument(head & 31, rest)?;
    match head >> 5 {
        0 => Some((Value::Number(i64::try_from(n).ok()?), rest)),
        1 => Some((Value::Number(-1 - i64::try_from(n).ok()?), rest)),
        2 => rest.split_at_checked(usize::try_from(n).ok()?).map(|(b, r)| (Value::Bytes(b), r)),
        3 => {
            let (text, rest) = rest.split_at_checked(usize::try_from(n).ok()?)?;
            Some((Value::Text(std::str::from_utf8(text).ok()?), rest))
        }
        4 => list(n, rest, depth),
        5 => map(n, rest, depth),
        _ => None,
    }
}

/// The number that a head says, in itself or in the bytes behind it.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let long = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24..=27 => 1_usize << (short - 24),
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(long)?;
    Some((bytes.iter().fold(0, |n, b| n << 8 | u64::from(*b)), rest))
}

fn list(n: u64, mut rest: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let mut list = Vec::new();
    for _ in 0..n {
        let (one, after) = value(rest, depth + 1)?;
        list.push(one);
        rest = after;
    }
    Some((Value::List(list), rest))
}

fn map(n: u64, mut rest: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let mut pairs: Vec<(Value<'_>, Value<'_>)> = Vec::new();
    for _ in 0..n {
        let (key, after) = value(rest, depth + 1)?;
        let (what, after) = value(after, depth + 1)?;
        // Said twice, nobody knows which counts.
        if pairs.iter().any(|(k, _)| *k == key) {
            return None;
        }
        pairs.push((key, what));
        rest = after;
    }
    Some((Value::Map(pairs), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of RFC 8949, appendix A.
    #[test]
    fn what_the_standard_writes_is_read() {
        let read = |text: &str| {
            let bytes: Vec<u8> = (0..text.len() / 2)
                .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
                .collect();
            only(&bytes).map(|value| format!("{value:?}"))
        };
        for (written, meant) in [
            ("00", "Number(0)"),
            ("1864", "Number(100)"),
            ("1b000000e8d4a51000", "Number(1000000000000)"),
            ("20", "Number(-1)"),
            ("3903e7", "Number(-1000)"),
            ("4401020304", "Bytes([1, 2, 3, 4])"),
            ("6161", "Text(\"a\")"),
            ("83010203", "List([Number(1), Number(2), Number(3)])"),
            ("a201020304", "Map([(Number(1), Number(2)), (Number(3), Number(4))])"),
            ("f5", "Other"),
        ] {
            assert_eq!(read(written).as_deref(), Some(meant), "{written}");
        }
        for refused in [
            "",
            "18",
            "1bffffffffffffffff",
            "5f41010",
            "9f01ff",
            "c100",
            "f97e00",
            "4401",
            "61ff",
            "a201020103",
            "0000",
            "bf",
            "9bffffffffffffffff",
            "818181818181818181818100",
        ] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }
}
