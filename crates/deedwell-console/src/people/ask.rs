//! What can be asked of the list of people, as it stands in an address.

use deedwell_core::behaviour::Ranking;
use deedwell_core::{Result, Timestamp};
use deedwell_people::{IdentityKind, PeopleAsk, PeopleOrder};
use deedwell_web::Frame;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::look::period::{self, Period};
use deedwell_web::address::Address;

#[derive(Deserialize, IntoParams, Clone, Debug, Default, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ListAsk {
    /// Words of the name, an e-mail address, a telephone number, another identity; or an id.
    pub q: Option<String>,
    pub tag: Option<String>,
    /// The key of the unit where they were first met.
    pub unit: Option<String>,
    /// With an identity of this kind: `email`, `phone`, `login`, `card`, `browser`, `import`.
    pub kind: Option<String>,
    /// First met within: `24h`, `7d`, `28d`, `90d`, `year`.
    pub met: Option<String>,
    /// Did something within: the same words.
    pub seen: Option<String>,
    /// `seen`, `actions`, `spent`, `name`, `newest`, `oldest`.
    pub sort: Option<String>,
    pub page: Option<u64>,
    /// What was just done: a tag and the moment, for its undoing.
    pub done: Option<String>,
}

/// In which order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// By what they did, as the ledger knows it.
    Deeds(&'static str, Ranking),
    /// By what is kept of them.
    Kept(PeopleOrder),
}

impl Sort {
    pub const ALL: [Self; 6] = [
        Self::Deeds("seen", Ranking::LastSeen),
        Self::Deeds("actions", Ranking::Actions),
        Self::Deeds("spent", Ranking::Spent),
        Self::Kept(PeopleOrder::Name),
        Self::Kept(PeopleOrder::Newest),
        Self::Kept(PeopleOrder::Oldest),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Deeds(name, _) => name,
            Self::Kept(order) => order.name(),
        }
    }

    /// What is not known is the usual order: who did something last, first.
    pub fn parse(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|s| Some(s.name()) == text).unwrap_or(Self::ALL[0])
    }
}

/// Stretches that the two filters of time offer.
pub const WITHIN: [Period; 5] =
    [Period::Day, Period::Week, Period::FourWeeks, Period::Quarter, Period::Year];

/// A question, understood.
#[derive(Clone, Debug)]
pub struct Question {
    pub ask: PeopleAsk,
    pub sort: Sort,
    pub seen_since: Option<Timestamp>,
    pub page: u64,
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

impl ListAsk {
    /// # Errors
    /// `Missing` for a unit that is not here.
    pub fn question(&self, frame: &Frame) -> Result<Question> {
        let sort = Sort::parse(said(&self.sort));
        let within = |text: &Option<String>| -> Result<Option<Timestamp>> {
            let period = said(text).and_then(Period::parse).filter(|p| WITHIN.contains(p));
            Ok(period.map(|p| p.moments(frame.now, &frame.zone)).transpose()?.map(|(from, _)| from))
        };
        let ask = PeopleAsk {
            search: said(&self.q).unwrap_or_default().to_owned(),
            tags: said(&self.tag).map(|t| t.to_lowercase()).into_iter().collect(),
            unit: period::unit(frame, said(&self.unit))?.map(|u| u.id),
            kind: said(&self.kind).and_then(IdentityKind::parse),
            met_since: within(&self.met)?,
            met_until: None,
            order: match sort {
                Sort::Kept(order) => order,
                Sort::Deeds(..) => PeopleOrder::Newest,
            },
        };
        let page = self.page.unwrap_or(1).max(1);
        Ok(Question { ask, sort, seen_since: within(&self.seen)?, page })
    }

    /// The same question as an address, without the page and what was just done.
    pub fn address(&self, path: &str) -> Address {
        Address::to(path)
            .with_some("q", said(&self.q))
            .with_some("tag", said(&self.tag))
            .with_some("unit", said(&self.unit))
            .with_some("kind", said(&self.kind))
            .with_some("met", said(&self.met))
            .with_some("seen", said(&self.seen))
            .with_some("sort", said(&self.sort))
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        [&self.q, &self.tag, &self.unit, &self.kind, &self.met, &self.seen]
            .iter()
            .any(|f| said(f).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_nobody_knows_is_the_usual_one() {
        assert_eq!(Sort::parse(Some("spent")).name(), "spent");
        assert_eq!(Sort::parse(Some("'; drop table person")).name(), "seen");
        assert_eq!(Sort::parse(None).name(), "seen");
    }

    #[test]
    fn an_address_says_what_was_asked_and_no_more() {
        let ask = ListAsk {
            q: Some(" ada ".into()),
            tag: Some(String::new()),
            page: Some(3),
            ..ListAsk::default()
        };
        assert_eq!(ask.address("/console/people").to_string(), "/console/people?q=ada");
        assert!(ask.is_filtered());
        assert!(!ListAsk { sort: Some("name".into()), ..ListAsk::default() }.is_filtered());
    }
}
