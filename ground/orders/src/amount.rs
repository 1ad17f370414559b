//! Money as shops write it: texts such as `"199.00"`, numbers, whole minor units.

use deedwell_core::{Currency, Money};
use serde_json::Value;

/// Of this many minor units at most is an order: a quadrillion, so that no sum runs over.
pub const MOST: i64 = 1_000_000_000_000_000;

/// Why something a shop sent cannot be taken, as a code for people to look up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unreadable(pub &'static str);

/// An amount exactly; texts and numbers with more digits than the currency has are refused.
///
/// # Errors
/// `amount`: no amount, too precise, too much.
pub fn exact(value: &Value, currency: Currency) -> Result<i64, Unreadable> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return Err(Unreadable("amount")),
    };
    bounded(Money::parse(&text, currency).map_err(|_| Unreadable("amount"))?.minor)
}

/// [`exact`], nought where there is none.
pub fn exact_or_nought(value: Option<&Value>, currency: Currency) -> Result<i64, Unreadable> {
    match value {
        None | Some(Value::Null) => Ok(0),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(0),
        Some(value) => exact(value, currency),
    }
}

/// For amounts of lines, which shops work out with more digits than anybody pays: to the nearest minor
/// unit, a half away from nought. The order's total stays exact.
pub fn nearest(value: &Value, currency: Currency) -> Result<i64, Unreadable> {
    if let Ok(minor) = exact(value, currency) {
        return Ok(minor);
    }
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return Err(Unreadable("amount")),
    };
    let digits = currency.digits() as usize;
    let (whole, fraction) = text.split_once('.').ok_or(Unreadable("amount"))?;
    let plain = fraction.bytes().all(|b| b.is_ascii_digit()) && fraction.len() > digits;
    let (Some(kept), Some(next)) = (fraction.get(..digits), fraction.as_bytes().get(digits)) else {
        return Err(Unreadable("amount"));
    };
    if !plain {
        return Err(Unreadable("amount"));
    }
    let kept = if digits == 0 { whole.to_owned() } else { format!("{whole}.{kept}") };
    let cut = Money::parse(&kept, currency).map_err(|_| Unreadable("amount"))?.minor;
    let step = if text.starts_with('-') { -1 } else { 1 };
    bounded(if *next >= b'5' { cut + step } else { cut })
}

/// Minor units as Stripe counts them, which are not everywhere those of ISO 4217: two digits for the
/// króna and the Ugandan shilling, none for the ariary.
///
/// Source: docs.stripe.com/currencies, "Special cases" and "Zero-decimal currencies".
pub fn of_stripe(minor: i64, currency: Currency) -> Result<i64, Unreadable> {
    let own = match currency.as_str() {
        "ISK" | "UGX" if minor % 100 == 0 => minor / 100,
        "ISK" | "UGX" => return Err(Unreadable("amount")),
        "MGA" => minor.checked_mul(100).ok_or(Unreadable("amount"))?,
        _ => minor,
    };
    bounded(own)
}

/// `minor` if it is no more than [`MOST`], either way.
pub fn bounded(minor: i64) -> Result<i64, Unreadable> {
    if minor.unsigned_abs() <= MOST.unsigned_abs() { Ok(minor) } else { Err(Unreadable("amount")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_shops_write_is_read_to_the_cent() {
        for (value, minor) in
            [(json!("199.00"), 19_900), (json!(0.1), 10), (json!("-5"), -500), (json!(12), 1_200)]
        {
            assert_eq!(exact(&value, Currency::USD), Ok(minor), "{value}");
        }
        for wrong in
            [json!("1.005"), json!(null), json!("1e3"), json!([]), json!("£5"), json!(true)]
        {
            assert_eq!(exact(&wrong, Currency::USD), Err(Unreadable("amount")), "{wrong}");
        }
        assert_eq!(exact(&json!("99999999999999999"), Currency::USD), Err(Unreadable("amount")));
        assert_eq!(exact_or_nought(Some(&json!(" ")), Currency::USD), Ok(0));
    }

    #[test]
    fn lines_are_rounded_to_the_nearest() {
        let usd = |text: &str| nearest(&json!(text), Currency::USD).map_err(|_| ());
        assert_eq!(usd("16.666667"), Ok(1667));
        assert_eq!(usd("16.664999"), Ok(1666));
        assert_eq!(usd("-0.005"), Ok(-1));
        assert_eq!(usd("16.66"), Ok(1666));
        assert_eq!(usd("16.66x7"), Err(()));
        let yen = "JPY".parse().unwrap();
        assert_eq!(nearest(&json!("1500.5"), yen), Ok(1501));
    }

    #[test]
    fn stripe_counts_some_currencies_its_own_way() {
        let of = |minor, code: &str| of_stripe(minor, code.parse().unwrap());
        assert_eq!(of(50_000, "ISK"), Ok(500));
        assert_eq!(of(50_001, "ISK"), Err(Unreadable("amount")));
        assert_eq!(of(500, "MGA"), Ok(50_000));
        assert_eq!(of(500, "JPY"), Ok(500));
        assert_eq!(of(1_999, "USD"), Ok(1_999));
    }
}
