//! Money is an integer of minor units with an ISO 4217 code. Nothing here rounds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// An ISO 4217 code, such as GBP.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    pub const GBP: Self = Self(*b"GBP");
    pub const EUR: Self = Self(*b"EUR");
    pub const USD: Self = Self(*b"USD");

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    pub const fn bytes(self) -> [u8; 3] {
        self.0
    }

    /// Currencies whose minor unit, by ISO 4217, is not a hundredth: digits after the point, and which.
    pub const NOT_HUNDREDTHS: [(u32, &'static [&'static str]); 3] = [
        (
            0,
            &[
                "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                "VND", "VUV", "XAF", "XOF", "XPF",
            ],
        ),
        (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
        (4, &["CLF", "UYW"]),
    ];

    /// Digits after the point: ISO 4217's minor unit.
    pub fn digits(self) -> u32 {
        let other = Self::NOT_HUNDREDTHS.iter().find(|(_, which)| which.contains(&self.as_str()));
        other.map_or(2, |(digits, _)| *digits)
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|l| l.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => {
                Err(Error::invalid("currency", "A currency is three capital letters, such as GBP."))
            }
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a currency"))
    }
}

/// An amount in minor units (pence, cents). May be negative: a refund.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads a decimal such as `11.77` or `-3` exactly; more digits than the currency has are
    /// refused rather than rounded.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Error> {
        let wrong = || {
            Error::invalid(
                "value",
                format!(
                    "An amount is a number such as 11.77, at most {} digits after the point.",
                    currency.digits()
                ),
            )
        };
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let places = currency.digits() as usize;
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(fraction)
            || fraction.len() > places
        {
            return Err(wrong());
        }
        let minor = format!("{whole}{fraction:0<places$}").parse::<i64>().map_err(|_| wrong())?;
        Ok(Self { minor: if negative { -minor } else { minor }, currency })
    }

    /// The plain decimal, for files: `-3.50`.
    pub fn decimal(self) -> String {
        let places = self.currency.digits() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// For people: `£1,204.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.decimal();
        let (sign, digits) = match decimal.strip_prefix('-') {
            Some(rest) => ("−", rest),
            None => ("", decimal.as_str()),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let symbol = match self.currency.as_str() {
            "GBP" => "£".to_owned(),
            "EUR" => "€".to_owned(),
            "USD" => "$".to_owned(),
            other => format!("{other} "),
        };
        write!(f, "{sign}{symbol}{}", group_thousands(whole))?;
        if fraction.is_empty() { Ok(()) } else { write!(f, ".{fraction}") }
    }
}

/// `1204` → `1,204`.
pub fn group_thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_exactly() {
        for (text, minor) in
            [("11.77", 1177), ("0.1", 10), ("-3", -300), ("12.3400", 1234), ("0", 0)]
        {
            let money = Money::parse(text, Currency::USD).unwrap();
            assert_eq!(money.minor, minor, "{text}");
            assert_eq!(Money::parse(&money.decimal(), Currency::USD).unwrap(), money);
        }
        for wrong in ["", "-", "1.234", "1e3", "NaN", " ", "1,20", "٣", "99999999999999999999"] {
            assert!(Money::parse(wrong, Currency::USD).is_err(), "{wrong}");
        }
        assert_eq!(Money::new(-120_450, Currency::GBP).to_string(), "−£1,204.50");
        assert_eq!(Money::new(5, Currency::GBP).decimal(), "0.05");
        assert_eq!(Money::new(1_500, "JPY".parse().unwrap()).decimal(), "1500");
    }
}
