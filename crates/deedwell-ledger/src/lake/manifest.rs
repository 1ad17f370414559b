//! The manifest: one statement, one function.

use deedwell_core::{Error, Id, Organisation, Position, Result, Timestamp};
use deedwell_store::{Row, SystemTx, Tx};

use super::stats::{self, ColumnStats};
use super::write::Written;
use super::{Contents, Lake, LiveFile, sweep};

/// DuckLake's number for the table of actions: 0 is the schema `main`, 1 the schema `deedwell`.
pub(super) const TABLE: i64 = 2;
const NEXT_OBJECT: i64 = 3;

/// The row of `sealed`: how far we are, and the counters of the lake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct State {
    pub sealed: Position,
    pub sequence: i64,
    pub actions: i64,
    pub reaches_at: Option<Timestamp>,
    pub forgotten: Position,
    pub snapshot: i64,
    pub next_row_id: i64,
    pub next_file_id: i64,
    pub next_object_id: i64,
    pub schema_version: i64,
    pub revision: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub id: i64,
    pub at: Timestamp,
    pub changes: String,
    pub message: String,
    pub schema_version: i64,
    pub next_object_id: i64,
    pub next_file_id: i64,
}

#[derive(Clone, Debug)]
pub(super) struct FileRow {
    pub id: i64,
    pub written: Written,
    pub begin_snapshot: i64,
    pub end_snapshot: Option<i64>,
    pub row_id_start: i64,
    pub by_person: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Doomed {
    pub path: String,
    pub file: i64,
    pub since_at: Timestamp,
}

/// Position and files in one statement, so that a seal cannot fall between the two.
pub(super) async fn contents(lake: &Lake, organisation: Id<Organisation>) -> Result<Contents> {
    let mut tx = lake.db.read(organisation).await?;
    let list = tx.query(
        "select s.tx, s.block, s.sequence, s.forgotten_tx, s.forgotten_block, s.reaches_at,
                f.id, f.name, f.rows, f.bytes, f.min_sequence, f.max_sequence, f.ordered_by
         from sealed s left join lake_file f
           on f.organisation = $1 and f.organisation = s.organisation and f.end_snapshot is null
         where s.organisation = $1 order by f.min_sequence, f.id",
    );
    let mut contents = Contents::default();
    let folder = lake.actions_folder(organisation);
    for row in tx.list(list).await? {
        contents.sealed = place(&row, "tx", "block")?;
        contents.sequence = row.number("sequence")?;
        contents.forgotten = place(&row, "forgotten_tx", "forgotten_block")?;
        contents.up_to = row.moment_or_null("reaches_at")?;
        let Some(name) = row.text_or_null("name")? else { continue };
        contents.files.push(LiveFile {
            id: row.number("id")?,
            path: folder.join(format!("{name}.parquet")),
            ids: folder.join(format!("{name}.ids")),
            rows: row.number("rows")?,
            bytes: row.number("bytes")?,
            min_sequence: row.number("min_sequence")?,
            max_sequence: row.number("max_sequence")?,
            by_person: row.text("ordered_by")? == "person",
        });
    }
    Ok(contents)
}

pub(super) async fn state(tx: &mut Tx) -> Result<Option<State>> {
    let find = tx.query(
        "select tx, block, sequence, actions, reaches_at, forgotten_tx, forgotten_block, snapshot,
                next_row_id, next_file_id, next_object_id, schema_version, revision
         from sealed where organisation = $1",
    );
    let Some(row) = tx.find(find).await? else { return Ok(None) };
    Ok(Some(State {
        sealed: place(&row, "tx", "block")?,
        sequence: row.number("sequence")?,
        actions: row.number("actions")?,
        reaches_at: row.moment_or_null("reaches_at")?,
        forgotten: place(&row, "forgotten_tx", "forgotten_block")?,
        snapshot: row.number("snapshot")?,
        next_row_id: row.number("next_row_id")?,
        next_file_id: row.number("next_file_id")?,
        next_object_id: row.number("next_object_id")?,
        schema_version: row.number("schema_version")?,
        revision: row.number("revision")?,
    }))
}

fn place(row: &Row, tx: &str, block: &str) -> Result<Position> {
    Ok(Position { tx: row.number(tx)?, block: row.number(block)? })
}

/// The first two snapshots: an empty lake, then one with the table of actions. Nothing if they stand.
pub(super) async fn begin(tx: &mut Tx) -> Result<()> {
    let insert = tx.query(
        "insert into sealed (organisation, tx, block, sequence, actions, reaches_at, forgotten_tx,
           forgotten_block, snapshot, next_row_id, next_file_id, next_object_id, schema_version,
           revision)
         values ($1, 0, 0, 0, 0, null, 0, 0, 1, 0, 0, $2, 1, 1) on conflict do nothing",
    );
    if tx.run(insert.bind(NEXT_OBJECT)).await? == 0 {
        return Ok(());
    }
    let at = tx.now();
    let empty = Snapshot {
        id: 0,
        at,
        changes: r#"created_schema:"main""#.into(),
        message: String::new(),
        schema_version: 0,
        next_object_id: 1,
        next_file_id: 0,
    };
    add_snapshot(tx, &empty, Position::default()).await?;
    let made = Snapshot {
        id: 1,
        changes: r#"created_schema:"deedwell",created_table:"deedwell"."actions""#.into(),
        schema_version: 1,
        next_object_id: NEXT_OBJECT,
        ..empty
    };
    add_snapshot(tx, &made, Position::default()).await
}

/// Moves the sealed place on, unless another has moved it since `from` was read: then false. From
/// here to the commit nobody else changes this organisation's manifest.
pub(super) async fn advance(
    tx: &mut Tx,
    from: &State,
    to: Position,
    sequence: i64,
    reaches_at: Option<Timestamp>,
) -> Result<bool> {
    let update = tx.query(
        "update sealed set tx = $2, block = $3, sequence = $4, reaches_at = $5,
           revision = revision + 1
         where organisation = $1 and tx = $6 and block = $7",
    );
    let update = update.bind(to.tx).bind(to.block).bind(sequence).bind(reaches_at);
    let update = update.bind(from.sealed.tx).bind(from.sealed.block);
    Ok(tx.run(update).await? == 1)
}

/// Takes the manifest for this transaction; nobody else changes it until the commit.
pub(super) async fn take(tx: &mut Tx) -> Result<()> {
    let update = tx.query("update sealed set revision = revision + 1 where organisation = $1");
    match tx.run(update).await? {
        1 => Ok(()),
        _ => Err(Error::Missing("lake")),
    }
}

/// Adds a snapshot with new files, in a transaction that holds the manifest. `fresh` rows are new to
/// the lake; others stood in other files before.
pub(super) async fn add_files(
    tx: &mut Tx,
    changes: &str,
    message: &str,
    files: &[Written],
    fresh: bool,
) -> Result<i64> {
    let Some(state) = state(tx).await? else { return Err(Error::Missing("lake")) };
    let id = state.snapshot + 1;
    let (mut next_file_id, mut next_row_id) = (state.next_file_id, state.next_row_id);
    for written in files {
        let file = FileRow {
            id: next_file_id,
            written: written.clone(),
            begin_snapshot: id,
            end_snapshot: None,
            row_id_start: next_row_id,
            by_person: !fresh,
        };
        add_file(tx, &file).await?;
        next_file_id += 1;
        next_row_id += written.rows;
    }
    let update = tx.query(
        "update sealed set snapshot = $2, next_file_id = $3, next_row_id = $4, actions = actions + $5
         where organisation = $1",
    );
    let rows = if fresh { next_row_id - state.next_row_id } else { 0 };
    tx.run(update.bind(id).bind(next_file_id).bind(next_row_id).bind(rows)).await?;
    let snapshot = Snapshot {
        id,
        at: tx.now(),
        changes: changes.to_owned(),
        message: message.to_owned(),
        schema_version: state.schema_version,
        next_object_id: state.next_object_id,
        next_file_id,
    };
    add_snapshot(tx, &snapshot, state.sealed).await?;
    Ok(id)
}

/// Puts new files in the place of old ones, in every state of the lake, in a transaction that holds the
/// manifest; the old are doomed as of `since`.
pub(super) async fn replace_files(
    tx: &mut Tx,
    changed: &[(FileRow, Written)],
    since: Timestamp,
) -> Result<()> {
    let Some(state) = state(tx).await? else { return Err(Error::Missing("lake")) };
    let id = state.snapshot + 1;
    let (mut next_file_id, mut next_row_id) = (state.next_file_id, state.next_row_id);
    let mut fewer = 0;
    for (old, written) in changed {
        let file = FileRow {
            id: next_file_id,
            written: written.clone(),
            row_id_start: next_row_id,
            ..old.clone()
        };
        for path in sweep::paths(old) {
            doom(tx, &path, old.id, since).await?;
        }
        forget_file(tx, old.id).await?;
        add_file(tx, &file).await?;
        next_file_id += 1;
        next_row_id += written.rows;
        fewer += if old.end_snapshot.is_none() { old.written.rows - written.rows } else { 0 };
    }
    let update = tx.query(
        "update sealed set snapshot = $2, next_file_id = $3, next_row_id = $4, actions = actions - $5
         where organisation = $1",
    );
    tx.run(update.bind(id).bind(next_file_id).bind(next_row_id).bind(fewer)).await?;
    let snapshot = Snapshot {
        id,
        at: tx.now(),
        changes: format!("rewrite_delete:{TABLE}"),
        message: format!("{} files were written anew", changed.len()),
        schema_version: state.schema_version,
        next_object_id: state.next_object_id,
        next_file_id,
    };
    add_snapshot(tx, &snapshot, state.sealed).await
}

async fn add_snapshot(tx: &mut Tx, snapshot: &Snapshot, sealed: Position) -> Result<()> {
    let insert = tx.query(
        "insert into lake_snapshot (organisation, id, at, changes, message, schema_version,
           next_object_id, next_file_id, tx, block)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let insert = insert.bind(snapshot.id).bind(snapshot.at).bind(&snapshot.changes);
    let insert = insert.bind(&snapshot.message).bind(snapshot.schema_version);
    let insert = insert.bind(snapshot.next_object_id).bind(snapshot.next_file_id);
    tx.run(insert.bind(sealed.tx).bind(sealed.block)).await.map(drop)
}

async fn add_file(tx: &mut Tx, file: &FileRow) -> Result<()> {
    let insert = tx.query(
        "insert into lake_file (organisation, id, name, rows, bytes, footer, messages,
           begin_snapshot, end_snapshot, row_id_start, min_sequence, max_sequence, ordered_by, stats)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    );
    let written = &file.written;
    let insert = insert.bind(file.id).bind(&written.name).bind(written.rows).bind(written.bytes);
    let insert = insert.bind(written.footer).bind(written.messages).bind(file.begin_snapshot);
    let insert = insert.bind(file.end_snapshot).bind(file.row_id_start).bind(written.min_sequence);
    let insert = insert.bind(written.max_sequence);
    let insert = insert.bind(if file.by_person { "person" } else { "time" });
    tx.run(insert.bind(stats::to_json(&written.stats)?)).await.map(drop)
}

/// From this snapshot on the file is not read. False when it was superseded before.
pub(super) async fn supersede(tx: &mut Tx, file: i64, snapshot: i64) -> Result<bool> {
    let update = tx.query(
        "update lake_file set end_snapshot = $3
         where organisation = $1 and id = $2 and end_snapshot is null",
    );
    Ok(tx.run(update.bind(file).bind(snapshot)).await? == 1)
}

pub(super) async fn snapshots(tx: &mut Tx) -> Result<Vec<Snapshot>> {
    let list = tx.query(
        "select id, at, changes, message, schema_version, next_object_id, next_file_id
         from lake_snapshot where organisation = $1 order by id",
    );
    let rows = tx.list(list).await?;
    let each = |row: &Row| -> Result<_> {
        Ok(Snapshot {
            id: row.number("id")?,
            at: row.moment("at")?,
            changes: row.text("changes")?,
            message: row.text("message")?,
            schema_version: row.number("schema_version")?,
            next_object_id: row.number("next_object_id")?,
            next_file_id: row.number("next_file_id")?,
        })
    };
    rows.iter().map(each).collect()
}

/// Every file that some state of the lake reads, superseded ones too.
pub(super) async fn files(tx: &mut Tx) -> Result<Vec<FileRow>> {
    let list = tx.query(
        "select id, name, rows, bytes, footer, messages, begin_snapshot, end_snapshot, row_id_start,
                min_sequence, max_sequence, ordered_by, stats
         from lake_file where organisation = $1 order by id",
    );
    tx.list(list).await?.iter().map(file_row).collect()
}

fn file_row(row: &Row) -> Result<FileRow> {
    let stats: Vec<ColumnStats> = stats::from_json(&row.text("stats")?)?;
    let written = Written {
        name: row.text("name")?,
        rows: row.number("rows")?,
        bytes: row.number("bytes")?,
        footer: row.number("footer")?,
        messages: row.number("messages")?,
        min_sequence: row.number("min_sequence")?,
        max_sequence: row.number("max_sequence")?,
        stats,
    };
    Ok(FileRow {
        id: row.number("id")?,
        written,
        begin_snapshot: row.number("begin_snapshot")?,
        end_snapshot: row.number_or_null("end_snapshot")?,
        row_id_start: row.number("row_id_start")?,
        by_person: row.text("ordered_by")? == "person",
    })
}

/// Removes the states before a moment, never the newest. How many went.
pub(super) async fn expire(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let delete = tx.query(
        "delete from lake_snapshot where organisation = $1 and at < $2
           and id < (select snapshot from sealed where organisation = $1)",
    );
    tx.run(delete.bind(before)).await
}

/// Takes a file out of the manifest and dooms one of its two paths.
pub(super) async fn forget_file(tx: &mut Tx, file: i64) -> Result<()> {
    let delete = tx.query("delete from lake_file where organisation = $1 and id = $2");
    tx.run(delete.bind(file)).await.map(drop)
}

pub(super) async fn doom(tx: &mut Tx, path: &str, file: i64, since: Timestamp) -> Result<()> {
    let insert = tx.query(
        "insert into lake_doomed (organisation, path, file, since_at) values ($1, $2, $3, $4)
         on conflict do nothing",
    );
    tx.run(insert.bind(path).bind(file).bind(since)).await.map(drop)
}

pub(super) async fn doomed(tx: &mut Tx) -> Result<Vec<Doomed>> {
    let list = tx.query(
        "select path, file, since_at from lake_doomed where organisation = $1 order by path",
    );
    let rows = tx.list(list).await?;
    let each = |row: &Row| -> Result<_> {
        Ok(Doomed {
            path: row.text("path")?,
            file: row.number("file")?,
            since_at: row.moment("since_at")?,
        })
    };
    rows.iter().map(each).collect()
}

/// What was doomed later is doomed as of this moment.
pub(super) async fn hasten(tx: &mut Tx, since: Timestamp) -> Result<()> {
    let update =
        tx.query("update lake_doomed set since_at = $2 where organisation = $1 and since_at > $2");
    tx.run(update.bind(since)).await.map(drop)
}

pub(super) async fn redeem(tx: &mut Tx, path: &str) -> Result<()> {
    let delete = tx.query("delete from lake_doomed where organisation = $1 and path = $2");
    tx.run(delete.bind(path)).await.map(drop)
}

/// The place up to which blocks were sealed before a moment, and have been passed by every reader;
/// and when that was.
pub(super) async fn forgettable(
    tx: &mut SystemTx,
    organisation: Id<Organisation>,
    before: Timestamp,
) -> Result<Option<(Position, Timestamp)>> {
    let find = tx.query_all(
        "select tx, block, at from lake_snapshot where organisation = $1 and at <= $2
         order by id desc limit 1",
    );
    let Some(row) = tx.find(find.bind(organisation).bind(before)).await? else { return Ok(None) };
    let (ripe, at) = (place(&row, "tx", "block")?, row.moment("at")?);
    let slowest = tx.query_all("select tx, block from reader order by tx, block limit 1");
    let slowest = tx.find(slowest).await?.map(|r| place(&r, "tx", "block")).transpose()?;
    // Where nobody reads by name, nobody has to be waited for.
    Ok(Some((slowest.map_or(ripe, |slowest| ripe.min(slowest)), at)))
}

/// Blocks that stand where all is sealed already, and were written later than whatever was sealed.
pub(super) async fn left_behind(tx: &mut Tx) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from block b
         join sealed s on s.organisation = $1 and b.written_at > s.reaches_at
         where b.organisation = $1 and (b.tx, b.id) <= (s.tx, s.block)",
    );
    tx.one(count).await?.number("n")
}

/// Remembers that blocks up to here are gone; false when that was known.
pub(super) async fn forgotten(
    tx: &mut SystemTx,
    organisation: Id<Organisation>,
    up_to: Position,
) -> Result<bool> {
    let update = tx.query_all(
        "update sealed set forgotten_tx = $2, forgotten_block = $3
         where organisation = $1 and (forgotten_tx, forgotten_block) < ($2, $3)",
    );
    Ok(tx.run(update.bind(organisation).bind(up_to.tx).bind(up_to.block)).await? == 1)
}
