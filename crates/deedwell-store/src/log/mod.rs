//! The log: a table of blocks. An action is never a row.
//!
//! `Tx::commit` writes the deeds of its transaction as one block (several, if they are many) beside
//! the change they speak of. Readers follow the blocks in commit order and never skip one:
//!
//! * On SQLite there is one writer, so the growing key of the table is commit order.
//! * On PostgreSQL a block carries the id of the transaction that wrote it. Readers stop short of
//!   the oldest transaction still running (`pg_snapshot_xmin`): everything before that is finished,
//!   and whatever commits later carries a later id. The order is (transaction, block).
//! * A cluster into which the state was restored counts its transactions from further down. So a base
//!   is added to every id (`log_count`), and raised to the end of the log when that lies ahead.
//!
//! Read [`block`] for the encoding.
pub mod block;
#[cfg(test)]
mod past;

use deedwell_core::behaviour::Later;
use deedwell_core::{Action, Error, Id, Organisation, Position, Result};
use jiff::Timestamp;

use crate::Db;
use crate::reading::Open;
use crate::tx::{SystemTx, Tx};
use crate::value::{Query, Row};

/// Actions in one block at most: what a reader holds in memory at a time.
pub const LARGEST_BLOCK: usize = 20_000;

/// A block as it stands in the log.
#[derive(Debug, Clone)]
pub struct Block {
    pub organisation: Id<Organisation>,
    pub position: Position,
    pub count: u64,
    /// When the writing transaction began.
    pub written_at: Timestamp,
    bytes: Vec<u8>,
}

impl Block {
    /// # Errors
    /// `Fault` when the bytes are not a block, or were changed.
    pub fn actions(&self) -> Result<Vec<Action>> {
        block::decode(&self.bytes)
    }

    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// Whether an action can be recorded: not what could not be read back, or would let one fill the log.
///
/// # Errors
/// `ledger.too_large`.
pub fn check(action: &Action) -> Result<()> {
    let fits = |text: Option<&str>, most: usize| text.is_none_or(|t| t.len() <= most);
    let good = fits(action.message.as_deref(), Action::LONGEST_MESSAGE)
        && fits(Some(&action.name), Action::LONGEST_NAME)
        && !action.name.is_empty()
        && fits(action.about.as_deref(), Action::LONGEST_ABOUT)
        && fits(Some(&action.facts), Action::LARGEST_FACTS)
        && fits(action.zone.as_deref(), 64)
        && readable(action.at)
        && readable(action.received_at);
    if good {
        Ok(())
    } else {
        Err(Error::refused("ledger.too_large", "This action is too large to be recorded."))
    }
}

/// The last second that a `Timestamp` can hold has no microseconds that can be read back; one such
/// action would make its whole block unreadable.
fn readable(at: Timestamp) -> bool {
    Timestamp::from_microsecond(at.as_microsecond()).is_ok()
}

/// Writes the deeds of one transaction; where the last block stands.
pub(crate) async fn append(
    open: &mut Open,
    organisation: Id<Organisation>,
    now: Timestamp,
    deeds: &[Action],
) -> Result<Option<Position>> {
    let sql = if open.is_sqlite() {
        "insert into block (organisation, tx, count, bytes, written_at)
         values ($1, 0, $2, $3, $4) returning tx, id"
    } else {
        "insert into block (organisation, tx, count, bytes, written_at)
         values ($1, (select base from log_count) + (pg_current_xact_id()::text)::bigint,
           $2, $3, $4)
         returning tx, id"
    };
    let mut position = None;
    for chunk in deeds.chunks(LARGEST_BLOCK) {
        let insert = Query::new(sql).bind(organisation).bind(chunk.len());
        let insert = insert.bind(block::encode(chunk)).bind(now);
        for row in open.list(insert).await? {
            position = Some(place(&row)?);
        }
    }
    Ok(position)
}

fn block_of(row: &Row, bytes: Vec<u8>) -> Result<Block> {
    Ok(Block {
        organisation: row.id("organisation")?,
        position: place(row)?,
        count: u64::try_from(row.number("count")?).map_err(Error::fault)?,
        written_at: row.moment("written_at")?,
        bytes,
    })
}

fn place(row: &Row) -> Result<Position> {
    Ok(Position { tx: row.number("tx")?, block: row.number("id")? })
}

/// The first transaction that may still be running; all that stands before it is there. Asked in a
/// statement before that which reads: what is finished stays so.
async fn horizon(open: &mut Open) -> Result<i64> {
    if open.is_sqlite() {
        return Ok(i64::MAX);
    }
    let ask = "select base + (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as tx
               from log_count";
    let rows = open.list(Query::new(ask)).await?;
    rows.first().ok_or_else(|| Error::fault("log_count has lost its row"))?.number("tx")
}

/// Goes on counting where the log stands, if this cluster has not come so far: then the state was
/// restored from another. Nothing is rewritten, so it does not matter when it is cut off. Whether it
/// was so.
pub(crate) async fn go_on_counting(tx: &mut SystemTx) -> Result<bool> {
    // In one statement, for one view: blocks that it sees were written by transactions before its end.
    let raise = Query::new(
        "with stands as (
           select greatest(c.reached, (select max(tx) from block), (select max(tx) from reader)) as tx
           from log_count c)
         update log_count set base = stands.tx from stands
         where stands.tx >= base + (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint",
    );
    Ok(tx.run(raise).await? > 0)
}

impl Db {
    /// Blocks after a place, in order, until `most_bytes` are gathered (at least one block). An
    /// empty answer means: nothing that is safe to read yet.
    pub fn blocks_after(
        &self,
        after: Position,
        most_bytes: usize,
    ) -> Later<'_, Result<Vec<Block>>> {
        Box::pin(async move {
            const PAGE: usize = 64;
            let mut blocks: Vec<Block> = Vec::new();
            let mut gathered = 0;
            let mut after = after;
            loop {
                let mut tx = self.system_read().await?;
                let horizon = horizon(&mut tx.open).await?;
                let page = tx.query_all(
                    "select organisation, tx, id, count, bytes, written_at from block
                 where (tx, id) > ($1, $2) and tx < $3 order by tx, id limit $4",
                );
                let page = page.bind(after.tx).bind(after.block).bind(horizon).bind(PAGE);
                let rows = tx.list(page).await?;
                let whole = rows.len() < PAGE;
                for row in rows {
                    let bytes = row.bytes("bytes")?;
                    if gathered > 0 && gathered + bytes.len() > most_bytes {
                        return Ok(blocks);
                    }
                    gathered += bytes.len();
                    after = place(&row)?;
                    blocks.push(block_of(&row, bytes)?);
                }
                if whole {
                    return Ok(blocks);
                }
            }
        })
    }

    /// One organisation's blocks after a place, in order, until `most_bytes` are gathered (at least
    /// one block): what sealing reads. An empty answer means: nothing that is safe to read yet.
    pub fn blocks_of(
        &self,
        organisation: Id<Organisation>,
        after: Position,
        most_bytes: usize,
    ) -> Later<'_, Result<Vec<Block>>> {
        Box::pin(async move {
            // Small pages: a block may be megabytes, and what does not fit is read again.
            const PAGE: usize = 16;
            let (mut blocks, mut gathered, mut after) = (Vec::new(), 0, after);
            loop {
                let mut tx = self.read(organisation).await?;
                let horizon = horizon(&mut tx.open).await?;
                let page = tx.query(
                    "select organisation, tx, id, count, bytes, written_at from block
                 where organisation = $1 and (tx, id) > ($2, $3) and tx < $4
                 order by tx, id limit $5",
                );
                let page = page.bind(after.tx).bind(after.block).bind(horizon).bind(PAGE);
                let rows = tx.list(page).await?;
                let whole = rows.len() < PAGE;
                for row in rows {
                    let bytes = row.bytes("bytes")?;
                    if gathered > 0 && gathered + bytes.len() > most_bytes {
                        return Ok(blocks);
                    }
                    gathered += bytes.len();
                    after = place(&row)?;
                    blocks.push(block_of(&row, bytes)?);
                }
                if whole {
                    return Ok(blocks);
                }
            }
        })
    }

    /// The last place that is safe to read now.
    pub fn log_end(&self) -> Later<'_, Result<Position>> {
        Box::pin(async move {
            let mut tx = self.system_read().await?;
            let horizon = horizon(&mut tx.open).await?;
            let last = tx.query_all(
                "select tx, id from block where tx < $1 order by tx desc, id desc limit 1",
            );
            let row = tx.find(last.bind(horizon)).await?;
            Ok(row.as_ref().map(place).transpose()?.unwrap_or_default())
        })
    }

    /// How far the log has come as far as blocks and readers tell; of blocks that were removed, whoever
    /// removed them knows.
    pub fn log_reached(&self) -> Later<'_, Result<Position>> {
        Box::pin(async move {
            let mut tx = self.system_read().await?;
            let last = tx.query_all("select tx, id from block order by tx desc, id desc limit 1");
            let read = tx
                .query_all("select tx, block as id from reader order by tx desc, id desc limit 1");
            let (last, read) = (tx.find(last).await?, tx.find(read).await?);
            let places = last.iter().chain(&read).map(place).collect::<Result<Vec<_>>>()?;
            Ok(places.into_iter().max().unwrap_or_default())
        })
    }
}

/// Named readers and their positions.
pub struct Readers;

impl Readers {
    /// Where a reader stands; the beginning for a new one.
    pub fn position<'a>(tx: &'a mut SystemTx, name: &'static str) -> Later<'a, Result<Position>> {
        Box::pin(async move {
            let find =
                tx.query_all("select tx, block as id from reader where name = $1").bind(name);
            Ok(tx.find(find).await?.as_ref().map(place).transpose()?.unwrap_or_default())
        })
    }

    /// Moves a reader, in the transaction of what it did; never back.
    pub fn move_to<'a>(
        tx: &'a mut SystemTx,
        name: &'static str,
        to: Position,
    ) -> Later<'a, Result<()>> {
        Box::pin(async move {
            let now = tx.now();
            let upsert = tx.query_all(
                "insert into reader (name, tx, block, moved_at) values ($1, $2, $3, $4)
             on conflict (name) do update
             set tx = excluded.tx, block = excluded.block, moved_at = excluded.moved_at
             where (reader.tx, reader.block) < (excluded.tx, excluded.block)",
            );
            tx.run(upsert.bind(name).bind(to.tx).bind(to.block).bind(now)).await.map(drop)
        })
    }

    /// The place that every reader has passed.
    pub fn slowest(tx: &mut SystemTx) -> Later<'_, Result<Position>> {
        Box::pin(async move {
            let find =
                tx.query_all("select tx, block as id from reader order by tx, block limit 1");
            Ok(tx.find(find).await?.as_ref().map(place).transpose()?.unwrap_or_default())
        })
    }

    /// Removes an organisation's blocks up to and including a place. For sealing alone, once the
    /// actions stand in files and every reader has passed.
    ///
    /// Only what was written up to `written_by` goes. Should the state be restored into another cluster
    /// under a running server, its blocks stand too far down until the next start, and were not sealed.
    pub fn forget(
        tx: &mut SystemTx,
        organisation: Id<Organisation>,
        up_to: Position,
        written_by: Timestamp,
    ) -> Later<'_, Result<u64>> {
        Box::pin(async move {
            let delete = tx.query_all(
                "delete from block
             where organisation = $1 and (tx, id) <= ($2, $3) and written_at <= $4",
            );
            let delete =
                delete.bind(organisation).bind(up_to.tx).bind(up_to.block).bind(written_by);
            let gone = tx.run(delete).await?;
            let reached = tx.query_all("update log_count set reached = $1 where reached < $1");
            tx.run(reached.bind(up_to.tx)).await?;
            Ok(gone)
        })
    }
}

/// How many actions of the transaction's organisation stand after a place, up to another.
pub fn count_between(tx: &mut Tx, after: Position, up_to: Position) -> Later<'_, Result<i64>> {
    Box::pin(async move {
        let count = tx.query(
            "select cast(coalesce(sum(count), 0) as bigint) as n from block
         where organisation = $1 and (tx, id) > ($2, $3) and (tx, id) <= ($4, $5)",
        );
        let count = count.bind(after.tx).bind(after.block).bind(up_to.tx).bind(up_to.block);
        tx.one(count).await?.number("n")
    })
}

/// The last place of the transaction's organisation that is safe to read now: what is recorded from now
/// on stands after it.
pub fn end(tx: &mut Tx) -> Later<'_, Result<Position>> {
    Box::pin(async move {
        let horizon = horizon(&mut tx.open).await?;
        let last = tx.query(
            "select tx, id from block where organisation = $1 and tx < $2
         order by tx desc, id desc limit 1",
        );
        let row = tx.find(last.bind(horizon)).await?;
        Ok(row.as_ref().map(place).transpose()?.unwrap_or_default())
    })
}
