//! What happened, as the ledger keeps it: ids and quantities, no words of anybody.

use deedwell_core::meaning::Basis;
use deedwell_core::{Deed, Error, Id, Identity, Kind, Money, Result};
use deedwell_orders::OrderNoun;
use serde::{Deserialize, Serialize, Serializer};

use crate::judge::Reason;
use crate::referral::{Link, Referral};
use crate::said::Evidence;

/// By which way a link was sent on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Chat,
    Mail,
    Social,
    /// Face to face, by its code.
    Spoken,
    /// Face to face, as a picture that a telephone reads.
    Picture,
    Other,
}

impl Channel {
    pub const ALL: [Self; 6] =
        [Self::Chat, Self::Mail, Self::Social, Self::Spoken, Self::Picture, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Mail => "mail",
            Self::Social => "social",
            Self::Spoken => "spoken",
            Self::Picture => "picture",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == text)
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum ReferralDeed {
    /// About the link.
    #[serde(rename = "referrals.link_made")]
    LinkMade {},
    #[serde(rename = "referrals.link_closed")]
    LinkClosed {},
    #[serde(rename = "referrals.shared")]
    Shared { channel: Channel },
    /// Somebody came by it, whoever that is.
    #[serde(rename = "referrals.landed")]
    Landed { spoken: bool },
    /// A friend came whom we know: the referrer's deed.
    #[serde(rename = "referrals.brought")]
    Brought { link: Id<Link>, terms: i64 },
    /// The friend's deed.
    #[serde(rename = "referrals.identified")]
    Identified {},
    #[serde(rename = "referrals.qualified")]
    Qualified { order: Id<OrderNoun> },
    /// Until then it may come back.
    #[serde(rename = "referrals.held")]
    Held { days: i64 },
    #[serde(rename = "referrals.put_to_review")]
    PutToReview { reasons: Vec<Reason> },
    /// Its value is what the friend bought.
    #[serde(rename = "referrals.approved")]
    Approved { basis: Basis, on_appeal: bool },
    #[serde(rename = "referrals.rejected")]
    Rejected { reasons: Vec<Reason> },
    #[serde(rename = "referrals.appealed")]
    Appealed {},
    #[serde(rename = "referrals.appeal_answered")]
    AppealAnswered { granted: bool },
    /// What was turned down counts again.
    #[serde(rename = "referrals.restored")]
    Restored {},
    /// Its value is what both rewards cost, where that is known.
    #[serde(rename = "referrals.paid")]
    Paid { basis: Basis, referrer: i64, friend: i64 },
    /// Its value is what was booked as earned, less what it had cost.
    #[serde(rename = "referrals.clawed_back")]
    ClawedBack { basis: Basis, reason: Reason, referrer: i64, friend: i64 },
    #[serde(rename = "referrals.lapsed")]
    Lapsed {},
    /// Somebody says that they recommended us: said, not done.
    #[serde(rename = "referrals.recommended")]
    Recommended { evidence: Evidence },
    #[serde(rename = "referrals.terms_changed")]
    TermsChanged { version: i64 },
}

impl ReferralDeed {
    /// From what the ledger keeps. None for a kind of somebody else's.
    ///
    /// # Errors
    /// `Fault` when the facts are not those of the kind.
    pub fn read(kind: &str, facts: &str) -> Result<Option<Self>> {
        if !KINDS.contains(&kind) {
            return Ok(None);
        }
        let facts = if facts.is_empty() { "{}" } else { facts };
        let mut value: serde_json::Value = serde_json::from_str(facts).map_err(Error::fault)?;
        if let Some(map) = value.as_object_mut() {
            map.insert("kind".to_owned(), kind.into());
        }
        serde_json::from_value(value).map(Some).map_err(Error::fault)
    }

    pub fn kind(&self) -> Kind {
        match self {
            Self::LinkMade {} => "referrals.link_made",
            Self::LinkClosed {} => "referrals.link_closed",
            Self::Shared { .. } => "referrals.shared",
            Self::Landed { .. } => "referrals.landed",
            Self::Brought { .. } => "referrals.brought",
            Self::Identified {} => "referrals.identified",
            Self::Qualified { .. } => "referrals.qualified",
            Self::Held { .. } => "referrals.held",
            Self::PutToReview { .. } => "referrals.put_to_review",
            Self::Approved { .. } => "referrals.approved",
            Self::Rejected { .. } => "referrals.rejected",
            Self::Appealed {} => "referrals.appealed",
            Self::AppealAnswered { .. } => "referrals.appeal_answered",
            Self::Restored {} => "referrals.restored",
            Self::Paid { .. } => "referrals.paid",
            Self::ClawedBack { .. } => "referrals.clawed_back",
            Self::Lapsed {} => "referrals.lapsed",
            Self::Recommended { .. } => "referrals.recommended",
            Self::TermsChanged { .. } => "referrals.terms_changed",
        }
    }
}

/// Every kind of this programme; a test keeps it whole.
pub const KINDS: [Kind; 19] = [
    "referrals.link_made",
    "referrals.link_closed",
    "referrals.shared",
    "referrals.landed",
    "referrals.brought",
    "referrals.identified",
    "referrals.qualified",
    "referrals.held",
    "referrals.put_to_review",
    "referrals.approved",
    "referrals.rejected",
    "referrals.appealed",
    "referrals.appeal_answered",
    "referrals.restored",
    "referrals.paid",
    "referrals.clawed_back",
    "referrals.lapsed",
    "referrals.recommended",
    "referrals.terms_changed",
];

/// Deeds of staff and of the rules that the customers whom they concern may read of.
pub const TOLD: &[Kind] = &[
    "referrals.held",
    "referrals.approved",
    "referrals.rejected",
    "referrals.appeal_answered",
    "referrals.paid",
    "referrals.clawed_back",
    "referrals.lapsed",
];

/// A recommendation.
#[derive(Debug)]
pub enum Recommendation {}

/// What a deed is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    Link(Id<Link>),
    Referral(Id<Referral>),
    Recommendation(Id<Recommendation>),
    Terms(i64),
}

/// A deed ready to be recorded.
#[derive(Debug)]
pub struct Done {
    pub about: About,
    /// Whom it answers.
    pub counterpart: Option<Id<Identity>>,
    pub value: Option<Money>,
    pub deed: ReferralDeed,
}

impl Done {
    pub fn new(about: About, deed: ReferralDeed) -> Self {
        Self { about, counterpart: None, value: None, deed }
    }

    /// It concerns a referral, and answers who brought the friend.
    pub fn of(referral: &Referral, deed: ReferralDeed) -> Self {
        let counterpart = Some(referral.referrer.identity);
        Self { counterpart, ..Self::new(About::Referral(referral.id), deed) }
    }
}

impl Serialize for Done {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut facts = serde_json::to_value(&self.deed).map_err(serde::ser::Error::custom)?;
        if let Some(map) = facts.as_object_mut() {
            map.remove("kind");
        }
        facts.serialize(serializer)
    }
}

impl Deed for Done {
    fn kind(&self) -> Kind {
        self.deed.kind()
    }

    fn about(&self) -> Option<String> {
        Some(match self.about {
            About::Link(id) => format!("referral_link/{id}"),
            About::Referral(id) => format!("referral/{id}"),
            About::Recommendation(id) => format!("recommendation/{id}"),
            About::Terms(version) => format!("referral_terms/{version}"),
        })
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        self.counterpart
    }

    fn value(&self) -> Option<Money> {
        self.value
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn id<T>(n: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n))
    }

    /// One of each kind, every field filled.
    fn samples() -> Vec<ReferralDeed> {
        use ReferralDeed as D;
        let basis = Basis::Claimed;
        vec![
            D::LinkMade {},
            D::LinkClosed {},
            D::Shared { channel: Channel::Chat },
            D::Landed { spoken: true },
            D::Brought { link: id(1), terms: 3 },
            D::Identified {},
            D::Qualified { order: id(2) },
            D::Held { days: 30 },
            D::PutToReview { reasons: vec![Reason::Household, Reason::Velocity] },
            D::Approved { basis, on_appeal: true },
            D::Rejected { reasons: vec![Reason::Ring] },
            D::Appealed {},
            D::AppealAnswered { granted: true },
            D::Restored {},
            D::Paid { basis, referrer: 1_000, friend: 500 },
            D::ClawedBack { basis, reason: Reason::Refunded, referrer: 1_000, friend: 500 },
            D::Lapsed {},
            D::Recommended { evidence: Evidence::SelfReport },
            D::TermsChanged { version: 2 },
        ]
    }

    #[test]
    fn what_was_recorded_is_read_for_ever() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ledger");
        for deed in samples() {
            let path = folder.join(format!("{}.1.json", deed.kind()));
            let written =
                serde_json::to_string(&Done::new(About::Referral(id(9)), deed.clone())).unwrap();
            let stored = std::fs::read_to_string(&path)
                .unwrap_or_else(|e| panic!("{}: {e}; store {written}", path.display()));
            let read = ReferralDeed::read(deed.kind(), stored.trim()).unwrap().unwrap();
            assert_eq!(read, deed, "{}", path.display());
            assert_eq!(written, stored.trim(), "{}: a new fact is a new version", path.display());
        }
    }

    #[test]
    fn the_list_of_kinds_is_whole() {
        let kinds: Vec<Kind> = samples().iter().map(ReferralDeed::kind).collect();
        assert_eq!(kinds, KINDS);
        assert!(KINDS.iter().all(|kind| deedwell_core::deed::is_kind(kind)));
        assert!(TOLD.iter().all(|kind| KINDS.contains(kind)));
        assert!(ReferralDeed::read("reviews.written", "").unwrap().is_none());
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.name()), Some(channel));
        }
    }
}
