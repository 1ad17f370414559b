//! A friend who was brought: what is kept of it, and who may do what with it.

use std::collections::BTreeSet;

use deedwell_core::{Error, Id, Identity, Money, Person, Result, Staff, Timestamp, text};
use deedwell_orders::{Order, OrderNoun, Stage as OrderStage};
use jiff::SignedDuration;
use serde::Serialize;

use crate::judge::Finding;
use crate::stage::Stage;
use crate::terms::{SPOKEN_GRACE, Terms};

/// So long after a no it may be appealed.
pub const APPEAL_DAYS: i64 = 60;
/// Letters of a reason, of an appeal, of its answer.
pub const LONGEST_WORDS: usize = 2_000;
pub const LONGEST_HOST: usize = 253;

/// By which way a friend came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Link,
    /// They said the code, at a till or on the telephone, or typed it.
    Spoken,
}

impl Way {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Spoken => "spoken",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Link, Self::Spoken].into_iter().find(|w| w.name() == text)
    }
}

/// Somebody's link.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Link {
    pub id: Id<Link>,
    pub identity: Id<Identity>,
    pub code: String,
    pub made_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// Somebody who came.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Visit {
    pub id: Id<Visit>,
    pub link: Id<Link>,
    pub identity: Id<Identity>,
    pub way: Way,
    pub host: String,
    pub at: Timestamp,
}

/// One of the two, and whose they are now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Party {
    pub identity: Id<Identity>,
    pub person: Id<Person>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Referral {
    pub id: Id<Referral>,
    pub link: Id<Link>,
    pub visit: Id<Visit>,
    pub referrer: Party,
    pub friend: Party,
    pub stage: Stage,
    pub way: Way,
    pub terms: i64,
    pub came_at: Timestamp,
    pub identified_at: Timestamp,
    pub bought: Option<Bought>,
    pub qualified_at: Option<Timestamp>,
    pub hold_until: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<Id<Staff>>,
    pub findings: Vec<Finding>,
    pub why: String,
    pub appealed_at: Option<Timestamp>,
    pub appellant: Option<Id<Identity>>,
    pub appeal: String,
    pub appeal_answered_at: Option<Timestamp>,
    pub answer: String,
    pub booking: i64,
    pub referrer_paid: i64,
    pub friend_paid: i64,
    pub paid_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// The order by which it qualified, as it stood then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Bought {
    pub order: Id<OrderNoun>,
    pub at: Timestamp,
    pub worth: i64,
}

impl Referral {
    pub fn about(&self) -> String {
        format!("referral/{}", self.id)
    }

    /// From then on an order counts as bought after they came.
    pub fn counts_from(&self) -> Timestamp {
        counts_from(self.way, self.came_at)
    }

    /// The key of a reward, as points know it.
    pub fn key(&self, whose: &str) -> String {
        format!("referral/{}/{whose}/{}", self.id, self.booking)
    }

    fn becomes(&self, next: Stage) -> Result<()> {
        if self.stage.may_become(next) {
            return Ok(());
        }
        Err(Error::refused(
            "referrals.move",
            "This has been decided meanwhile. Please look at it again.",
        ))
    }

    /// Staff say yes to what waits for them.
    ///
    /// # Errors
    /// `referrals.not_waiting`, `referrals.own_referral`.
    pub fn approve(&self, of_staff: &BTreeSet<Id<Person>>) -> Result<()> {
        self.waits(of_staff)?;
        self.becomes(Stage::Approved)
    }

    /// Staff say no, with a reason.
    ///
    /// # Errors
    /// `referrals.not_waiting`, `referrals.own_referral`, `Invalid` without a reason.
    pub fn reject(&self, of_staff: &BTreeSet<Id<Person>>, why: &str) -> Result<String> {
        self.waits(of_staff)?;
        self.becomes(Stage::Rejected)?;
        words("why", why)
    }

    fn waits(&self, of_staff: &BTreeSet<Id<Person>>) -> Result<()> {
        if self.stage != Stage::Review {
            return Err(Error::refused(
                "referrals.not_waiting",
                "This does not wait for anybody of the staff.",
            ));
        }
        self.not_of(of_staff)
    }

    fn not_of(&self, of_staff: &BTreeSet<Id<Person>>) -> Result<()> {
        let own = [self.referrer.person, self.friend.person];
        if own.iter().any(|person| of_staff.contains(person)) {
            return Err(Error::refused(
                "referrals.own_referral",
                "You are one of the two, so somebody else has to decide this.",
            ));
        }
        Ok(())
    }

    /// One of the two says that a no was wrong; once, and in time.
    ///
    /// # Errors
    /// `referrals.not_rejected`, `referrals.appealed`, `referrals.too_late`, `Missing` for anybody else.
    pub fn appeal(&self, person: Id<Person>, why: &str, now: Timestamp) -> Result<String> {
        if ![self.referrer.person, self.friend.person].contains(&person) {
            return Err(Error::Missing("referral"));
        }
        let Some(decided_at) = self.decided_at.filter(|_| self.stage == Stage::Rejected) else {
            return Err(Error::refused(
                "referrals.not_rejected",
                "Only what was turned down can be appealed.",
            ));
        };
        if self.appealed_at.is_some() {
            return Err(Error::refused(
                "referrals.appealed",
                "This has been appealed already. Somebody looks at it once more.",
            ));
        }
        if now.duration_since(decided_at) > SignedDuration::from_hours(24 * APPEAL_DAYS) {
            return Err(Error::refused(
                "referrals.too_late",
                format!("A decision can be appealed for {APPEAL_DAYS} days."),
            ));
        }
        words("why", why)
    }

    /// Somebody else of the staff than who said no looks at it once more.
    ///
    /// # Errors
    /// `referrals.no_appeal`, `referrals.own_decision`, `referrals.own_referral`, `Invalid`.
    pub fn answer_appeal(
        &self,
        staff: Id<Staff>,
        of_staff: &BTreeSet<Id<Person>>,
        answer: &str,
    ) -> Result<String> {
        if self.appealed_at.is_none() || self.appeal_answered_at.is_some() {
            return Err(Error::refused("referrals.no_appeal", "There is no appeal to answer."));
        }
        if self.decided_by == Some(staff) {
            return Err(Error::refused(
                "referrals.own_decision",
                "You turned this down, so somebody else has to answer the appeal.",
            ));
        }
        self.not_of(of_staff)?;
        words("answer", answer)
    }
}

/// An order counts from then on: one at which the code was said may have been told of a little before.
pub fn counts_from(way: Way, came_at: Timestamp) -> Timestamp {
    match way {
        Way::Link => came_at,
        Way::Spoken => came_at.checked_sub(SPOKEN_GRACE).unwrap_or(came_at),
    }
}

/// The first real purchase since they came that reaches what was asked.
pub fn qualifying(
    orders: &[Order],
    from: Timestamp,
    to: Timestamp,
    least: Money,
) -> Option<&Order> {
    orders
        .iter()
        .filter(|o| is_real(o) && o.placed_at >= from && o.placed_at <= to)
        .filter(|o| reaches(o, least))
        .min_by_key(|o| (o.placed_at, o.id))
}

/// Paid for, and not cancelled.
pub fn is_real(order: &Order) -> bool {
    order.was_placed && order.stage == OrderStage::Placed
}

/// It is still worth what was asked. Another currency than that of the promise never is: nobody knows at
/// which rate.
pub fn reaches(order: &Order, least: Money) -> bool {
    is_real(order) && order.currency == least.currency && order.worth() >= least.minor.max(1)
}

/// How long it is held.
pub fn hold_until(bought_at: Timestamp, terms: &Terms) -> Result<Timestamp> {
    let days = SignedDuration::from_hours(24 * terms.return_days);
    bought_at.checked_add(days).map_err(Error::fault)
}

/// Words that have to be there.
///
/// # Errors
/// `Invalid`, naming the field.
pub fn words(field: &'static str, said: &str) -> Result<String> {
    let said = said.trim();
    if said.is_empty() {
        return Err(Error::invalid(field, "Please say why, in a few words."));
    }
    if said.chars().count() > LONGEST_WORDS {
        let sentence = format!("At most {LONGEST_WORDS} letters, please.");
        return Err(Error::invalid(field, sentence));
    }
    Ok(said.replace('\0', ""))
}

/// The name of a host, as browsers send it; '' for whatever cannot be one.
pub fn host(said: &str) -> String {
    let host = text::line(said).to_ascii_lowercase();
    let good = host.len() <= LONGEST_HOST
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-' || b == b':');
    if good { host } else { String::new() }
}
