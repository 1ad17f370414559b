//! A scheme: a currency of the organisation's own, or real money that it holds for somebody as credit.

use deedwell_core::{Currency, Error, Id, Money, Result, Timestamp, text};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use serde::Serialize;

/// The largest amount that one entry moves: of pounds, ten thousand million.
pub const LARGEST: i64 = 1_000_000_000_000;
/// Schemes of an organisation.
pub const MOST: i64 = 100;
pub const LONGEST_KEY: usize = 20;
pub const LONGEST_NAME: usize = 60;
pub const LONGEST_UNIT: usize = 30;
pub const LONGEST_EXPIRY_DAYS: i64 = 3_650;
/// What was spent before it expired and is given back after that can be spent so long.
pub const REOPENED_DAYS: i64 = 30;

/// Where a reversal takes what was spent already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// From what is active, then it is owed.
    Negative,
    /// From what is active, from what is pending, then it is owed.
    Pending,
}

impl Shortfall {
    pub const ALL: [Self; 2] = [Self::Negative, Self::Pending];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Pending => "pending",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// When what is earned ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "ends")]
pub enum Expiry {
    Never,
    /// So many days after it became active.
    After {
        days: i64,
    },
    /// With the period in which it became active, and so many whole periods more: giffgaff's half-years
    /// begin in December, are of six months, and roll over once.
    Periods {
        first: i8,
        months: i8,
        roll_over: i64,
    },
}

impl Expiry {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::After { .. } => "after",
            Self::Periods { .. } => "periods",
        }
    }

    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(self) -> Result<Self> {
        match self {
            Self::Never => {}
            Self::After { days } => {
                if !(1..=LONGEST_EXPIRY_DAYS).contains(&days) {
                    return Err(Error::invalid("expiry_days", "Please give 1 to 3650 days."));
                }
            }
            Self::Periods { first, months, roll_over } => {
                if !(1..=12).contains(&first) {
                    return Err(Error::invalid("period_first", "A month is 1 to 12."));
                }
                if ![1, 2, 3, 4, 6, 12].contains(&months) {
                    return Err(Error::invalid(
                        "period_months",
                        "A period has 1, 2, 3, 4, 6 or 12 months.",
                    ));
                }
                if !(0..=10).contains(&roll_over) {
                    return Err(Error::invalid("roll_over", "Please give 0 to 10 periods."));
                }
            }
        }
        Ok(self)
    }

    /// When what became active at this moment ends, by the calendar of this zone.
    ///
    /// # Errors
    /// `Fault` past the end of the calendar.
    pub fn ends_at(self, active_at: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>> {
        let here = active_at.to_zoned(zone.clone());
        let day = match self {
            Self::Never => return Ok(None),
            // The day in which it was earned is not one of them.
            Self::After { days } => plus(here.date(), (days + 1).days())?,
            Self::Periods { first, months, roll_over } => {
                let since = (here.month() - first).rem_euclid(12) % months;
                let began = plus(here.date().first_of_month(), (-i64::from(since)).months())?;
                plus(began, (i64::from(months) * (roll_over + 1)).months())?
            }
        };
        Ok(Some(day.to_zoned(zone.clone()).map_err(Error::fault)?.timestamp()))
    }
}

fn plus(day: Date, span: Span) -> Result<Date> {
    day.checked_add(span).map_err(Error::fault)
}

/// What so many points are worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Worth {
    pub amount: i64,
    pub money: Money,
}

impl Worth {
    /// What this amount is worth, what is less than a minor unit left out.
    pub fn of(&self, amount: i64) -> Money {
        let minor =
            i128::from(amount) * i128::from(self.money.minor) / i128::from(self.amount.max(1));
        let minor = i64::try_from(minor).unwrap_or(if amount < 0 { i64::MIN } else { i64::MAX });
        Money::new(minor, self.money.currency)
    }
}

/// A scheme as its last version has it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Scheme {
    pub id: Id<Scheme>,
    pub key: String,
    pub version: i64,
    pub begins_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    #[serde(flatten)]
    pub terms: Terms,
}

/// What staff say of a scheme.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Terms {
    pub name: String,
    /// `points`; '' where it is money.
    pub unit: String,
    /// Where it is money held for somebody.
    pub currency: Option<Currency>,
    pub worth: Option<Worth>,
    pub expiry: Expiry,
    pub shortfall: Shortfall,
    /// More than that waits for staff.
    pub approve_above: Option<i64>,
    /// More than that by hand waits for somebody else of the staff.
    pub most_by_hand: i64,
    /// The scheme of money into which points are paid out.
    pub credit: Option<Id<Scheme>>,
    pub pay_out_least: i64,
    /// To whom they can be given; '' for nobody.
    pub charity: String,
    /// What we add to a gift, in hundredths: 100 doubles it.
    pub match_percent: i64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            name: "Points".to_owned(),
            unit: "points".to_owned(),
            currency: None,
            worth: None,
            expiry: Expiry::Never,
            shortfall: Shortfall::Negative,
            approve_above: None,
            most_by_hand: 1_000,
            credit: None,
            pay_out_least: 1,
            charity: String::new(),
            match_percent: 0,
        }
    }
}

impl Terms {
    /// Money of this currency, held as credit for the shop.
    pub fn credit(name: &str, currency: Currency) -> Self {
        Self {
            name: name.to_owned(),
            unit: String::new(),
            currency: Some(currency),
            most_by_hand: 10_000,
            ..Self::default()
        }
    }

    /// As it can be kept.
    ///
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(mut self) -> Result<Self> {
        self.name = words("name", &self.name, LONGEST_NAME)?;
        if self.name.is_empty() {
            return Err(Error::invalid("name", "Please give it a name."));
        }
        self.unit = words("unit", &self.unit, LONGEST_UNIT)?;
        self.charity = words("charity", &self.charity, LONGEST_NAME)?;
        if self.currency.is_some() {
            self.unit = String::new();
            if self.credit.is_some() {
                return Err(Error::invalid("credit", "Money is not paid out as other money."));
            }
        } else if self.unit.is_empty() {
            return Err(Error::invalid("unit", "Please say what one of them is called."));
        }
        if let Some(worth) = self.worth {
            let fits = 1..=LARGEST;
            if !fits.contains(&worth.amount) || !(0..=LARGEST).contains(&worth.money.minor) {
                return Err(Error::invalid("worth", "Please say what so many are worth."));
            }
        }
        if self.credit.is_some() && self.worth.is_none() {
            return Err(Error::invalid(
                "worth",
                "To pay points out we have to know what they are worth.",
            ));
        }
        let limits = [
            ("approve_above", self.approve_above),
            ("most_by_hand", Some(self.most_by_hand)),
            ("pay_out_least", Some(self.pay_out_least)),
        ];
        for (field, limit) in limits {
            limit.map(|n| whole(field, n)).transpose()?;
        }
        if !(0..=1_000).contains(&self.match_percent) {
            return Err(Error::invalid("match_percent", "Please give 0 to 1000 percent."));
        }
        self.expiry = self.expiry.checked()?;
        Ok(self)
    }

    /// `1,204 points`, `£12.50`.
    pub fn words(&self, amount: i64) -> String {
        match self.currency {
            Some(currency) => Money::new(amount, currency).to_string(),
            None => format!("{} {}", grouped(amount), self.unit),
        }
    }

    /// As it is written in a form or a file: `1204`, `12.50`.
    pub fn plain(&self, amount: i64) -> String {
        match self.currency {
            Some(currency) => Money::new(amount, currency).decimal(),
            None => amount.to_string(),
        }
    }

    /// An amount as somebody wrote it.
    ///
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn read(&self, field: &'static str, text: &str) -> Result<i64> {
        let wrong = || Error::invalid(field, "Please write an amount, such as 100.");
        match self.currency {
            Some(currency) => {
                Money::parse(text.trim(), currency).map(|money| money.minor).map_err(|_| wrong())
            }
            None => text.trim().parse().map_err(|_| wrong()),
        }
    }
}

fn grouped(amount: i64) -> String {
    let digits = deedwell_core::money::group_thousands(&amount.unsigned_abs().to_string());
    if amount < 0 { format!("−{digits}") } else { digits }
}

fn words(field: &'static str, words: &str, most: usize) -> Result<String> {
    let words = text::line(words);
    if words.chars().count() > most {
        return Err(Error::invalid(field, format!("At most {most} letters, please.")));
    }
    Ok(words)
}

/// A limit: nothing is one too.
///
/// # Errors
/// `Invalid`.
pub fn whole(field: &'static str, n: i64) -> Result<i64> {
    if (0..=LARGEST).contains(&n) {
        return Ok(n);
    }
    Err(Error::invalid(field, "Please give a number from 0 on, not too large."))
}

/// A short word for addresses and files: `points`.
///
/// # Errors
/// `Invalid`.
pub fn checked_key(key: &str) -> Result<String> {
    let key = key.trim().to_lowercase();
    let good = (2..=LONGEST_KEY).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if good {
        return Ok(key);
    }
    Err(Error::invalid("key", "A short word of 2 to 20 letters and digits, such as points."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(expiry: Expiry, at: &str) -> String {
        let zone = TimeZone::get("Europe/London").unwrap();
        let ends = expiry.checked().unwrap().ends_at(at.parse().unwrap(), &zone).unwrap();
        ends.map(|at| at.to_string()).unwrap_or_default()
    }

    /// 1 Dec–31 May and 1 Jun–30 Nov; what is not claimed rolls over one period, then expires.
    #[test]
    fn half_years_end_as_at_giffgaff() {
        let half_years = Expiry::Periods { first: 12, months: 6, roll_over: 1 };
        for (earned, ends_at) in [
            ("2026-12-01T00:00:00Z", "2027-11-30T23:59:59Z"),
            ("2027-05-31T22:59:00Z", "2027-11-30T23:59:59Z"),
            // Midnight of 1 June is an hour earlier in Greenwich.
            ("2027-05-31T23:00:00Z", "2028-05-31T22:59:59Z"),
            ("2026-11-30T12:00:00Z", "2027-05-31T22:59:59Z"),
        ] {
            let first_after: Timestamp = ends(half_years, earned).parse().unwrap();
            let last = first_after.checked_sub(1.second()).unwrap();
            assert_eq!(last.to_string(), ends_at, "{earned}");
        }
        let at_once = Expiry::Periods { first: 12, months: 6, roll_over: 0 };
        assert_eq!(ends(at_once, "2026-12-24T09:00:00Z"), "2027-05-31T23:00:00Z");
    }

    #[test]
    fn days_are_those_of_the_place() {
        assert_eq!(ends(Expiry::Never, "2026-01-10T09:00:00Z"), "");
        assert_eq!(
            ends(Expiry::After { days: 30 }, "2026-01-10T09:00:00Z"),
            "2026-02-10T00:00:00Z"
        );
        // The clocks go forward on 29 March.
        assert_eq!(ends(Expiry::After { days: 1 }, "2026-03-28T12:00:00Z"), "2026-03-29T23:00:00Z");
        assert!(Expiry::After { days: 0 }.checked().is_err());
        for (first, months, roll_over) in
            [(0, 6, 1), (13, 6, 1), (12, 5, 1), (12, 6, 11), (12, 6, -1)]
        {
            assert!(Expiry::Periods { first, months, roll_over }.checked().is_err());
        }
    }

    #[test]
    fn what_points_are_worth_is_rounded_down() {
        let worth = Worth { amount: 100, money: Money::new(99, Currency::GBP) };
        assert_eq!(worth.of(250).minor, 247);
        assert_eq!(worth.of(0).minor, 0);
        assert_eq!(worth.of(i64::MAX / 2).minor, 4_565_569_158_243_114_023);
    }

    #[test]
    fn amounts_read_as_they_are_written() {
        let points = Terms::default();
        let pounds = Terms::credit("Credit", Currency::GBP);
        assert_eq!(points.words(12_004), "12,004 points");
        assert_eq!((pounds.words(-1_250), pounds.plain(1_250)), ("−£12.50".into(), "12.50".into()));
        for (terms, text, amount) in [(&points, "0", 0), (&points, "-7", -7), (&pounds, "0.05", 5)]
        {
            assert_eq!(terms.read("amount", text).unwrap(), amount);
        }
        for (terms, text) in [(&points, ""), (&points, "1.5"), (&pounds, "0.055"), (&points, "9e9")]
        {
            assert!(terms.read("amount", text).is_err(), "{text}");
        }
        assert_eq!(checked_key(" Points ").unwrap(), "points");
        assert!(["", "p", "p-q", "9p", "péng"].iter().all(|key| checked_key(key).is_err()));
    }

    #[test]
    fn terms_that_make_no_sense_are_refused() {
        let wrong = |change: fn(&mut Terms)| {
            let mut terms = Terms::default();
            change(&mut terms);
            terms.checked().unwrap_err().code().into_owned()
        };
        assert_eq!(wrong(|t| t.name = " ".into()), "invalid.name");
        assert_eq!(wrong(|t| t.unit = String::new()), "invalid.unit");
        assert_eq!(wrong(|t| t.approve_above = Some(-1)), "invalid.approve_above");
        assert_eq!(wrong(|t| t.match_percent = 1_001), "invalid.match_percent");
        assert_eq!(wrong(|t| t.credit = Some(Id::from_uuid(Default::default()))), "invalid.worth");
        assert!(
            Terms { approve_above: Some(0), ..Terms::default() }.checked().is_ok(),
            "0 is a value"
        );
    }
}
