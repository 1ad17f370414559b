//! What programs send.

use deedwell_core::{Account, Error, Id, Result};
use deedwell_people::account::acts::Change;
use deedwell_people::account::{AccountAsk, AccountKind, Reference};
use deedwell_people::{IdentityKind, Known, Proof, Sign, ensure, find_signs};
use deedwell_store::Tx as Transaction;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

/// Accounts of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountsAsk {
    /// Words of the name or a reference.
    q: Option<String>,
    /// `company`, `household` or `other`.
    kind: Option<String>,
    /// Also those that are closed.
    closed: Option<bool>,
    /// The one that is known by this; the rest of the question is not looked at.
    reference: Option<String>,
    /// The system for which the reference holds; none for what `group` calls name.
    scope: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

impl AccountsAsk {
    pub fn reference(&self) -> Result<Option<Reference>> {
        let Some(value) = &self.reference else { return Ok(None) };
        Reference::new(self.scope.as_deref().unwrap_or_default(), value).map(Some)
    }

    pub fn ask(&self) -> Result<AccountAsk> {
        let kind = self.kind.as_deref().filter(|kind| !kind.is_empty());
        Ok(AccountAsk {
            search: self.q.clone().unwrap_or_default(),
            kind: kind.map(AccountKind::checked).transpose()?,
            closed_too: self.closed.unwrap_or(false),
            ..AccountAsk::default()
        })
    }

    pub fn after(&self) -> Result<Option<Id<Account>>> {
        let unfit = |_| Error::invalid("cursor", "This is no place in the list.");
        self.cursor.as_deref().map(|text| text.parse().map_err(unfit)).transpose()
    }

    pub fn most(&self) -> Result<usize> {
        let limit = self.limit.unwrap_or(USUAL);
        let unfit = || Error::invalid("limit", format!("A limit is from 1 to {MOST}."));
        (1..=MOST).contains(&limit).then_some(limit).ok_or_else(unfit)
    }
}

/// By what another system knows an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferenceNew {
    /// The system for which the value holds; none for what `group` calls name.
    #[serde(default)]
    scope: String,
    value: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountNew {
    /// The account that is known by it, opened where there is none.
    reference: ReferenceNew,
    /// Changes no name that staff gave.
    name: Option<String>,
    /// `company`, `household` or `other`; a company unless said otherwise.
    kind: Option<String>,
    note: Option<String>,
    /// What is known of it, key by key: `null` takes away, what is not here stays.
    #[serde(default)]
    #[schema(value_type = Object)]
    traits: Map<String, Value>,
}

impl AccountNew {
    pub fn understood(self) -> Result<(Reference, Change)> {
        let reference = Reference::new(&self.reference.scope, &self.reference.value)?;
        let kind = self.kind.as_deref().map(AccountKind::checked).transpose()?;
        let (name, note, traits) = (self.name, self.note, self.traits);
        Ok((reference, Change { name, kind, note, traits, ..Change::default() }))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountChanged {
    /// Changes no name that staff gave.
    name: Option<String>,
    /// `company`, `household` or `other`.
    kind: Option<String>,
    note: Option<String>,
    /// One more by which it is known.
    reference: Option<ReferenceNew>,
    /// What is known of it, key by key: `null` takes away, what is not here stays.
    #[serde(default)]
    #[schema(value_type = Object)]
    traits: Map<String, Value>,
}

impl AccountChanged {
    pub fn understood(self) -> Result<Change> {
        let reference = self.reference.map(|r| Reference::new(&r.scope, &r.value)).transpose()?;
        let kind = self.kind.as_deref().map(AccountKind::checked).transpose()?;
        let (name, note, traits) = (self.name, self.note, self.traits);
        Ok(Change { name, kind, note, reference, traits, ..Change::default() })
    }
}

/// An identity by which your server knows a customer. It vouches for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberBy {
    /// `email`, `phone`, `login`, `card`, `import`.
    kind: String,
    value: String,
    /// Where a log-in, a card or another system's id is valid.
    #[serde(default)]
    scope: String,
}

impl MemberBy {
    fn sign(&self) -> Result<Sign> {
        let kind = IdentityKind::parse(&self.kind).filter(|kind| *kind != IdentityKind::Browser);
        let kind = kind.ok_or_else(|| {
            Error::invalid("kind", "A kind is email, phone, login, card or import.")
        })?;
        Sign::new(kind, &self.value, &self.scope)
    }

    /// The customer, met now if never before.
    pub async fn met(&self, tx: &mut Transaction) -> Result<Known> {
        ensure(tx, &self.sign()?, Proof::Server, "").await
    }

    /// The customer, if we know one by this.
    pub async fn found(&self, tx: &mut Transaction) -> Result<Known> {
        let sign = self.sign()?;
        let found = find_signs(tx, std::iter::once(&sign)).await?;
        found.get(&sign).copied().ok_or(Error::Missing("person"))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberNew {
    pub by: MemberBy,
    /// In your words: member, owner, contact.
    #[serde(default)]
    pub role: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberGone {
    pub by: MemberBy,
}

/// `{}`
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}
