//! Accounts: companies and households that persons belong to.
//!
//! Read this file first: what an account is and what may be written of it. Then [`acts`], what staff and
//! programs do to one; [`members`], who belongs to it; [`told`], what programs say of thousands at a time;
//! [`traits`]; [`list`], the accounts page; [`deed`], what the ledger keeps of it all.
//!
//! Somebody belongs to an account by an *identity*, as with everything that is said of people. So a merge
//! moves nothing, and taking it back restores exactly.
pub mod acts;
pub mod deed;
pub mod list;
pub mod members;
pub mod told;
pub mod traits;

use deedwell_core::{Account, Error, Id, Result, Timestamp, Unit};
use deedwell_store::{Row, Tx};
use serde::Serialize;

use crate::findable::findable;
use crate::profile::clean_line;

pub use deed::AccountDeed;
pub use list::{AccountAsk, AccountOrder, Line};
pub use members::Member;

/// Letters of a name.
pub const LONGEST_NAME: usize = 120;
/// Letters of a note.
pub const LONGEST_NOTE: usize = 2_000;
/// Letters of a reference, and of the system for which it holds.
pub const LONGEST_REFERENCE: usize = 500;
pub const LONGEST_SCOPE: usize = 60;
/// References of one account.
pub const MOST_REFERENCES: usize = 20;
/// Letters of a role.
pub const LONGEST_ROLE: usize = 40;
/// Identities that belong, or did, to one account.
pub const MOST_MEMBERS: usize = 10_000;
/// Accounts to which one person belongs, or did, counted by identity.
pub const MOST_ACCOUNTS: usize = 200;
/// Bytes of the text in which an account is looked up.
const LONGEST_SEARCH: usize = 2_000;

/// What sort of account.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    #[default]
    Company,
    Household,
    Other,
}

impl AccountKind {
    pub const ALL: [Self; 3] = [Self::Company, Self::Household, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Household => "household",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == text)
    }

    /// # Errors
    /// `Invalid` for what is none.
    pub fn checked(text: &str) -> Result<Self> {
        let unfit = || Error::invalid("kind", "An account is a company, a household or other.");
        Self::parse(text).ok_or_else(unfit)
    }
}

/// By what another system knows an account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Reference {
    /// The system for which the value holds; '' for what programs report.
    pub scope: String,
    pub value: String,
}

impl Reference {
    /// # Errors
    /// `Invalid` for a value or a scope that is empty where it must not be, or too long.
    pub fn new(scope: &str, value: &str) -> Result<Self> {
        Ok(Self {
            scope: clean_line("scope", scope, LONGEST_SCOPE, false)?,
            value: clean_line("reference", value, LONGEST_REFERENCE, true)?,
        })
    }
}

/// What is kept of an account itself.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Card {
    pub id: Id<Account>,
    /// '' while unknown.
    pub name: String,
    /// Whether staff gave the name; then no program gives another.
    pub named_by_staff: bool,
    pub kind: AccountKind,
    pub note: String,
    pub unit: Option<Id<Unit>>,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// One more with every change of what staff or programs say of it.
    pub version: i64,
    pub references: Vec<Reference>,
}

impl Card {
    /// What it is called: its name, or else by what it is known.
    pub fn called(&self) -> &str {
        let reference = || self.references.first().map_or("", |r| r.value.as_str());
        if self.name.is_empty() { reference() } else { &self.name }
    }

    /// # Errors
    /// `accounts.closed`.
    pub fn is_open(&self) -> Result<()> {
        if self.closed_at.is_none() {
            return Ok(());
        }
        Err(Error::refused("accounts.closed", "This account is closed. Reopen it first."))
    }
}

/// # Errors
/// `Missing` when there is no such account in this organisation.
pub async fn card(tx: &mut Tx, id: Id<Account>) -> Result<Card> {
    let find = tx.query(
        "select id, name, named_by, kind, note, unit, created_at, closed_at, version
         from account where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("account"))?;
    let find = tx.query(
        "select scope, value from account_reference
         where organisation = $1 and account = $2 order by said_at, scope, value",
    );
    let rows = tx.list(find.bind(id)).await?;
    let reference =
        |row: &Row| Ok(Reference { scope: row.text("scope")?, value: row.text("value")? });
    Ok(Card {
        id,
        name: row.text("name")?,
        named_by_staff: row.text("named_by")? == "staff",
        kind: AccountKind::parse(&row.text("kind")?).unwrap_or_default(),
        note: row.text("note")?,
        unit: row.id_or_null("unit")?,
        created_at: row.moment("created_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        version: row.number("version")?,
        references: rows.iter().map(reference).collect::<Result<_>>()?,
    })
}

/// The account that another system knows by this.
pub async fn by_reference(tx: &mut Tx, reference: &Reference) -> Result<Option<Id<Account>>> {
    let find = tx.query(
        "select account from account_reference
         where organisation = $1 and scope = $2 and value = $3",
    );
    let row = tx.find(find.bind(&reference.scope).bind(&reference.value)).await?;
    row.map(|row| row.id("account")).transpose()
}

/// # Errors
/// `Invalid` when it is longer than [`LONGEST_NAME`], or empty where it must not be.
pub fn clean_name(name: &str, required: bool) -> Result<String> {
    clean_line("name", name, LONGEST_NAME, required)
}

/// A note keeps its lines.
///
/// # Errors
/// `Invalid` when it is longer than [`LONGEST_NOTE`].
pub fn clean_note(note: &str) -> Result<String> {
    let shown = |c: &char| !deedwell_core::text::is_hidden(*c) && (*c == '\n' || !c.is_control());
    let note: String = note.trim().chars().filter(shown).collect();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Error::invalid("note", format!("A note has at most {LONGEST_NOTE} letters.")));
    }
    Ok(note)
}

/// # Errors
/// `Invalid` when it is longer than [`LONGEST_ROLE`].
pub fn clean_role(role: &str) -> Result<String> {
    clean_line("role", role, LONGEST_ROLE, false)
}

/// The words by which an account is found.
fn search_text<'a>(name: &str, references: impl Iterator<Item = &'a str>) -> String {
    let mut text = findable(name).into_owned();
    for value in references {
        if text.len() + value.len() < LONGEST_SEARCH {
            text.push(' ');
            text.push_str(&findable(value));
        }
    }
    text
}
