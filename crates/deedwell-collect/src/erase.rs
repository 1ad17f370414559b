//! Finding somebody in what was sent, to give it to them or to forget it: whole messages that are about
//! them go, of the lines of a packed batch only theirs. Walked in pages, each in a transaction of its own:
//! it is too much for one.

use std::io::{BufRead, BufReader, Write};

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_people::erase::Finder;
use deedwell_store::{Db, Tx};
use serde_json::Value;
use serde_json::value::RawValue;

/// Rows of packed batches read at a time, and of what is kept as text.
const PACKED: usize = 20;
const PLAIN: usize = 500;
/// Where a message names somebody, so that a short value means them.
const NAMES: [&str; 8] = [
    "userId",
    "user_id",
    "anonymousId",
    "anonymous_id",
    "previousId",
    "distinct_id",
    "alias",
    "email",
];

/// Forgets them; how many messages went.
///
/// # Errors
/// When the database cannot be read or written; what was forgotten until then stays so.
pub async fn forget(db: &Db, organisation: Id<Organisation>, whom: &Finder) -> Result<u64> {
    let sent = forget_sent(db, organisation, whom).await?;
    let held = forget_held(db, organisation, whom).await?;
    let mut tx = db.write(organisation).await?;
    forget_samples(&mut tx, whom).await?;
    tx.commit().await?;
    Ok(sent + held)
}

/// What was sent of somebody, the newest first and at most so many; and whether there is more.
///
/// # Errors
/// When the database cannot be read.
pub async fn sent_by(
    db: &Db,
    organisation: Id<Organisation>,
    whom: &Finder,
    most: usize,
) -> Result<(Vec<Box<RawValue>>, bool)> {
    let (mut before, mut found) = (i64::MAX, Vec::new());
    loop {
        let mut tx = db.read(organisation).await?;
        let page = tx.query(
            "select id, bytes from sent where organisation = $1 and id < $2 order by id desc limit $3",
        );
        let rows = tx.list(page.bind(before).bind(PACKED)).await?;
        drop(tx);
        for row in &rows {
            before = row.number("id")?;
            let (packed, whom) = (row.bytes("bytes")?, whom.clone());
            let theirs = move || theirs(&packed, &whom);
            found.extend(tokio::task::spawn_blocking(theirs).await.map_err(Error::fault)??);
            if found.len() > most {
                found.truncate(most);
                return Ok((found, true));
            }
        }
        if rows.len() < PACKED {
            return Ok((found, false));
        }
    }
}

/// The packed lines that are about somebody, the last first.
fn theirs(packed: &[u8], whom: &Finder) -> Result<Vec<Box<RawValue>>> {
    let mut found = Vec::new();
    for line in BufReader::new(flate2::read::MultiGzDecoder::new(packed)).lines() {
        let line = line.map_err(Error::fault)?;
        if is_about(&line, whom) {
            found.push(RawValue::from_string(line).map_err(Error::fault)?);
        }
    }
    found.reverse();
    Ok(found)
}

async fn forget_sent(db: &Db, organisation: Id<Organisation>, whom: &Finder) -> Result<u64> {
    let (mut after, mut forgotten) = (0_i64, 0_u64);
    loop {
        let mut tx = db.read(organisation).await?;
        let page = tx.query(
            "select id, count, bytes from sent
             where organisation = $1 and id > $2 order by id limit $3",
        );
        let rows = tx.list(page.bind(after).bind(PACKED)).await?;
        drop(tx);
        let mut again = false;
        for row in &rows {
            after = row.number("id")?;
            let (packed, theirs) = (row.bytes("bytes")?, whom.clone());
            let without = move || without(&packed, &theirs);
            let left = tokio::task::spawn_blocking(without).await.map_err(Error::fault)??;
            let Some((count, bytes)) = left else { continue };
            let before = row.number("count")?;
            let mut tx = db.write(organisation).await?;
            let is_written = write_sent(&mut tx, after, before, count, bytes).await?;
            tx.commit().await?;
            if !is_written {
                // Somebody else was forgotten in it meanwhile: it is read again.
                after -= 1;
                again = true;
                break;
            }
            forgotten += before.abs_diff(count);
        }
        if rows.len() < PACKED && !again {
            return Ok(forgotten);
        }
    }
}

/// False when it is not any more what was read.
async fn write_sent(tx: &mut Tx, id: i64, before: i64, count: i64, bytes: Vec<u8>) -> Result<bool> {
    if count == 0 {
        let delete =
            tx.query("delete from sent where organisation = $1 and id = $2 and count = $3");
        return Ok(tx.run(delete.bind(id).bind(before)).await? == 1);
    }
    let update = tx.query(
        "update sent set count = $4, bytes = $5
         where organisation = $1 and id = $2 and count = $3",
    );
    Ok(tx.run(update.bind(id).bind(before).bind(count).bind(bytes)).await? == 1)
}

/// The packed lines that are not about them; none where all of them stay.
fn without(packed: &[u8], whom: &Finder) -> Result<Option<(i64, Vec<u8>)>> {
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(packed)).lines();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let (mut stay, mut go) = (0, 0);
    for line in lines {
        let line = line.map_err(Error::fault)?;
        if is_about(&line, whom) {
            go += 1;
        } else {
            stay += 1;
            writeln!(gzip, "{line}").map_err(Error::fault)?;
        }
    }
    let bytes = gzip.finish().map_err(Error::fault)?;
    Ok((go > 0).then_some((stay, bytes)))
}

async fn forget_held(db: &Db, organisation: Id<Organisation>, whom: &Finder) -> Result<u64> {
    let (mut after, mut forgotten) = (0_i64, 0_u64);
    loop {
        let mut tx = db.read(organisation).await?;
        let page = tx.query(
            "select id, source, body from sent_held
             where organisation = $1 and id > $2 order by id limit $3",
        );
        let rows = tx.list(page.bind(after).bind(PLAIN)).await?;
        drop(tx);
        let mut tx = db.write(organisation).await?;
        for row in &rows {
            after = row.number("id")?;
            if is_about(&row.text("body")?, whom) {
                forgotten += forget_one(&mut tx, after, &row.text("source")?).await?;
            }
        }
        tx.commit().await?;
        if rows.len() < PLAIN {
            return Ok(forgotten);
        }
    }
}

async fn forget_one(tx: &mut Tx, id: i64, source: &str) -> Result<u64> {
    let delete = tx.query("delete from sent_held where organisation = $1 and id = $2");
    let deleted = tx.run(delete.bind(id)).await?;
    if deleted > 0 {
        let fewer =
            tx.query("update source set held = held - 1 where organisation = $1 and id = $2");
        tx.run(fewer.bind(source)).await?;
    }
    Ok(deleted)
}

/// What shows how a message was wrong; there are some thousands at most.
async fn forget_samples(tx: &mut Tx, whom: &Finder) -> Result<()> {
    let all = tx.query(
        "select source, problem, name, library, fact, sample from sent_wrong where organisation = $1",
    );
    for row in tx.list(all).await? {
        let sample = row.text("sample")?;
        if !is_about(&sample, whom) && !whom.is_named_in(&row.text("name")?) {
            continue;
        }
        let delete = tx.query(
            "delete from sent_wrong where organisation = $1 and source = $2 and problem = $3
               and name = $4 and library = $5 and fact = $6",
        );
        let delete = delete.bind(row.text("source")?).bind(row.text("problem")?);
        let delete = delete.bind(row.text("name")?).bind(row.text("library")?);
        tx.run(delete.bind(row.text("fact")?)).await?;
    }
    Ok(())
}

/// Whether what was sent is about them: it has one of their signs in it, or calls somebody by one. What
/// is cut short, and so no JSON any more, is searched as text.
fn is_about(sent: &str, whom: &Finder) -> bool {
    let Ok(message) = serde_json::from_str::<Value>(sent) else {
        return whom.is_named_in(sent) || whom.is_named_in(&plain(sent));
    };
    speaks_of(&message, "", whom)
}

/// Without what JSON writes before a slash or a letter beyond ASCII, where that is all there is.
fn plain(text: &str) -> String {
    text.replace("\\/", "/")
}

/// What could be read is nested 128 deep at most.
fn speaks_of(value: &Value, key: &str, whom: &Finder) -> bool {
    let names = NAMES.contains(&key);
    match value {
        Value::String(text) => whom.is_named_in(text) || (names && whom.is(text)),
        Value::Number(number) => names && whom.is(&number.to_string()),
        Value::Array(all) => all.iter().any(|one| speaks_of(one, key, whom)),
        Value::Object(all) => {
            all.iter().any(|(key, one)| whom.is_named_in(key) || speaks_of(one, key, whom))
        }
        Value::Null | Value::Bool(_) => false,
    }
}
