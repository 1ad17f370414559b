//! What came back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_core::{Error, Id, Identity, Organisation, Result};
use deedwell_store::{Bulk, Db, List, Row, Tx};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::returned::{Kind, Read};

#[derive(Debug)]
pub enum ReturnNoun {}

/// How long it is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnRow {
    pub id: Id<ReturnNoun>,
    pub kind: Kind,
    pub severity: String,
    pub came_at: Timestamp,
    pub letter: Option<String>,
    pub address: String,
    pub status: String,
    pub diagnostic: String,
    pub seen_at: Option<Timestamp>,
}

fn return_of(row: &Row) -> Result<ReturnRow> {
    let kind = Kind::parse(&row.text("kind")?);
    Ok(ReturnRow {
        id: row.id("id")?,
        kind: kind.ok_or_else(|| Error::fault("what came back is of no known kind"))?,
        severity: row.text("severity")?,
        came_at: row.moment("came_at")?,
        letter: row.text_or_null("letter")?,
        address: row.text("address")?,
        status: row.text("status")?,
        diagnostic: row.text("diagnostic")?,
        seen_at: row.moment_or_null("seen_at")?,
    })
}

/// Keeps it. None if it came before.
pub async fn add_return(
    tx: &mut Tx,
    raw: &[u8],
    read: &Read,
    letter: Option<String>,
) -> Result<Option<Id<ReturnNoun>>> {
    let insert = tx.query(
        "insert into email_return (organisation, id, hash, kind, severity, came_at, letter, address,
           status, diagnostic, raw)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
    );
    let (id, now): (Id<ReturnNoun>, _) = (tx.new_id(), tx.now());
    let severity = read.severity.map_or("", |s| s.name());
    let insert = insert.bind(id).bind(hex::encode(Sha256::digest(raw))).bind(read.kind.name());
    let insert = insert.bind(severity).bind(now).bind(letter).bind(&read.address);
    let insert = insert.bind(&read.status).bind(&read.diagnostic).bind(STANDARD.encode(raw));
    Ok((tx.run(insert).await? == 1).then_some(id))
}

/// Which of what came back.
#[derive(Clone, Debug, Default)]
pub struct ReturnsAsk {
    pub kind: Option<Kind>,
    /// Only what no letter of ours is meant by.
    pub is_unplaced: bool,
    /// Older than this one.
    pub before: Option<Id<ReturnNoun>>,
}

/// Newest first; one more than asked for, where there is one.
pub async fn returns(tx: &mut Tx, ask: &ReturnsAsk, most: usize) -> Result<Vec<ReturnRow>> {
    let mut list = List::new(
        tx,
        "select r.id, r.kind, r.severity, r.came_at, r.letter, r.address, r.status, r.diagnostic,
           r.seen_at
         from email_return r where r.organisation = $1",
    );
    if let Some(kind) = ask.kind {
        list = list.and("r.kind = ?", [kind.name().into()]);
    }
    if ask.is_unplaced {
        list = list.and("r.letter is null", []);
    }
    if let Some(before) = ask.before {
        list = list.and("r.id < ?", [before.into()]);
    }
    let list = list.then("order by r.id desc").page(most + 1, 0);
    tx.list(list).await?.iter().map(return_of).collect()
}

/// One, and what came, byte for byte.
pub async fn one_return(tx: &mut Tx, id: Id<ReturnNoun>) -> Result<(ReturnRow, Vec<u8>)> {
    let find = tx.query(
        "select id, kind, severity, came_at, letter, address, status, diagnostic, seen_at, raw
         from email_return where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("returned letter"))?;
    Ok((return_of(&row)?, STANDARD.decode(row.text("raw")?).map_err(Error::fault)?))
}

pub async fn see_return(tx: &mut Tx, id: Id<ReturnNoun>) -> Result<()> {
    let update = tx.query(
        "update email_return set seen_at = $3
         where organisation = $1 and id = $2 and seen_at is null",
    );
    let now = tx.now();
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

/// How many nobody could place, and nobody has looked at.
pub async fn count_unplaced(tx: &mut Tx) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from email_return
         where organisation = $1 and letter is null and seen_at is null
           and kind in ('bounce', 'complaint', 'unknown')",
    );
    tx.one(count).await?.number("n")
}

/// Rows that are walked at once where somebody is looked for in all of them.
const WALKED_AT_ONCE: usize = 200;

/// Forgets what names somebody: the report, and what came. How many went.
///
/// # Errors
/// When the database cannot be read or written; what was forgotten until then stays so.
pub async fn forget_naming(
    db: &Db,
    organisation: Id<Organisation>,
    is_named_in: &(dyn Fn(&str) -> bool + Sync),
) -> Result<u64> {
    let (mut after, mut forgotten) = (String::new(), 0);
    loop {
        let mut tx = db.read(organisation).await?;
        let page = tx.query(
            "select id, address, diagnostic, raw from email_return
             where organisation = $1 and id > $2 order by id limit $3",
        );
        let rows = tx.list(page.bind(&after).bind(WALKED_AT_ONCE)).await?;
        drop(tx);
        let mut tx = db.write(organisation).await?;
        for row in &rows {
            after = row.text("id")?;
            let raw = STANDARD.decode(row.text("raw")?).map_err(Error::fault)?;
            let raw = String::from_utf8_lossy(&raw).into_owned();
            if [row.text("address")?, row.text("diagnostic")?, raw].iter().any(|t| is_named_in(t)) {
                let delete =
                    tx.query("delete from email_return where organisation = $1 and id = $2");
                forgotten += tx.run(delete.bind(&after)).await?;
            }
        }
        tx.commit().await?;
        if rows.len() < WALKED_AT_ONCE {
            return Ok(forgotten);
        }
    }
}

/// What came back that speaks of these identities, for whoever asks what we hold.
pub async fn returns_of(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<serde_json::Value> {
    let mut list = Bulk::new(
        tx,
        "select r.kind, r.severity, r.came_at, r.address, r.status, r.diagnostic
         from email_return r join identity i on i.organisation = $1 and i.value = r.address
         where r.organisation = $1 and i.kind = 'email' and i.id in (",
        [],
        "?",
        ") order by r.came_at",
    );
    identities.iter().for_each(|identity| list.add([(*identity).into()]));
    let rows = if identities.is_empty() { Vec::new() } else { list.list(tx).await? };
    let each = |row: &Row| -> Result<serde_json::Value> {
        Ok(serde_json::json!({
            "kind": row.text("kind")?, "severity": row.text("severity")?,
            "came_at": row.moment("came_at")?, "address": row.text("address")?,
            "status": row.text("status")?, "diagnostic": row.text("diagnostic")?,
        }))
    };
    let returns: Vec<_> = rows.iter().map(each).collect::<Result<_>>()?;
    Ok(serde_json::json!({ "came_back": returns }))
}

/// How many rows had had their time.
pub async fn tidy(tx: &mut Tx) -> Result<u64> {
    let before = tx.now().checked_sub(KEPT).map_err(Error::fault)?;
    let delete = tx.query("delete from email_return where organisation = $1 and came_at < $2");
    tx.run(delete.bind(before)).await
}
