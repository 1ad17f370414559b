//! Addresses of senders, as far as a source keeps them: cut so that they name a neighbourhood and no
//! house, or not at all. Those, too, that stand inside a message.

use std::net::{IpAddr, Ipv6Addr};

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

/// Bits of an IPv6 address that are kept, of its 128.
const KEPT_OF_V6: u32 = 48;

/// What messages call an address, without signs and in small letters.
const NAMES: [&str; 5] = ["ip", "ipaddress", "clientip", "remoteip", "userip"];

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

/// Whether a field of this name holds an address: `ip`, `$ip`, `ip_address`.
pub fn is_name(key: &str) -> bool {
    let letters = key.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&plain.as_str())
}

/// The message with its addresses cut or left out, written anew; `None` where it has none, and stays word
/// for word.
pub fn without_addresses(raw: &RawValue, keeps_some: bool) -> Option<Box<RawValue>> {
    if !mentions_some(raw.get()) {
        return None;
    }
    // What is nested too deep to be looked through is refused, and no word of it kept.
    let mut value = serde_json::from_str(raw.get()).unwrap_or(Value::Null);
    let changed = clean(&mut value, keeps_some) || value.is_null();
    changed.then(|| to_raw_value(&value).ok()).flatten()
}

/// Whether it is worth looking closer: a key that begins or ends with `ip`, as those of `NAMES` do, or
/// letters that are written as escapes.
fn mentions_some(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A name ends with it, or `address` comes after it.
    let is_name = |three: &[u8]| {
        three[..2].eq_ignore_ascii_case(b"ip")
            && (!three[2].is_ascii_alphanumeric() || three[2].eq_ignore_ascii_case(&b'a'))
    };
    bytes.windows(3).any(is_name) || text.contains("\\u00")
}

/// Whether anything was cut or left out.
fn clean(value: &mut Value, keeps_some: bool) -> bool {
    match value {
        Value::Object(fields) => {
            let before = fields.len();
            let mut changed = false;
            fields.retain(|key, value| {
                let holds = is_name(key) && matches!(value, Value::String(_) | Value::Number(_));
                if !holds {
                    changed |= clean(value, keeps_some);
                    return true;
                }
                let Some(kept) = kept(value, keeps_some) else { return false };
                changed |= kept != *value;
                *value = kept;
                true
            });
            changed || fields.len() != before
        }
        Value::Array(all) => {
            let mut changed = false;
            for one in all {
                changed |= clean(one, keeps_some);
            }
            changed
        }
        _ => false,
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
        without_addresses(raw, keeps_some).map(|raw| serde_json::from_str(raw.get()).unwrap())
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
                assert_eq!((fields.len(), &fields["tip"]), (2, &address.into()), "{json}");
                assert!(fields.values().any(|value| value == due), "{json}: {cut}");
                let none = cleaned(&json, false).unwrap();
                assert_eq!(none, serde_json::json!({"a": [{"tip": address}]}), "{json}");
            }
        }
    }

    #[test]
    fn what_is_no_address_alone_is_left_out_and_what_has_none_stays() {
        for odd in [r#""203.0.113.7:80""#, r#""203.0.113.7, 10.0.0.1""#, "3405803847"] {
            let json = format!(r#"{{"ip":{odd},"n":1}}"#);
            assert_eq!(cleaned(&json, true), Some(serde_json::json!({"n": 1})), "{odd}");
        }
        assert_eq!(cleaned(r#"{"x":[1,2.50]}"#, true), None);
        for same in [
            r#"{"ip":null}"#,
            r#"{"shipping":9.50,"description":"a trip, a zip"}"#,
            r#"{"zip":"10115","n":12345678901234567890.10}"#,
            r#"{"ip":"203.0.113.0"}"#,
        ] {
            assert_eq!(cleaned(same, true), None, "{same}");
        }
        let deep = format!(r#"{{"ip":"203.0.113.7","x":{}{}}}"#, "[".repeat(200), "]".repeat(200));
        assert_eq!(cleaned(&deep, true), Some(Value::Null));
    }
}
