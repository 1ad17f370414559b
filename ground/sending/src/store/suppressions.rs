//! The list of addresses to which nothing is sent.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Result};
use deedwell_store::{Bulk, List, Row, Tx};
use jiff::Timestamp;

use crate::address::Address;
use crate::letter::Letter;
use crate::suppression::{Suppressed, Why};

/// A line that is to be added.
#[derive(Clone, Debug)]
pub struct NewSuppression<'a> {
    pub channel: &'a str,
    pub address: &'a Address,
    pub reason: Why,
    pub note: &'a str,
    pub source: &'a str,
    pub letter: Option<Id<Letter>>,
    pub until: Option<Timestamp>,
}

/// False when it stood there already; a later end is taken over.
pub async fn add_suppression(tx: &mut Tx, new: &NewSuppression<'_>) -> Result<bool> {
    let hash = new.address.hash(tx.organisation());
    let there = tx.query(
        "select at from suppression
         where organisation = $1 and channel = $2 and hash = $3 and reason = $4",
    );
    let there = there.bind(new.channel).bind(&hash).bind(new.reason.name());
    let is_new = tx.find(there).await?.is_none();
    let upsert = tx.query(
        "insert into suppression (organisation, channel, hash, reason, address, note, source, letter,
           at, until_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (organisation, channel, hash, reason) do update set
           address = excluded.address, until_at = excluded.until_at",
    );
    let now = tx.now();
    let upsert = upsert.bind(new.channel).bind(hash).bind(new.reason.name());
    let upsert = upsert.bind(new.address.as_str()).bind(new.note).bind(new.source);
    tx.run(upsert.bind(new.letter).bind(now).bind(new.until)).await?;
    Ok(is_new)
}

/// Takes an address off the list. How many lines went.
pub async fn remove_suppression(
    tx: &mut Tx,
    channel: &str,
    hash: &str,
    reason: Option<Why>,
) -> Result<u64> {
    let mut removed = 0;
    for why in Why::ALL.into_iter().filter(|why| reason.is_none_or(|reason| reason == *why)) {
        let delete = tx.query(
            "delete from suppression
             where organisation = $1 and channel = $2 and hash = $3 and reason = $4",
        );
        removed += tx.run(delete.bind(channel).bind(hash).bind(why.name())).await?;
    }
    Ok(removed)
}

/// Why nothing is sent to these addresses by this channel, by hash.
pub async fn suppressed(
    tx: &mut Tx,
    channel: &str,
    hashes: &[String],
) -> Result<HashMap<String, Vec<Why>>> {
    let mut found: HashMap<String, Vec<Why>> = HashMap::new();
    let mut find = Bulk::new(
        tx,
        "select hash, reason, until_at from suppression
         where organisation = $1 and channel = ? and hash in (",
        [channel.into()],
        "?",
        ")",
    );
    hashes.iter().for_each(|hash| find.add([hash.into()]));
    if find.is_empty() {
        return Ok(found);
    }
    let now = tx.now();
    for row in find.list(tx).await? {
        let over = row.moment_or_null("until_at")?.is_some_and(|until| until <= now);
        let why = Why::parse(&row.text("reason")?)
            .ok_or_else(|| Error::fault("an address is suppressed for no reason"))?;
        if !over {
            found.entry(row.text("hash")?).or_default().push(why);
        }
    }
    Ok(found)
}

fn line_of(row: &Row) -> Result<Suppressed> {
    Ok(Suppressed {
        channel: row.text("channel")?,
        address: row.text_or_null("address")?,
        hash: row.text("hash")?,
        reason: Why::parse(&row.text("reason")?)
            .ok_or_else(|| Error::fault("an address is suppressed for no reason"))?,
        note: row.text("note")?,
        source: row.text("source")?,
        at: row.moment("at")?,
        until: row.moment_or_null("until_at")?,
    })
}

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct SuppressionsAsk {
    pub reason: Option<Why>,
    /// Part of an address.
    pub search: String,
}

fn asked(list: List, ask: &SuppressionsAsk) -> List {
    let mut list = list;
    if let Some(reason) = ask.reason {
        list = list.and("reason = ?", [reason.name().into()]);
    }
    if !ask.search.is_empty() {
        let pattern = deedwell_store::list::containing(&ask.search);
        list = list.and("lower(address) like ? escape '\\'", [pattern.into()]);
    }
    list
}

/// A page of the list, the newest first.
pub async fn suppressions(
    tx: &mut Tx,
    ask: &SuppressionsAsk,
    limit: usize,
    offset: usize,
) -> Result<Vec<Suppressed>> {
    let list = List::new(
        tx,
        "select channel, address, hash, reason, note, source, at, until_at from suppression
         where organisation = $1",
    );
    let list = asked(list, ask).then("order by at desc, hash").page(limit, offset);
    tx.list(list).await?.iter().map(line_of).collect()
}

pub async fn count_suppressions(tx: &mut Tx, ask: &SuppressionsAsk) -> Result<u64> {
    let list = List::new(tx, "select count(*) as n from suppression where organisation = $1");
    Ok(tx.one(asked(list, ask).done()).await?.number("n")?.unsigned_abs())
}

/// What stands of one address.
pub async fn suppressions_of(tx: &mut Tx, channel: &str, hash: &str) -> Result<Vec<Suppressed>> {
    let list = tx.query(
        "select channel, address, hash, reason, note, source, at, until_at from suppression
         where organisation = $1 and channel = $2 and hash = $3 order by at",
    );
    tx.list(list.bind(channel).bind(hash)).await?.iter().map(line_of).collect()
}
