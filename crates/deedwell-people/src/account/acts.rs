//! What staff and programs do to one account: open it, change it, close it. The caller records what is
//! given back, and commits.

use deedwell_core::{Account, Error, Id, Result, Unit};
use deedwell_store::Tx;
use serde_json::{Map, Value};

use super::deed::AccountDeed;
use super::traits::{self, MOST_TRAITS, Said};
use super::{
    AccountKind, Card, MOST_REFERENCES, Reference, by_reference, card, clean_name, clean_note,
    search_text,
};
use crate::profile::Word;

/// Who gives a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NamedBy {
    /// Staff: no program gives it another.
    Staff,
    /// A program or a file, which changes no name that staff gave.
    Told,
}

impl NamedBy {
    const fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Told => "told",
        }
    }
}

/// An account to be.
#[derive(Clone, Debug, Default)]
pub struct New {
    pub name: String,
    pub kind: AccountKind,
    pub note: String,
    pub unit: Option<Id<Unit>>,
    pub reference: Option<Reference>,
}

/// Opens an account.
///
/// # Errors
/// `Invalid` for a name or a note that is too long, or for neither name nor reference;
/// `accounts.reference_taken`.
pub async fn open(tx: &mut Tx, new: &New, by: NamedBy) -> Result<(Id<Account>, AccountDeed)> {
    let name = clean_name(&new.name, new.reference.is_none())?;
    let note = clean_note(&new.note)?;
    let id: Id<Account> = tx.new_id();
    let search = search_text(&name, new.reference.iter().map(|r| r.value.as_str()));
    let now = tx.now();
    let insert = tx.query(
        "insert into account
           (organisation, id, name, named_by, kind, note, search, unit, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    // A name that is not there is nobody's.
    let by = if name.is_empty() { NamedBy::Told } else { by };
    let insert = insert.bind(id).bind(name).bind(by.name()).bind(new.kind.name()).bind(note);
    tx.run(insert.bind(search).bind(new.unit).bind(now)).await?;
    if let Some(reference) = &new.reference {
        add_reference(tx, id, reference).await?;
    }
    Ok((id, AccountDeed::Opened { account: id, is: new.kind }))
}

async fn add_reference(tx: &mut Tx, id: Id<Account>, reference: &Reference) -> Result<()> {
    let now = tx.now();
    let insert = tx.query(
        "insert into account_reference (organisation, scope, value, account, said_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    let insert = insert.bind(&reference.scope).bind(&reference.value);
    if tx.run(insert.bind(id).bind(now)).await? == 0 {
        return Err(Error::refused(
            "accounts.reference_taken",
            "Another account is known by this reference already.",
        ));
    }
    Ok(())
}

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub kind: Option<AccountKind>,
    pub note: Option<String>,
    pub unit: Option<Option<Id<Unit>>>,
    /// One more by which it is known.
    pub reference: Option<Reference>,
    pub traits: Map<String, Value>,
    /// The version that was read; another by now, and nothing is changed.
    pub version: Option<i64>,
}

/// Changes an account; `None` where nothing is other than before.
///
/// # Errors
/// `Missing`; `Invalid`; `accounts.changed_meanwhile`; `accounts.reference_taken`;
/// `accounts.too_many_references`; `accounts.too_many_traits`.
pub async fn change(
    tx: &mut Tx,
    id: Id<Account>,
    new: &Change,
    word: &Word,
    by: NamedBy,
) -> Result<Option<AccountDeed>> {
    lock(tx, id).await?;
    let before = card(tx, id).await?;
    if new.version.is_some_and(|version| version != before.version) {
        return Err(Error::refused(
            "accounts.changed_meanwhile",
            "Somebody else changed this account meanwhile. Please look at it again.",
        ));
    }
    let mut what = fields(tx, &before, new, by).await?;
    if let Some(reference) = &new.reference
        && refer(tx, &before, reference).await?
    {
        what.push("references");
    }
    if traits_of(tx, id, new, word).await? {
        what.push("traits");
    }
    if what.is_empty() {
        return Ok(None);
    }
    refresh(tx, id).await?;
    Ok(Some(AccountDeed::Changed { account: id, what }))
}

/// Nobody else changes it until we have committed.
async fn lock(tx: &mut Tx, id: Id<Account>) -> Result<()> {
    let touch =
        tx.query("update account set version = version where organisation = $1 and id = $2");
    if tx.run(touch.bind(id)).await? == 0 {
        return Err(Error::Missing("account"));
    }
    Ok(())
}

async fn fields(
    tx: &mut Tx,
    before: &Card,
    new: &Change,
    by: NamedBy,
) -> Result<Vec<&'static str>> {
    let mut what = Vec::new();
    let mut after = before.clone();
    if let Some(name) = &new.name
        && (by == NamedBy::Staff || !before.named_by_staff)
    {
        after.name = clean_name(name, false)?;
        if after.name != before.name {
            // Taken away by staff, the next program may name it again.
            after.named_by_staff = by == NamedBy::Staff && !after.name.is_empty();
            what.push("name");
        }
    }
    if let Some(kind) = new.kind.filter(|kind| *kind != before.kind) {
        after.kind = kind;
        what.push("kind");
    }
    if let Some(note) = &new.note {
        after.note = clean_note(note)?;
        if after.note != before.note {
            what.push("note");
        }
    }
    if let Some(unit) = new.unit.filter(|unit| *unit != before.unit) {
        after.unit = unit;
        what.push("unit");
    }
    if after.name.is_empty() && after.references.is_empty() && new.reference.is_none() {
        return Err(Error::invalid("name", "An account needs a name or a reference."));
    }
    if !what.is_empty() {
        let update = tx.query(
            "update account set name = $3, named_by = $4, kind = $5, note = $6, unit = $7
             where organisation = $1 and id = $2",
        );
        let by = if after.named_by_staff { NamedBy::Staff } else { NamedBy::Told };
        let update = update.bind(before.id).bind(&after.name).bind(by.name());
        tx.run(update.bind(after.kind.name()).bind(&after.note).bind(after.unit)).await?;
    }
    Ok(what)
}

/// Whether it was not known by this before.
async fn refer(tx: &mut Tx, before: &Card, reference: &Reference) -> Result<bool> {
    if before.references.contains(reference) {
        return Ok(false);
    }
    if before.references.len() >= MOST_REFERENCES {
        return Err(Error::refused(
            "accounts.too_many_references",
            format!("An account has at most {MOST_REFERENCES} references."),
        ));
    }
    add_reference(tx, before.id, reference).await?;
    Ok(true)
}

async fn traits_of(tx: &mut Tx, id: Id<Account>, new: &Change, word: &Word) -> Result<bool> {
    for (key, value) in &new.traits {
        crate::profile::traits::check(key, value)?;
    }
    let said = Said { account: id, traits: &new.traits, word };
    let kept = traits::keep(tx, &[said]).await?;
    if !kept.unfit.is_empty() {
        return Err(Error::refused(
            "accounts.too_many_traits",
            format!("An account has at most {MOST_TRAITS} traits."),
        ));
    }
    Ok(!kept.changed.is_empty())
}

/// A new version, and the words by which it is found.
async fn refresh(tx: &mut Tx, id: Id<Account>) -> Result<()> {
    let now = card(tx, id).await?;
    let search = search_text(&now.name, now.references.iter().map(|r| r.value.as_str()));
    let update = tx.query(
        "update account set search = $3, version = version + 1
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(search)).await.map(drop)
}

/// The account by this reference, opened where there is none, and changed to what is said.
///
/// # Errors
/// Those of [`open`] and [`change`].
pub async fn put(
    tx: &mut Tx,
    reference: &Reference,
    new: &Change,
    word: &Word,
) -> Result<(Id<Account>, Vec<AccountDeed>)> {
    let mut deeds = Vec::new();
    let id = match by_reference(tx, reference).await? {
        Some(id) => id,
        None => {
            let kind = new.kind.unwrap_or_default();
            let name = new.name.clone().unwrap_or_default();
            let reference = Some(reference.clone());
            let opened = New { name, kind, reference, ..New::default() };
            let (id, deed) = open(tx, &opened, NamedBy::Told).await?;
            deeds.push(deed);
            id
        }
    };
    let is_new = !deeds.is_empty();
    // What is said with the opening is part of it.
    let changed = change(tx, id, new, word, NamedBy::Told).await?;
    deeds.extend(changed.filter(|_| !is_new));
    Ok((id, deeds))
}

/// Nobody joins it any more, and what programs say of it changes nothing.
///
/// # Errors
/// `Missing`; `accounts.closed`.
pub async fn close(tx: &mut Tx, id: Id<Account>) -> Result<AccountDeed> {
    lock(tx, id).await?;
    card(tx, id).await?.is_open()?;
    let now = tx.now();
    let update = tx.query(
        "update account set closed_at = $3, version = version + 1
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(now)).await?;
    Ok(AccountDeed::Closed { account: id })
}

/// # Errors
/// `Missing`; `accounts.open`.
pub async fn reopen(tx: &mut Tx, id: Id<Account>) -> Result<AccountDeed> {
    lock(tx, id).await?;
    if card(tx, id).await?.closed_at.is_none() {
        return Err(Error::refused("accounts.open", "This account is open already."));
    }
    let update = tx.query(
        "update account set closed_at = null, version = version + 1
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id)).await?;
    Ok(AccountDeed::Reopened { account: id })
}
