//! JSON as libraries write it, made JSON that everybody reads. Two things are written in good faith and
//! read by nobody: half of a character (`"😀".slice(0, 1)` in JavaScript), and a number beyond all numbers.
//! Whoever sent them has an order to report, and it must not be lost for that.

use std::borrow::Cow;

use serde_json::Value;

/// What stands for half of a character.
const REPLACEMENT: &[u8] = b"\\ufffd";

/// With every half of a character replaced. Its length stays the same.
pub fn without_halves(json: Vec<u8>) -> Vec<u8> {
    let may_have = |pair: &[u8]| matches!(pair, [b'\\', b'u', b'd' | b'D']);
    if !json.windows(3).any(may_have) {
        return json;
    }
    let mut json = json;
    let mut at = 0;
    while at < json.len() {
        if json.get(at) != Some(&b'\\') {
            at += 1;
            continue;
        }
        match (escaped(&json, at), escaped(&json, at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                if let Some(half) = json.get_mut(at..at + 6) {
                    half.copy_from_slice(REPLACEMENT);
                }
                at += 6;
            }
            // Of an escaped backslash the second is none that escapes.
            _ => at += 2,
        }
    }
    json
}

/// The unit that is written here as an escape.
fn escaped(json: &[u8], at: usize) -> Option<u16> {
    let escape = json.get(at..at + 6)?;
    let hex = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
    u16::from_str_radix(hex, 16).ok()
}

/// JSON as a value, with null for a number that is none; `None` where it is no JSON, or nested too deeply.
pub fn value(json: &str) -> Option<Value> {
    let read = serde_json::from_str(json);
    read.or_else(|_| serde_json::from_str(&without_endless_numbers(json))).ok()
}

/// With every number that is too large to be one replaced by null.
fn without_endless_numbers(json: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut rest, mut is_text) = (json, false);
    let mut copied = 0;
    let mut at = 0;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' if is_text => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '"' => {
                is_text = !is_text;
                1
            }
            '-' | '0'..='9' if !is_text => {
                let of_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
                let length = rest.find(|c| !of_number(c)).unwrap_or(rest.len());
                let number = rest.get(..length).unwrap_or_default();
                if number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    out.push_str(json.get(copied..at).unwrap_or_default());
                    out.push_str("null");
                    copied = at + length;
                }
                length
            }
            c => c.len_utf8(),
        };
        at += taken;
        rest = json.get(at..).unwrap_or_default();
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(json.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_replaced_and_whole_ones_stay() {
        for (json, due) in [
            (r#"{"a":"nice \ud83d"}"#, r#"{"a":"nice \ufffd"}"#),
            (r#"{"a":"\ud83d\ude00"}"#, r#"{"a":"\ud83d\ude00"}"#),
            (r#"{"a":"\uDE00\uD83D\uD83D\uDE00"}"#, r#"{"a":"\ufffd\ufffd\uD83D\uDE00"}"#),
            (r#"{"a":"\\ud83d"}"#, r#"{"a":"\\ud83d"}"#),
            (r#"{"a":"\\\ud83d"}"#, r#"{"a":"\\\ufffd"}"#),
            (r#"{"a":"\ud83"#, r#"{"a":"\ud83"#),
            (r#"{"a":"\udzzz"}"#, r#"{"a":"\udzzz"}"#),
        ] {
            let made = without_halves(json.as_bytes().to_vec());
            assert_eq!(String::from_utf8(made).unwrap(), due, "{json}");
        }
    }

    #[test]
    fn a_number_beyond_numbers_is_none() {
        for (json, due) in [
            (r#"{"a":1e400,"b":-1e999}"#, r#"{"a":null,"b":null}"#),
            (r#"{"a":"1e400 \" 1e400","b":[1e5]}"#, r#"{"a":"1e400 \" 1e400","b":[1e5]}"#),
            (r#"[1e400"#, "[null"),
            ("\"\\", "\"\\"),
        ] {
            assert_eq!(without_endless_numbers(json), due, "{json}");
        }
    }
}
