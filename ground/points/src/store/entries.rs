//! Entries and their postings. An entry is written once and never changed.

use deedwell_core::{Id, Identity, Money, Result, Staff, Timestamp};
use deedwell_store::{Bulk, Row, Tx};
use serde::Serialize;

use crate::account::{Account, Entry, Posting};
use crate::rule::Rule;
use crate::scheme::Scheme;

/// An entry that is about to be written.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub key: String,
    pub step: String,
    pub print: String,
    pub verb: &'static str,
    pub scheme: Id<Scheme>,
    pub identity: Option<Id<Identity>>,
    pub kind: String,
    pub about: String,
    pub origin: Option<Id<Entry>>,
    pub rule: Option<(Id<Rule>, i64)>,
    pub amount: i64,
    pub value: Option<Money>,
    pub why: String,
    pub staff: Option<Id<Staff>>,
}

/// An entry as it stands.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EntryRow {
    pub id: Id<Entry>,
    pub key: String,
    pub step: String,
    #[serde(skip)]
    pub print: String,
    pub verb: String,
    pub scheme: Id<Scheme>,
    pub identity: Option<Id<Identity>>,
    /// Because of what kind of deed.
    pub kind: String,
    pub about: String,
    pub origin: Option<Id<Entry>>,
    pub rule: Option<Id<Rule>>,
    pub rule_version: Option<i64>,
    pub amount: i64,
    #[serde(skip)]
    pub value: Option<Money>,
    #[serde(skip)]
    pub back_minor: i64,
    pub why: String,
    pub staff: Option<Id<Staff>>,
    pub at: Timestamp,
}

pub(super) fn entry_of(row: &Row) -> Result<EntryRow> {
    let value = match row.text_or_null("value_currency")? {
        Some(_) => row.money("value_minor", "value_currency")?,
        None => None,
    };
    Ok(EntryRow {
        id: row.id("id")?,
        key: row.text("key")?,
        step: row.text("step")?,
        print: row.text("print")?,
        verb: row.text("verb")?,
        scheme: row.id("scheme")?,
        identity: row.id_or_null("identity")?,
        kind: row.text("kind")?,
        about: row.text("about")?,
        origin: row.id_or_null("origin")?,
        rule: row.id_or_null("rule")?,
        rule_version: row.number_or_null("rule_version")?,
        amount: row.number("amount")?,
        value,
        back_minor: row.number("back_minor")?,
        why: row.text("why")?,
        staff: row.id_or_null("staff")?,
        at: row.moment("at")?,
    })
}

/// Takes its key. None when somebody had it before; who wants it at the same time waits for us.
pub async fn begin_entry(tx: &mut Tx, new: &NewEntry) -> Result<Option<Id<Entry>>> {
    let (id, now): (Id<Entry>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into points_entry (organisation, id, key, step, print, verb, scheme, identity, kind,
           about, origin, rule, rule_version, amount, value_minor, value_currency, why, staff, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (organisation, key, step) do nothing",
    );
    let insert = insert.bind(id).bind(&new.key).bind(&new.step).bind(&new.print).bind(new.verb);
    let insert = insert.bind(new.scheme).bind(new.identity).bind(&new.kind).bind(&new.about);
    let insert = insert.bind(new.origin).bind(new.rule.map(|(id, _)| id));
    let insert = insert.bind(new.rule.map(|(_, version)| version)).bind(new.amount);
    let insert = insert.bind(new.value.map(|v| v.minor));
    let insert = insert.bind(new.value.map(|v| v.currency.to_string()));
    let insert = insert.bind(&new.why).bind(new.staff).bind(now);
    Ok((tx.run(insert).await? == 1).then_some(id))
}

/// An entry that came to nothing gives its key back.
pub async fn drop_entry(tx: &mut Tx, id: Id<Entry>) -> Result<()> {
    let delete = tx.query("delete from points_entry where organisation = $1 and id = $2");
    tx.run(delete.bind(id)).await.map(drop)
}

pub async fn set_entry_amount(tx: &mut Tx, id: Id<Entry>, amount: i64) -> Result<()> {
    let update =
        tx.query("update points_entry set amount = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(amount)).await.map(drop)
}

/// How much of the value for which it was earned was given back, all told.
pub async fn add_back(tx: &mut Tx, id: Id<Entry>, minor: i64) -> Result<i64> {
    let update = tx.query(
        "update points_entry set back_minor = back_minor + $3
         where organisation = $1 and id = $2 returning back_minor",
    );
    tx.one(update.bind(id).bind(minor)).await?.number("back_minor")
}

pub async fn entry_by_key(tx: &mut Tx, key: &str, step: &str) -> Result<Option<EntryRow>> {
    let find = tx.query(
        "select id, key, step, print, verb, scheme, identity, kind, about, origin, rule, rule_version,
           amount, value_minor, value_currency, back_minor, why, staff, at
         from points_entry where organisation = $1 and key = $2 and step = $3",
    );
    tx.find(find.bind(key).bind(step)).await?.as_ref().map(entry_of).transpose()
}

pub async fn entry(tx: &mut Tx, id: Id<Entry>) -> Result<Option<EntryRow>> {
    let find = tx.query(
        "select id, key, step, print, verb, scheme, identity, kind, about, origin, rule, rule_version,
           amount, value_minor, value_currency, back_minor, why, staff, at
         from points_entry where organisation = $1 and id = $2",
    );
    tx.find(find.bind(id)).await?.as_ref().map(entry_of).transpose()
}

/// What rules earned because of things that are called so: an order, an idea.
pub async fn earned_about(tx: &mut Tx, rule: Id<Rule>, about: &str) -> Result<Vec<EntryRow>> {
    let list = tx.query(
        "select id, key, step, print, verb, scheme, identity, kind, about, origin, rule, rule_version,
           amount, value_minor, value_currency, back_minor, why, staff, at
         from points_entry
         where organisation = $1 and rule = $2 and about = $3 and verb = 'earned' order by at, id",
    );
    tx.list(list.bind(rule).bind(about)).await?.iter().map(entry_of).collect()
}

pub async fn add_postings(tx: &mut Tx, entry: Id<Entry>, postings: &[Posting]) -> Result<()> {
    let now = tx.now();
    let mut insert = Bulk::new(
        tx,
        "insert into points_posting (organisation, entry, place, scheme, account, identity, amount,
           at) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?)",
        "",
    );
    for (place, posting) in postings.iter().enumerate() {
        let identity = posting.identity.map(|id| id.to_string()).unwrap_or_default();
        insert.add([
            entry.into(),
            (place as i64).into(),
            posting.scheme.into(),
            posting.account.name().into(),
            identity.into(),
            posting.amount.into(),
            now.into(),
        ]);
    }
    insert.run(tx).await.map(drop)
}

pub(super) fn posting_of(row: &Row) -> Result<Posting> {
    let account = row.text("account")?;
    let identity = row.text("identity")?;
    Ok(Posting {
        scheme: row.id("scheme")?,
        account: Account::parse(&account).ok_or_else(|| {
            deedwell_core::Error::fault(format!("no account is called {account}"))
        })?,
        identity: if identity.is_empty() { None } else { Some(identity.parse()?) },
        amount: row.number("amount")?,
    })
}

pub async fn postings_of(tx: &mut Tx, entry: Id<Entry>) -> Result<Vec<Posting>> {
    let list = tx.query(
        "select scheme, account, identity, amount from points_posting
         where organisation = $1 and entry = $2 order by place",
    );
    tx.list(list.bind(entry)).await?.iter().map(posting_of).collect()
}
