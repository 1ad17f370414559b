//! What of a message is not kept: addresses of senders, which are cut so that they name a neighbourhood and
//! no house, or left out; and the key of a server, with which others could report orders.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::legible;

/// Bits of an IPv6 address that are kept, of its 128.
const KEPT_OF_V6: u32 = 48;

/// What messages call an address, without signs and in small letters.
const NAMES: [&str; 9] = [
    "ip",
    "ipaddr",
    "ipaddress",
    "clientip",
    "remoteip",
    "userip",
    "remoteaddr",
    "remoteaddress",
    "xforwardedfor",
];
/// The last word of what they call it otherwise: `device_ip`, `xRealIp`.
const WORDS: [&str; 3] = ["ip", "ipv4", "ipv6"];

/// As much of it as is kept.
pub fn cut(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0")
        }
        IpAddr::V6(v6) => {
            let kept = v6.to_bits() & (u128::MAX << (128 - KEPT_OF_V6));
            Ipv6Addr::from_bits(kept).to_string()
        }
    }
}

/// Whether a field of this name holds an address: `ip`, `$ip`, `ip_address`, `device_ip`.
pub fn is_name(key: &str) -> bool {
    let letters = || key.bytes().filter(u8::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    WORDS.iter().any(|word| ends_with_word(key, word))
        || NAMES.iter().any(|name| letters().eq(name.bytes()))
}

/// `link_url`, `linkUrl`, `linkURL` and `URL` end with the word `url`; `curl` does not.
pub fn ends_with_word(key: &str, word: &str) -> bool {
    let Some(at) = key.len().checked_sub(word.len()) else { return false };
    let (Some(before), Some(end)) = (key.get(..at), key.get(at..)) else { return false };
    let joined = before.ends_with(|c: char| c.is_ascii_alphanumeric());
    let begins_large = end.starts_with(|c: char| c.is_ascii_uppercase());
    let begins_word =
        !joined || (begins_large && before.ends_with(|c: char| !c.is_ascii_uppercase()));
    end.eq_ignore_ascii_case(word) && begins_word
}

/// The message written anew, without its addresses and this key; `None` where it has neither, and stays
/// word for word.
pub fn cleaned(raw: &RawValue, keeps_some: bool, keys: &[String]) -> Option<Box<RawValue>> {
    let text = raw.get();
    let says_key = says(text, keys);
    // Whatever stands in quotes may be a name, of two fields with one name also the first, or an address;
    // letters of it may be written as escapes.
    let says_name = says_address(text) || text.contains("\\u");
    if !says_key && !says_name {
        return None;
    }
    // What is nested too deep to be looked through is refused, and no word of it kept.
    let mut value = legible::value(text).unwrap_or(Value::Null);
    clean(&mut value, keeps_some, keys);
    to_raw_value(&value).ok()
}

/// The key as it is written, and as libraries write it into a header: what a message may not hold.
pub fn forms_of(key: &str) -> Vec<String> {
    vec![key.to_owned(), STANDARD.encode(format!("{key}:")), STANDARD.encode(key)]
}

/// Whether anything in quotes is the name of an address, or an address and no version.
fn says_address(text: &str) -> bool {
    let (mut name, mut between) = ("", "");
    text.split('"').any(|word| {
        let is_value = between.trim() == ":";
        let says = is_name(word) || (is_address(word) && !(is_value && is_version(name)));
        (name, between) = (between, word);
        says
    })
}

fn says(text: &str, keys: &[String]) -> bool {
    keys.iter().any(|key| text.contains(key.trim_end_matches('=')))
}

/// Whether a text is an address and nothing else, or such a list: `203.0.113.7`, `[2001:db8::1]:443`,
/// `for=203.0.113.7`, `203.0.113.7, 10.0.0.1`.
pub fn is_address(text: &str) -> bool {
    const LONGEST: usize = 200;
    let has = |sign: u8| text.as_bytes().contains(&sign);
    let may_be = |b: u8| b.is_ascii_hexdigit() || !b.is_ascii() || b".:,;[]= for\"\t".contains(&b);
    if text.len() > LONGEST || !(has(b'.') || has(b':')) || !text.bytes().all(may_be) {
        return false;
    }
    // Signs that nobody sees make it no other address.
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect();
    !plain.is_empty() && plain.split([',', ';']).all(|one| one_address(one).is_some())
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn one_address(text: &str) -> Option<IpAddr> {
    let text = text.strip_prefix("for=").unwrap_or(text).trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()))
}

/// Versions of programs look like addresses: `119.0.6045.105`.
fn is_version(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["version", "build", "release"].iter().any(|word| name.contains(word))
}

/// Whether a field holds an address, by its name or by what it holds.
pub fn is_held(name: &str, value: &Value) -> bool {
    is_name(name) || (!is_version(name) && value.as_str().is_some_and(is_address))
}

fn clean(value: &mut Value, keeps_some: bool, keys: &[String]) {
    let has_key = |value: &Value| value.as_str().is_some_and(|text| says(text, keys));
    match value {
        Value::Object(fields) => fields.retain(|name, value| {
            if has_key(value) || says(name, keys) {
                return false;
            }
            if !is_held(name, value) || matches!(value, Value::Null | Value::Bool(_)) {
                clean(value, keeps_some, keys);
                return true;
            }
            kept(value, keeps_some).is_some_and(|kept| {
                *value = kept;
                true
            })
        }),
        Value::Array(all) => {
            all.retain(|one| !has_key(one));
            all.retain_mut(|one| match one.as_str() {
                Some(text) if is_address(text) => kept(one, keeps_some).is_some_and(|kept| {
                    *one = kept;
                    true
                }),
                _ => {
                    clean(one, keeps_some, keys);
                    true
                }
            });
        }
        // No message at all, but it is shown where it is told what was wrong.
        _ if has_key(value) => *value = Value::Null,
        _ => {}
    }
}

/// What is no address by itself (one with its port, a list of them) is left out.
fn kept(value: &Value, keeps_some: bool) -> Option<Value> {
    let address = value.as_str()?.trim().parse().ok()?;
    keeps_some.then(|| cut(address).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(json: &str, keeps_some: bool) -> Option<Value> {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        super::cleaned(raw, keeps_some, &forms_of("secret"))
            .map(|raw| serde_json::from_str(raw.get()).unwrap())
    }

    #[test]
    fn an_address_is_cut_whatever_its_field_is_called() {
        for (address, due) in [
            ("203.0.113.77", "203.0.113.0"),
            ("::ffff:203.0.113.77", "203.0.113.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ] {
            for key in ["ip", "$ip", "IP", "ip_address", "ipAddress", "client_ip", r"\u0069p"] {
                let json = format!(r#"{{"a":[{{"{key}":"{address}","tip":"{address}"}}]}}"#);
                let cut = cleaned(&json, true).unwrap();
                let fields = cut["a"][0].as_object().unwrap();
                assert_eq!((fields.len(), &fields["tip"]), (2, &due.into()), "{json}");
                assert!(fields.values().all(|value| value == due), "{json}: {cut}");
                let none = cleaned(&json, false).unwrap();
                assert_eq!(none, serde_json::json!({"a": [{}]}), "{json}");
            }
        }
    }

    #[test]
    fn what_is_no_address_alone_is_left_out_and_what_has_none_stays() {
        for odd in [r#""203.0.113.7:80""#, r#""203.0.113.7, 10.0.0.1""#, "3405803847"] {
            let json = format!(r#"{{"ip":{odd},"n":1}}"#);
            assert_eq!(cleaned(&json, true), Some(serde_json::json!({"n": 1})), "{odd}");
        }
        for odd in [
            r#"{"ip":"203.0.113.77","ip":"203.0.113.0"}"#,
            r#"{"ip":["203.0.113.77"]}"#,
            r#"{"c":{"ip":"203.0.113.77"},"c":{}}"#,
            r#"{"$geoip_ip":"203.0.113.77","remote_addr":"203.0.113.77","X-Forwarded-For":"203.0.113.77"}"#,
            r#"{"deviceIp":{"v4":"203.0.113.77"}}"#,
        ] {
            assert!(!cleaned(odd, true).unwrap().to_string().contains("77"), "{odd}");
        }
        assert_eq!(cleaned(r#"{"x":[1,2.50]}"#, true), None);
        for same in [
            r#"{"shipping":9.50,"description":"a trip, a zip"}"#,
            r#"{"zip":"10115","n":12345678901234567890.10}"#,
        ] {
            assert_eq!(cleaned(same, true), None, "{same}");
        }
        for (json, due) in [
            (
                r#"{"xff":"203.0.113.77","peer":"[2001:db8::1]:443","n":1}"#,
                r#"{"n":1,"xff":"203.0.113.0"}"#,
            ),
            (
                r#"{"forwarded":"for=203.0.113.77","list":["203.0.113.77","a"]}"#,
                r#"{"list":["203.0.113.0","a"]}"#,
            ),
            (
                r#"{"h":[{"name":"X-Forwarded-For","value":"203.0.113.77"}]}"#,
                r#"{"h":[{"name":"X-Forwarded-For","value":"203.0.113.0"}]}"#,
            ),
            ("{\"x\":\"203.0.113.77\u{200b}\"}", "{}"),
        ] {
            assert_eq!(cleaned(json, true), serde_json::from_str(due).ok(), "{json}");
        }
        for same in [
            r#"{"app_version":"119.0.6045.105","at":"12:30:45","price":"1.50","build":"1.2.3.4"}"#,
            r#"{"said":"she is at 203.0.113.77 or so"}"#,
        ] {
            assert_eq!(cleaned(same, true), None, "{same}");
        }
        let basic = STANDARD.encode("secret:");
        let told = format!(r#"{{"secret":1,"auth":"Basic {basic}","n":1}}"#);
        assert_eq!(cleaned(&told, true), Some(serde_json::json!({"n": 1})));
        assert_eq!(cleaned(r#""secret""#, true), Some(Value::Null));
        let told = r#"{"writeKey":"secret","a":["secret",1],"url":"/?k=secret","n":1}"#;
        assert_eq!(cleaned(told, true), Some(serde_json::json!({"a": [1], "n": 1})));
        let deep = format!(r#"{{"ip":"203.0.113.7","x":{}{}}}"#, "[".repeat(200), "]".repeat(200));
        assert_eq!(cleaned(&deep, true), Some(Value::Null));
    }
}
