//! Opening a database, and transactions on it.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deedwell_core::behaviour::Later;
use deedwell_core::{Clock, Error, Id, Organisation, Result};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::reading::{Open, fault};
use crate::shelf::Shelf;
use crate::tx::{SystemTx, Tx};
use crate::value::Query;

/// How long a writer waits for its turn before the person is told to try again.
const TURN_S: u64 = 10;
/// Connections that read at once on SQLite. WAL lets them run beside the writer.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// A transaction that sits idle this long is ended: it would hold back every reader of the log.
const IDLE_IN_TRANSACTION_MS: u32 = 5_000;

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) pools: Pools,
    clock: Clock,
    shelf: Arc<Shelf>,
}

#[derive(Clone)]
pub(crate) enum Pools {
    /// One writer, several readers.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

#[derive(Clone, Debug)]
pub struct Options {
    pub clock: Clock,
    /// False only in stories: commits are then not synced to the disk.
    pub durable: bool,
    /// PostgreSQL only: a schema of its own, so that stories can share a server.
    pub schema: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { clock: Clock::Real, durable: true, schema: None }
    }
}

impl Db {
    /// Opens `sqlite:PATH` (made if absent) or `postgres://…`.
    ///
    /// # Errors
    /// `Invalid` for an address that is neither; `Fault` when the database cannot be reached.
    pub fn open(url: &str, options: Options) -> Later<'_, Result<Self>> {
        Box::pin(async move {
            let pools = if let Some(path) = url.strip_prefix("sqlite:") {
                open_sqlite(path, options.durable).await?
            } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
                open_postgres(url, &options).await?
            } else {
                return Err(Error::invalid(
                    "database",
                    "A database address begins with sqlite: or postgres:.",
                ));
            };
            Ok(Self { pools, clock: options.clock, shelf: Arc::default() })
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    /// A transaction that only reads, for one organisation.
    pub fn read(&self, organisation: Id<Organisation>) -> Later<'_, Result<Tx>> {
        Box::pin(async move {
            let open = self.begin_read(&organisation.to_string()).await?;
            Ok(self.tx(open, organisation, false))
        })
    }

    /// A transaction that may write, for one organisation. On SQLite it waits for the only writer.
    pub fn write(&self, organisation: Id<Organisation>) -> Later<'_, Result<Tx>> {
        Box::pin(async move {
            let open = self.begin_write(&organisation.to_string()).await?;
            Ok(self.tx(open, organisation, true))
        })
    }

    fn tx(&self, open: Open, organisation: Id<Organisation>, may_write: bool) -> Tx {
        Tx::new(open, organisation, self.clock.clone(), Arc::clone(&self.shelf), may_write)
    }

    /// A transaction over all organisations: for readers of the log, jobs, and finding out which
    /// organisation is meant. The house test knows who may ask for one.
    pub fn system(&self) -> Later<'_, Result<SystemTx>> {
        Box::pin(async move { Ok(SystemTx::new(self.begin_write("*").await?, self.clock.clone())) })
    }

    pub fn system_read(&self) -> Later<'_, Result<SystemTx>> {
        Box::pin(async move { Ok(SystemTx::new(self.begin_read("*").await?, self.clock.clone())) })
    }

    fn begin_read<'a>(&'a self, organisation: &'a str) -> Later<'a, Result<Open>> {
        Box::pin(async move {
            match &self.pools {
                Pools::Sqlite { readers, .. } => {
                    Ok(Box::new(readers.begin().await.map_err(no_turn)?) as Open)
                }
                Pools::Postgres(pool) => {
                    let tx = pool.begin_with("begin read only").await.map_err(no_turn)?;
                    behind_the_wall(Box::new(tx), organisation).await
                }
            }
        })
    }

    fn begin_write<'a>(&'a self, organisation: &'a str) -> Later<'a, Result<Open>> {
        Box::pin(async move {
            match &self.pools {
                Pools::Sqlite { writer, .. } => {
                    Ok(Box::new(begin_immediate(writer).await.map_err(no_turn)?) as Open)
                }
                Pools::Postgres(pool) => {
                    let tx = pool.begin().await.map_err(no_turn)?;
                    behind_the_wall(Box::new(tx), organisation).await
                }
            }
        })
    }

    /// A transaction on PostgreSQL that sees no organisation's state; see `Catalogue`.
    pub(crate) async fn begin_apart(&self) -> Result<Open> {
        match &self.pools {
            Pools::Sqlite { .. } => Err(Error::fault("SQLite has no schemas beside the state")),
            Pools::Postgres(_) => self.begin_write("").await,
        }
    }

    /// A consistent copy of a SQLite database into a new file, while others write.
    ///
    /// # Errors
    /// `Refused` on PostgreSQL, which has `pg_dump` for this.
    pub fn copy_into<'a>(&'a self, path: &'a std::path::Path) -> Later<'a, Result<()>> {
        Box::pin(async move {
            let Pools::Sqlite { writer, .. } = &self.pools else {
                return Err(Error::refused(
                    "store.not_sqlite",
                    "On PostgreSQL the state is backed up with pg_dump.",
                ));
            };
            let path =
                path.to_str().ok_or_else(|| Error::invalid("path", "The path is not text."))?;
            // VACUUM runs outside a transaction, so it takes a connection, not a Tx; and readers may not
            // even write elsewhere.
            let mut connection = writer.acquire().await.map_err(fault)?;
            sqlx::query("vacuum into $1")
                .bind(path)
                .execute(&mut *connection)
                .await
                .map_err(fault)
                .map(drop)
        })
    }

    /// Folds SQLite's log of changes into the file and empties it: what was overwritten in the one still
    /// stands in the other. False while somebody reads; on PostgreSQL there is nothing to do.
    ///
    /// # Errors
    /// `Fault` when the file cannot be written.
    pub fn fold_changes(&self) -> Later<'_, Result<bool>> {
        Box::pin(async move {
            let Pools::Sqlite { writer, .. } = &self.pools else { return Ok(true) };
            let mut connection = writer.acquire().await.map_err(fault)?;
            let fold = sqlx::query_as::<_, (i64, i64, i64)>("pragma wal_checkpoint(truncate)");
            let (busy, _, _) = fold.fetch_one(&mut *connection).await.map_err(fault)?;
            Ok(busy == 0)
        })
    }

    /// Closes every connection; on SQLite the log of changes is folded into the file.
    pub fn close(&self) -> Later<'_, ()> {
        Box::pin(async move {
            match &self.pools {
                Pools::Sqlite { writer, readers } => {
                    readers.close().await;
                    writer.close().await;
                }
                Pools::Postgres(pool) => pool.close().await,
            }
        })
    }
}

/// When the disk is full SQLite rolls a transaction back by itself, and the driver, which does not
/// hear of it, takes the connection for busy ever after. Such a connection is closed, not kept.
pub(crate) async fn begin_immediate(
    writer: &SqlitePool,
) -> sqlx::Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
    match writer.begin_with("begin immediate").await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            writer.acquire().await?.close().await?;
            writer.begin_with("begin immediate").await
        }
        result => result,
    }
}

/// The second wall: on PostgreSQL every row of another organisation is invisible to this
/// transaction, whatever the statement says.
async fn behind_the_wall(mut open: Open, organisation: &str) -> Result<Open> {
    let wall = Query::new("select set_config('deedwell.organisation', $1, true)");
    open.list(wall.bind(organisation)).await?;
    Ok(open)
}

fn no_turn(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut => Error::TooMany {
            sentence: "Too many people are writing at this moment. Please try again.".into(),
            retry_after_s: 2,
        },
        other => fault(other),
    }
}

async fn open_sqlite(path: &str, durable: bool) -> Result<Pools> {
    let synchronous = if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off };
    let options = SqliteConnectOptions::from_str(&format!("sqlite:{path}"))
        .map_err(fault)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(TURN_S))
        .pragma("temp_store", "memory")
        // What is deleted is overwritten: who is forgotten is not found in a free page either.
        .pragma("secure_delete", "on")
        .statement_cache_capacity(500);
    let pool = || SqlitePoolOptions::new().acquire_timeout(Duration::from_secs(TURN_S));
    let writer = pool().max_connections(1).connect_with(options.clone()).await.map_err(fault)?;
    let reading = options.pragma("query_only", "on").create_if_missing(false);
    let readers = pool().max_connections(SQLITE_READERS).connect_lazy_with(reading);
    Ok(Pools::Sqlite { writer, readers })
}

async fn open_postgres(url: &str, options: &Options) -> Result<Pools> {
    // Stories share a busy machine with a compiler: what would be a stuck program there is none.
    let idle_ms =
        if options.durable { IDLE_IN_TRANSACTION_MS } else { 12 * IDLE_IN_TRANSACTION_MS };
    let mut connect = PgConnectOptions::from_str(url).map_err(fault)?.options([
        ("idle_in_transaction_session_timeout", idle_ms.to_string()),
        // What a page asks is answered sooner than compiled.
        ("jit", "off".to_owned()),
        ("synchronous_commit", if options.durable { "on" } else { "off" }.to_owned()),
    ]);
    if let Some(schema) = &options.schema {
        connect = connect.options([("search_path", schema.as_str())]);
    }
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(TURN_S))
        .connect_with(connect)
        .await
        .map_err(fault)?;
    Ok(Pools::Postgres(pool))
}
