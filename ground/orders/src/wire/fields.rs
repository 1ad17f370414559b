//! Fields of JSON as shops fill them: numbers that are texts, texts that are null.

use deedwell_core::{Currency, Timestamp};
use deedwell_people::{IdentityKind, Sign};
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::amount::Unreadable;
use crate::order::{LONGEST_NAME, LONGEST_REFERENCE};

/// A text or a number as a text; '' for anything else.
pub fn text(of: &Value, key: &str) -> String {
    match of.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A name of at most [`LONGEST_NAME`] letters.
pub fn name(of: &Value, key: &str) -> String {
    let text = text(of, key);
    text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

/// A number by which something is known.
///
/// # Errors
/// `reference` where it is missing or too long.
pub fn reference(of: &Value, key: &str) -> Result<String, Unreadable> {
    let text = text(of, key);
    let good = !text.is_empty() && text.len() <= LONGEST_REFERENCE && text != "0";
    if good { Ok(text) } else { Err(Unreadable("reference")) }
}

/// One that may be missing: ''.
pub fn reference_or_none(of: &Value, key: &str) -> String {
    reference(of, key).unwrap_or_default()
}

/// The members of a list; none where there is no list.
pub fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

pub fn is_true(of: &Value, key: &str) -> bool {
    of.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// # Errors
/// `currency`.
pub fn currency(of: &Value, key: &str) -> Result<Currency, Unreadable> {
    text(of, key).to_ascii_uppercase().parse().map_err(|_| Unreadable("currency"))
}

/// A whole number, as such or as a text.
pub fn whole(of: &Value, key: &str) -> Option<i64> {
    match of.get(key)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// # Errors
/// `quantity` where there is none, or less than none.
pub fn quantity(of: &Value, key: &str) -> Result<i64, Unreadable> {
    let quantity = whole(of, key).ok_or(Unreadable("quantity"))?;
    let good = (0..=crate::order::MOST_QUANTITY).contains(&quantity);
    if good { Ok(quantity) } else { Err(Unreadable("quantity")) }
}

/// A moment with its zone, or, as WooCommerce has it, one of Greenwich without saying so.
pub fn moment(of: &Value, key: &str) -> Option<Timestamp> {
    let text = text(of, key);
    let zoned = text.parse::<Timestamp>().ok();
    zoned.or_else(|| {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// Seconds since 1970.
pub fn seconds(of: &Value, key: &str) -> Option<Timestamp> {
    Timestamp::from_second(whole(of, key)?).ok()
}

/// Who somebody is by their number in the shop, their address, their telephone; what cannot be one is left
/// out.
pub fn signs(number: &str, email: &str, phone: &str, scope: &str) -> Vec<Sign> {
    let sign = |kind, value: &str, scope: &str| {
        if value.is_empty() { None } else { Sign::new(kind, value, scope).ok() }
    };
    let number = if number == "0" { "" } else { number };
    let all = [
        sign(IdentityKind::Import, number, scope),
        sign(IdentityKind::Email, email, ""),
        sign(IdentityKind::Phone, phone, ""),
    ];
    all.into_iter().flatten().collect()
}

/// First name and last name, as far as there are.
pub fn full_name(of: &Value) -> String {
    format!("{} {}", name(of, "first_name"), name(of, "last_name")).trim().to_owned()
}
