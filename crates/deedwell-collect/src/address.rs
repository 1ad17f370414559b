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

/// The message with its addresses cut or left out; `None` where it has none, and stays word for word.
pub fn without_addresses(raw: &RawValue, keeps_some: bool) -> Option<Box<RawValue>> {
    if !mentions_some(raw.get()) {
        return None;
    }
    // What is nested too deep to be looked through is refused, and no word of it kept.
    let clean = serde_json::from_str(raw.get()).map(|value| within(value, keeps_some));
    to_raw_value(&clean.unwrap_or(Value::Null)).ok()
}

/// Whether it is worth looking closer: letters of a name may be written as escapes.
fn mentions_some(text: &str) -> bool {
    let is_ip = |pair: &[u8]| pair.eq_ignore_ascii_case(b"ip");
    text.contains("\\u00") || text.as_bytes().windows(2).any(is_ip)
}

fn within(value: Value, keeps_some: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let field = |(key, value): (String, Value)| {
                let holds = is_name(&key) && matches!(value, Value::String(_) | Value::Number(_));
                let kept =
                    if holds { kept(&value, keeps_some)? } else { within(value, keeps_some) };
                Some((key, kept))
            };
            Value::Object(fields.into_iter().filter_map(field).collect())
        }
        Value::Array(all) => {
            Value::Array(all.into_iter().map(|value| within(value, keeps_some)).collect())
        }
        other => other,
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
        assert_eq!(cleaned(r#"{"ip":null}"#, false), Some(serde_json::json!({"ip": null})));
        let deep = format!(r#"{{"ip":"203.0.113.7","x":{}{}}}"#, "[".repeat(200), "]".repeat(200));
        assert_eq!(cleaned(&deep, true), Some(Value::Null));
    }
}
