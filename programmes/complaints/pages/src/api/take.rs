//! What programs send.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_people::{IdentityKind, Proof, Sign, ensure};
use deedwell_store::Tx as Work;
use deedwell_web::{Right, Role};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::wrong;
use crate::store;

/// Rows of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

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

    pub fn after(&self) -> Result<Option<i64>> {
        let unfit =
            |_| wrong("cursor", "A cursor is what an earlier page gave as next, unchanged.");
        self.cursor.as_deref().map(|text| text.parse().map_err(unfit)).transpose()
    }
}

/// An identity by which your server knows a customer. It vouches for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ComplaintsBy)]
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

/// Somebody of ours who may host programmes, with their role.
pub(super) async fn host(tx: &mut Work, email: &str) -> Result<(Id<Staff>, Role)> {
    let nobody = || wrong("staff", "Nobody who works here has this e-mail address.");
    let (id, role) = store::staff_by_email(tx, email).await?.ok_or_else(nobody)?;
    match Role::parse(&role) {
        Some(role) if role.may(Right::HostProgrammes) => Ok((id, role)),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}
