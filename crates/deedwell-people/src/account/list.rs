//! The accounts page: which there are, filtered, in an order, a page at a time. What their members did is
//! the ledger's; for an order by it, take [`matching`] and sort.

use deedwell_core::{Account, Id, Result, Timestamp, Unit};
use deedwell_store::{Bulk, List, Row, Tx, list::containing};
use serde::Serialize;

use super::AccountKind;
use crate::findable::findable;

/// Accounts on a page.
pub const PAGE: usize = 50;
/// Words of a search, and letters, that are looked at.
const MOST_WORDS: usize = 6;
const LONGEST_SEARCH: usize = 200;

/// Which accounts. What is `None` or empty asks nothing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AccountAsk {
    /// Words, each contained in the name or a reference.
    pub search: String,
    pub kind: Option<AccountKind>,
    /// Also those that are closed.
    pub closed_too: bool,
    pub order: AccountOrder,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum AccountOrder {
    /// By what they are called.
    #[default]
    Name,
    /// Opened last, first.
    Newest,
    /// Most members first.
    Members,
}

impl AccountOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::Name => {
                "order by case when a.name = '' then 1 else 0 end, lower(a.name), a.name, a.id"
            }
            Self::Newest => "order by a.created_at desc, a.id desc",
            Self::Members => {
                "order by (select count(distinct i.person) from account_member m
                     join identity i on i.organisation = $1 and i.id = m.identity
                   where m.organisation = $1 and m.account = a.id and m.until is null) desc, a.id"
            }
        }
    }
}

/// A line of the list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    pub id: Id<Account>,
    /// '' while unknown.
    pub name: String,
    pub kind: AccountKind,
    /// One by which it is known; '' for none.
    pub reference: String,
    pub unit: Option<Id<Unit>>,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// Who belongs to it now.
    pub members: i64,
}

impl Line {
    /// What it is called: its name, or else by what it is known.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.reference } else { &self.name }
    }
}

/// How many there are.
pub async fn count(tx: &mut Tx, ask: &AccountAsk) -> Result<usize> {
    let base = "select count(*) as accounts from account a where a.organisation = $1";
    let count = tx.one(filtered(List::new(tx, base), ask).done()).await?.number("accounts")?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// The ids of those that match, in the order asked.
pub async fn matching(
    tx: &mut Tx,
    ask: &AccountAsk,
    limit: usize,
    skip: usize,
) -> Result<Vec<Id<Account>>> {
    let list = List::new(tx, "select a.id from account a where a.organisation = $1");
    let find = filtered(list, ask).then(ask.order.sql()).page(limit, skip);
    tx.list(find).await?.iter().map(|row| row.id("id")).collect()
}

/// Those after this one, by id: for programs, which read them all.
pub async fn after(
    tx: &mut Tx,
    ask: &AccountAsk,
    after: Option<Id<Account>>,
    limit: usize,
) -> Result<Vec<Id<Account>>> {
    let list = List::new(tx, "select a.id from account a where a.organisation = $1");
    let mut list = filtered(list, ask);
    if let Some(after) = after {
        list = list.and("a.id > ?", [after.into()]);
    }
    let find = list.then("order by a.id").page(limit, 0);
    tx.list(find).await?.iter().map(|row| row.id("id")).collect()
}

fn filtered(mut list: List, ask: &AccountAsk) -> List {
    let search: String = ask.search.chars().take(LONGEST_SEARCH).collect();
    for word in search.split_whitespace().take(MOST_WORDS) {
        list = match word.parse::<Id<Account>>() {
            Ok(id) => list.and("a.id = ?", [id.into()]),
            Err(_) if findable(word).is_empty() => list.and("1 = 0", []),
            // What was written before accents were left out has them still.
            Err(_) => list.and(
                "(a.search like ? escape '\\' or a.search like ? escape '\\')",
                [containing(&findable(word)).into(), containing(word).into()],
            ),
        };
    }
    if let Some(kind) = ask.kind {
        list = list.and("a.kind = ?", [kind.name().into()]);
    }
    if !ask.closed_too {
        list = list.and("a.closed_at is null", []);
    }
    list
}

/// The lines of these accounts, in this order; who is not there is left out.
pub async fn lines(tx: &mut Tx, ids: &[Id<Account>]) -> Result<Vec<Line>> {
    let mut find = Bulk::new(
        tx,
        "select a.id, a.name, a.kind, a.unit, a.created_at, a.closed_at,
                coalesce((select min(r.value) from account_reference r
                    where r.organisation = $1 and r.account = a.id), '') as reference,
                (select count(distinct i.person) from account_member m
                     join identity i on i.organisation = $1 and i.id = m.identity
                   where m.organisation = $1 and m.account = a.id and m.until is null) as members
         from account a where a.organisation = $1 and a.id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = find.list(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    let places: std::collections::HashMap<Id<Account>, usize> =
        ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    found.sort_by_key(|line| places.get(&line.id).copied());
    Ok(found)
}

fn read(row: &Row) -> Result<Line> {
    Ok(Line {
        id: row.id("id")?,
        name: row.text("name")?,
        kind: AccountKind::parse(&row.text("kind")?).unwrap_or_default(),
        reference: row.text("reference")?,
        unit: row.id_or_null("unit")?,
        created_at: row.moment("created_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        members: row.number("members")?,
    })
}
