//! What programs send.

use deedwell_core::{Error, Id, Person, Result, Staff, Who};
use deedwell_people::{IdentityKind, Proof, Sign, ensure};
use deedwell_store::Tx as Work;
use deedwell_web::{Right, Role};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::wrong;
use crate::referral::Referral;
use crate::store;

/// Rows of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;
const MOST_DAYS: i64 = 3_650;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct PageAsk {
    /// What the page before gave as `next`; none: from the beginning.
    pub cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

impl PageAsk {
    pub fn most(&self) -> Result<usize> {
        let limit = self.limit.unwrap_or(USUAL);
        let unfit = || wrong("limit", "A limit is from 1 to 100.");
        (1..=MOST).contains(&limit).then_some(limit).ok_or_else(unfit)
    }

    pub fn after(&self) -> Result<Option<Id<Referral>>> {
        let unfit =
            |_| wrong("cursor", "A cursor is what an earlier page gave as next, unchanged.");
        self.cursor.as_deref().map(|text| text.parse().map_err(unfit)).transpose()
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonAsk {
    /// The id of a person.
    pub person: Option<String>,
}

impl PersonAsk {
    pub fn person(&self) -> Result<Id<Person>> {
        let unfit = || wrong("person", "Please give the id of a person.");
        self.person.as_deref().ok_or_else(unfit)?.parse().map_err(|_| unfit())
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct DaysAsk {
    /// Of what was said in so many days: 1 to 3650; 365 unless said otherwise.
    #[param(minimum = 1, maximum = 3650)]
    pub days: Option<i64>,
}

impl DaysAsk {
    pub fn days(&self) -> Result<i64> {
        let days = self.days.unwrap_or(365);
        let unfit = || wrong("days", "Please give 1 to 3650 days.");
        (1..=MOST_DAYS).contains(&days).then_some(days).ok_or_else(unfit)
    }
}

/// An identity by which your server knows a customer. It vouches for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralsBy)]
pub(super) struct By {
    /// `email`, `phone`, `login`, `card`, `import`.
    pub kind: String,
    pub value: String,
    /// Where a log-in, a card or another system's id is valid.
    #[serde(default)]
    pub scope: String,
    /// Given to a customer who has no name yet.
    #[serde(default)]
    pub name: String,
}

impl By {
    /// The customer, met now if never before.
    pub async fn who(&self, tx: &mut Work) -> Result<Who> {
        let kind = IdentityKind::parse(&self.kind).filter(|kind| *kind != IdentityKind::Browser);
        let kind =
            kind.ok_or_else(|| wrong("kind", "A kind is email, phone, login, card or import."))?;
        let sign = Sign::new(kind, &self.value, &self.scope)?;
        Ok(ensure(tx, &sign, Proof::Server, &self.name).await?.who())
    }
}

/// Somebody of ours who holds this right.
pub(super) async fn staff(tx: &mut Work, email: &str, right: Right) -> Result<Id<Staff>> {
    let nobody = || wrong("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(right) => Ok(id),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}
