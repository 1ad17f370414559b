//! What earns what: a kind of deed, so many points for each or for its value, up to so many.

use deedwell_core::deed::is_kind;
use deedwell_core::{Error, Id, Money, Result, Timestamp, text};
use jiff::ToSpan;
use serde::Serialize;

use crate::scheme::{LARGEST, LONGEST_NAME, Scheme, whole};

/// Rules of an organisation.
pub const MOST: i64 = 200;
pub const MOST_UNDONE_BY: usize = 10;
pub const LONGEST_PENDING_DAYS: i64 = 365;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "per")]
pub enum Per {
    /// So many for each.
    Deed,
    /// So many for each whole step of its value: a point for each pound.
    Value { step: Money },
}

/// A rule as its last version has it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rule {
    pub id: Id<Rule>,
    pub scheme: Id<Scheme>,
    pub version: i64,
    pub begins_at: Timestamp,
    #[serde(flatten)]
    pub terms: RuleTerms,
}

/// What staff say of a rule.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RuleTerms {
    pub name: String,
    pub kind: String,
    #[serde(flatten)]
    pub per: Per,
    pub amount: i64,
    /// Of less value nothing is earned.
    pub least: Option<Money>,
    pub pending_days: i64,
    /// What one person may earn by it: none is no cap, 0 is nothing.
    pub cap_day: Option<i64>,
    pub cap_month: Option<i64>,
    pub cap_ever: Option<i64>,
    pub approve_above: Option<i64>,
    /// Kinds about the same thing that take it back.
    pub undone_by: Vec<String>,
    pub ends_at: Option<Timestamp>,
}

impl RuleTerms {
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(mut self) -> Result<Self> {
        self.name = text::line(&self.name);
        if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(Error::invalid("name", "Please give it a name of at most 60 letters."));
        }
        if !may_earn(&self.kind) {
            return Err(Error::invalid(
                "kind",
                "Kinds are written as ideas.put_forward, and points earn none.",
            ));
        }
        if !(0..=LARGEST).contains(&self.amount) {
            return Err(Error::invalid("amount", "Please give a number from 0 on, not too large."));
        }
        if let Per::Value { step } = self.per
            && !(1..=LARGEST).contains(&step.minor)
        {
            return Err(Error::invalid("step", "Please say for how much of its value."));
        }
        if self.least.is_some_and(|least| !(0..=LARGEST).contains(&least.minor)) {
            return Err(Error::invalid("least", "Please give an amount from 0 on."));
        }
        if !(0..=LONGEST_PENDING_DAYS).contains(&self.pending_days) {
            return Err(Error::invalid("pending_days", "Please give 0 to 365 days."));
        }
        for (field, limit) in [
            ("cap_day", self.cap_day),
            ("cap_month", self.cap_month),
            ("cap_ever", self.cap_ever),
            ("approve_above", self.approve_above),
        ] {
            limit.map(|n| whole(field, n)).transpose()?;
        }
        if self.undone_by.len() > MOST_UNDONE_BY || self.undone_by.iter().any(|k| !may_earn(k)) {
            return Err(Error::invalid(
                "undone_by",
                "Kinds are written as orders.refunded, at most ten.",
            ));
        }
        Ok(self)
    }

    /// What a deed of this value earns, caps aside. A value of nothing is one, and earns nothing.
    pub fn earns(&self, value: Option<Money>) -> i64 {
        if let Some(least) = self.least
            && value.is_none_or(|v| v.currency != least.currency || v.minor < least.minor)
        {
            return 0;
        }
        self.without_least(value)
    }

    fn without_least(&self, value: Option<Money>) -> i64 {
        match self.per {
            Per::Deed => self.amount,
            Per::Value { step } => match value.filter(|v| v.currency == step.currency) {
                Some(value) if value.minor > 0 => {
                    let steps = i128::from(value.minor / step.minor.max(1));
                    let amount = (steps * i128::from(self.amount)).min(i128::from(LARGEST));
                    i64::try_from(amount).unwrap_or(LARGEST)
                }
                _ => 0,
            },
        }
    }

    /// What is taken back of an earning when so much of its value was, and what is left of the value is
    /// known: the earning is what the rest would have earned. All of it where the value is not known, or
    /// where it does not count.
    pub fn takes_back(&self, earned: i64, value: Option<Money>, back: Option<Money>) -> i64 {
        match (self.per, value, back) {
            (Per::Value { step }, Some(value), Some(back))
                if value.currency == step.currency && back.currency == step.currency =>
            {
                let rest = value.minor.saturating_sub(back.minor.saturating_abs()).max(0);
                let rest = self.earns(Some(Money::new(rest, step.currency)));
                (earned - rest.min(earned)).max(0)
            }
            _ => earned,
        }
    }

    /// What may be earned when so much was earned today, this month and ever.
    pub fn capped(&self, amount: i64, earned: Earlier) -> i64 {
        let room =
            |cap: Option<i64>, earned: i64| cap.map_or(i64::MAX, |cap| (cap - earned).max(0));
        amount
            .min(room(self.cap_day, earned.today))
            .min(room(self.cap_month, earned.this_month))
            .min(room(self.cap_ever, earned.ever))
    }

    /// Whether a cap has to be looked at.
    pub fn has_caps(&self) -> bool {
        self.cap_day.is_some() || self.cap_month.is_some() || self.cap_ever.is_some()
    }

    /// Until when it is pending; none where it is active at once.
    ///
    /// # Errors
    /// `Fault` past the end of time.
    pub fn pending_until(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        if self.pending_days == 0 {
            return Ok(None);
        }
        now.checked_add((self.pending_days * 24).hours()).map(Some).map_err(Error::fault)
    }

    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.ends_at.is_none_or(|ends| at < ends)
    }
}

/// What was earned by a rule before, by one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Earlier {
    pub today: i64,
    pub this_month: i64,
    pub ever: i64,
}

/// Claims earn nothing, whatever a rule says; and points earn no points.
pub fn may_earn(kind: &str) -> bool {
    is_kind(kind)
        && kind.len() <= 80
        && !["claimed.", "points."].iter().any(|a| kind.starts_with(a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::Currency;

    fn pounds(minor: i64) -> Option<Money> {
        Some(Money::new(minor, Currency::GBP))
    }

    fn a_point_a_pound() -> RuleTerms {
        RuleTerms {
            name: "Orders".into(),
            kind: "orders.placed".into(),
            per: Per::Value { step: Money::new(100, Currency::GBP) },
            amount: 1,
            least: None,
            pending_days: 14,
            cap_day: None,
            cap_month: None,
            cap_ever: None,
            approve_above: None,
            undone_by: vec!["orders.refunded".into()],
            ends_at: None,
        }
    }

    #[test]
    fn value_earns_by_whole_steps() {
        let rule = a_point_a_pound().checked().unwrap();
        for (value, earns) in [(0, 0), (99, 0), (100, 1), (12_550, 125), (-500, 0)] {
            assert_eq!(rule.earns(pounds(value)), earns, "{value}");
        }
        assert_eq!(rule.earns(None), 0);
        assert_eq!(rule.earns(Some(Money::new(5_000, Currency::EUR))), 0, "another currency");
        let least = RuleTerms { least: pounds(2_000), ..rule };
        assert_eq!((least.earns(pounds(1_999)), least.earns(pounds(2_000))), (0, 20));
    }

    /// What was kept after a refund is what the rest would have earned: no more, and no less.
    #[test]
    fn a_refund_takes_its_part_back() {
        let rule = a_point_a_pound();
        assert_eq!(rule.takes_back(125, pounds(12_550), pounds(2_575)), 26);
        assert_eq!(rule.takes_back(125, pounds(12_550), pounds(-12_550)), 125);
        assert_eq!(rule.takes_back(125, pounds(12_550), pounds(0)), 0);
        assert_eq!(rule.takes_back(125, None, pounds(100)), 125);
        let capped = rule.takes_back(50, pounds(12_550), pounds(2_575));
        assert_eq!(
            capped, 0,
            "what is left of the order would still have earned as much as the cap"
        );
        let each = RuleTerms { per: Per::Deed, amount: 50, ..a_point_a_pound() };
        assert_eq!(each.takes_back(50, pounds(12_550), pounds(1)), 50);
    }

    /// 0 is a value: a cap of nothing is one, and none is no cap.
    #[test]
    fn a_cap_of_nothing_is_a_cap() {
        let earned = Earlier { today: 30, this_month: 90, ever: 400 };
        let rule = RuleTerms { cap_day: Some(50), cap_month: Some(100), ..a_point_a_pound() };
        assert_eq!(rule.capped(40, earned), 10);
        assert_eq!(
            RuleTerms { cap_day: Some(0), ..rule.clone() }.capped(40, Earlier::default()),
            0
        );
        assert_eq!(RuleTerms { cap_day: None, cap_month: None, ..rule }.capped(40, earned), 40);
        let zero = RuleTerms { cap_ever: Some(0), ..a_point_a_pound() };
        assert!(zero.has_caps() && !a_point_a_pound().has_caps());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let wrong = |change: fn(&mut RuleTerms)| {
            let mut terms = a_point_a_pound();
            change(&mut terms);
            terms.checked().unwrap_err().code().into_owned()
        };
        for kind in ["", "voted", "claimed.voted", "points.earned", "Ideas.Voted"] {
            let terms = RuleTerms { kind: kind.into(), ..a_point_a_pound() };
            assert_eq!(terms.checked().unwrap_err().code(), "invalid.kind", "{kind}");
        }
        assert_eq!(wrong(|t| t.amount = -1), "invalid.amount");
        assert_eq!(
            wrong(|t| t.per = Per::Value { step: Money::new(0, Currency::GBP) }),
            "invalid.step"
        );
        assert_eq!(wrong(|t| t.pending_days = 366), "invalid.pending_days");
        assert_eq!(wrong(|t| t.cap_day = Some(-1)), "invalid.cap_day");
        assert_eq!(wrong(|t| t.undone_by = vec!["x".into()]), "invalid.undone_by");
    }
}
